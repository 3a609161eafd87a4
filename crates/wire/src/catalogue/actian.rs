//! Actian's rows: the users of a tenant, and the token that reads them.
//!
//! `/api/auth` is the service's address and its own routes begin with `/auth`,
//! so the doubled segment is right (actian note 1). Profile and password
//! stand under `/user`, everything else under `/users`, as documented.

use super::{Platform, Route, Source};
use crate::request::Method;

const USERS: &str = "/api/auth/auth/{tenant}/users";
const USER: &str = "/api/auth/auth/{tenant}/users/{user_email}";
const PROFILE: &str = "/api/auth/auth/{tenant}/user/{user_email}";
const PASSWORD: &str = "/api/auth/auth/{tenant}/user/{user_email}/password";

const PAGE: Source = Source::Document("actian-user-management.txt");

const fn route(id: &'static str, method: Method, template: &'static str) -> Route {
    let writes = !matches!(method, Method::Get);
    Route {
        id,
        platform: Platform::Actian,
        method,
        template,
        query: &[],
        body: &[],
        secrets: &[],
        source: PAGE,
        writes,
        idempotent: !matches!(method, Method::Post),
        forwarded: true,
    }
}

/// The users of a tenant.
pub static LIST_USERS: Route = route("actian.users.list", Method::Get, USERS);
/// One user.
pub static GET_USER: Route = route("actian.users.get", Method::Get, USER);

const CREATED: &[&str] = &["email", "first_name", "last_name", "role", "password"];
const UPDATED: &[&str] = &["first_name", "last_name", "role"];
const CHANGED: &[&str] = &["old-password", "new-password"];

/// Creates a user; without a password it gets an activation email. Whether the
/// parameters stand in the query or in the body is not known for sure, so both
/// are listed here and below (actian note 4).
pub static CREATE_USER: Route = Route {
    query: CREATED,
    body: CREATED,
    secrets: &["password"],
    ..route("actian.users.create", Method::Post, USERS)
};
/// Changes names and role.
pub static UPDATE_USER: Route = Route {
    query: UPDATED,
    body: UPDATED,
    ..route("actian.users.update", Method::Put, PROFILE)
};
/// Removes a user from the tenant, or the account with it: not documented which.
pub static DELETE_USER: Route = route("actian.users.delete", Method::Delete, USER);
/// Gives a user that exists a role in this tenant.
pub static ASSIGN_USER: Route = Route {
    body: &["role"],
    ..route(
        "actian.users.assign",
        Method::Put,
        "/api/auth/auth/{tenant}/users/{user_email}/assign",
    )
};
/// Changes a password, given the old one.
pub static CHANGE_PASSWORD: Route = Route {
    query: CHANGED,
    body: CHANGED,
    secrets: CHANGED,
    idempotent: false,
    ..route("actian.password.change", Method::Put, PASSWORD)
};
/// Sends a password-reset email. A DELETE, but nothing is removed.
pub static RESET_PASSWORD: Route = Route {
    idempotent: false,
    ..route("actian.password.reset", Method::Delete, PASSWORD)
};

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

/// Signs in, or renews a sign-in (actian note 3).
pub static TOKEN: Route = Route {
    query: GRANT,
    body: GRANT,
    secrets: &["password", "refreshToken", "refresh_token"],
    source: Source::Note("actian note 3"),
    forwarded: false,
    ..route("actian.token", Method::Post, "/api/auth/auth/token")
};

/// All of them, in the document's order.
pub static ROUTES: &[&Route] = &[
    &LIST_USERS,
    &GET_USER,
    &CREATE_USER,
    &UPDATE_USER,
    &DELETE_USER,
    &ASSIGN_USER,
    &CHANGE_PASSWORD,
    &RESET_PASSWORD,
    &TOKEN,
];
