//! Actian's rows: the users of a tenant, and the token that reads them.
//!
//! `/api/auth` is the service's address and its own routes begin with `/auth`,
//! so the doubled segment is right (actian note 1). Profile and password
//! stand under `/user`, everything else under `/users`, as documented.

use super::{Effect, Platform, Route, Source};
use crate::request::Method;

const USERS: &str = "/api/auth/auth/{tenant}/users";
const USER: &str = "/api/auth/auth/{tenant}/users/{user_email}";
const PROFILE: &str = "/api/auth/auth/{tenant}/user/{user_email}";
const PASSWORD: &str = "/api/auth/auth/{tenant}/user/{user_email}/password";

const PAGE: Source = Source::Document("actian-user-management.txt");

const CREATED: &[&str] = &["email", "first_name", "last_name", "role", "password"];
const UPDATED: &[&str] = &["first_name", "last_name", "role"];
const CHANGED: &[&str] = &["old-password", "new-password"];
const GRANT: &[&str] = &[
    "grantType",
    "clientId",
    "username",
    "password",
    "refreshToken",
    "grant_type",
    "refresh_token",
    "tenant",
];

const fn route(id: &'static str, method: Method, template: &'static str) -> Route {
    Route::new(Platform::Actian, id, method, template, PAGE)
}

routes! {
    /// The users of a tenant.
    LIST_USERS = route("actian.users.list", Method::Get, USERS);
    /// One user.
    GET_USER = route("actian.users.get", Method::Get, USER);

    /// Creates a user; without a password it gets an activation email. Whether the
    /// parameters are in the query or in the body is not known for certain, so both
    /// are listed here and below (actian note 4).
    CREATE_USER = Route {
        query: CREATED,
        body: CREATED,
        secrets: &["password"],
        ..route("actian.users.create", Method::Post, USERS)
    };
    /// Changes names and role.
    UPDATE_USER = Route {
        query: UPDATED,
        body: UPDATED,
        ..route("actian.users.update", Method::Put, PROFILE)
    };
    /// Removes a user from the tenant, or the account with it: not documented which.
    DELETE_USER = Route {
        effect: Effect::Removes,
        ..route("actian.users.delete", Method::Delete, USER)
    };
    /// Gives a user that exists a role in this tenant.
    ASSIGN_USER = Route {
        body: &["role"],
        ..route(
            "actian.users.assign",
            Method::Put,
            "/api/auth/auth/{tenant}/users/{user_email}/assign",
        )
    };
    /// Changes a password, given the old one.
    CHANGE_PASSWORD = Route {
        query: CHANGED,
        body: CHANGED,
        secrets: CHANGED,
        idempotent: false,
        ..route("actian.password.change", Method::Put, PASSWORD)
    };
    /// Sends a password-reset email. A DELETE, but nothing is removed.
    RESET_PASSWORD = Route {
        idempotent: false,
        ..route("actian.password.reset", Method::Delete, PASSWORD)
    };

    /// Signs in, or renews a sign-in (actian note 3).
    TOKEN = Route {
        query: GRANT,
        body: GRANT,
        secrets: &["password", "refreshToken", "refresh_token"],
        source: Source::Note("actian note 3"),
        forwarded: false,
        ..route("actian.token", Method::Post, "/api/auth/auth/token")
    };
}
