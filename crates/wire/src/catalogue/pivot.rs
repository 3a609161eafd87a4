//! Pivot's rows: users, user statuses and roles.
//!
//! Every path stands under `/api/v1`; `?pretty` is taken by any of them
//! (pivot note 1).

use super::{Effect, Platform, Route, Source};
use crate::request::Method;

const USERS: &str = "/api/v1/users";
const USER: &str = "/api/v1/users/{name}";
const STATUSES: &str = "/api/v1/user-statuses";
const STATUS: &str = "/api/v1/user-statuses/{name}";

const USERS_PAGE: Source = Source::Document("pivot-users.txt");
const STATUSES_PAGE: Source = Source::Document("pivot-user-statuses-2023.01.txt");

const USER_BODY: &[&str] = &["user", "sendWelcomeEmail", "clientUrl"];
const STATUS_BODY: &[&str] = &["userStatus"];

const fn route(id: &'static str, method: Method, template: &'static str, source: Source) -> Route {
    Route {
        query: &["pretty"],
        // A POST here replaces what the name holds.
        idempotent: true,
        ..Route::new(Platform::Pivot, id, method, template, source)
    }
}

routes! {
    /// All users. The document shows this path only in its sample request.
    LIST_USERS = route("pivot.users.list", Method::Get, USERS, USERS_PAGE);
    /// One user.
    GET_USER = route("pivot.users.get", Method::Get, USER, USERS_PAGE);
    /// Creates a user, or replaces the one of that name. Asked for a welcome
    /// email, a second call may send a second one, so it is not idempotent.
    SET_USER = Route {
        body: USER_BODY,
        idempotent: false,
        ..route("pivot.users.set", Method::Post, USER, USERS_PAGE)
    };
    /// Creates a user the way newer Pivots document it (pivot note 2).
    CREATE_USER = Route {
        body: USER_BODY,
        idempotent: false,
        ..route(
            "pivot.users.create",
            Method::Post,
            USERS,
            Source::Note("pivot note 2"),
        )
    };
    /// Removes a user, and leaves its status behind.
    DELETE_USER = Route {
        effect: Effect::Removes,
        ..route("pivot.users.delete", Method::Delete, USER, USERS_PAGE)
    };

    /// All user statuses.
    LIST_STATUSES = route("pivot.statuses.list", Method::Get, STATUSES, STATUSES_PAGE);
    /// One user status.
    GET_STATUS = route("pivot.statuses.get", Method::Get, STATUS, STATUSES_PAGE);
    /// Replaces a user status that exists.
    SET_STATUS = Route {
        body: STATUS_BODY,
        ..route("pivot.statuses.set", Method::Post, STATUS, STATUSES_PAGE)
    };
    /// Creates a user status, for any name.
    CREATE_STATUS = Route {
        body: STATUS_BODY,
        ..route("pivot.statuses.create", Method::Post, STATUSES, STATUSES_PAGE)
    };
    /// Removes a user status.
    DELETE_STATUS = route("pivot.statuses.delete", Method::Delete, STATUS, STATUSES_PAGE);

    /// The roles there are, for choosing a user's (pivot note 17).
    LIST_ROLES = route(
        "pivot.roles.list",
        Method::Get,
        "/api/v1/roles",
        Source::Note("pivot note 17"),
    );
}
