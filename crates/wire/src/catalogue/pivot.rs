//! Pivot's rows: users, user statuses and roles.
//!
//! Every path stands under `/api/v1`; `?pretty` is taken by any of them
//! (pivot note 1).

use super::{Platform, Route, Source};
use crate::request::Method;

const USERS: &str = "/api/v1/users";
const USER: &str = "/api/v1/users/{name}";
const STATUSES: &str = "/api/v1/user-statuses";
const STATUS: &str = "/api/v1/user-statuses/{name}";

const USERS_PAGE: Source = Source::Document("pivot-users.txt");
const STATUSES_PAGE: Source = Source::Document("pivot-user-statuses-2023.01.txt");

const USER_BODY: &[&str] = &["user", "sendWelcomeEmail", "clientUrl"];
const STATUS_BODY: &[&str] = &["userStatus"];

const fn read(id: &'static str, template: &'static str, source: Source) -> Route {
    Route {
        id,
        platform: Platform::Pivot,
        method: Method::Get,
        template,
        query: &["pretty"],
        body: &[],
        secrets: &[],
        source,
        writes: false,
        idempotent: true,
        forwarded: true,
    }
}

const fn write(id: &'static str, method: Method, template: &'static str, source: Source) -> Route {
    Route {
        id,
        platform: Platform::Pivot,
        method,
        template,
        query: &["pretty"],
        body: &[],
        secrets: &[],
        source,
        writes: true,
        // A POST here replaces what the name holds.
        idempotent: true,
        forwarded: true,
    }
}

/// All users. The document shows this path only in its sample request.
pub static LIST_USERS: Route = read("pivot.users.list", USERS, USERS_PAGE);
/// One user.
pub static GET_USER: Route = read("pivot.users.get", USER, USERS_PAGE);
/// Creates a user, or replaces the one of that name. Asked for a welcome
/// email, a second call may send a second one, so it is not idempotent.
pub static SET_USER: Route = Route {
    body: USER_BODY,
    idempotent: false,
    ..write("pivot.users.set", Method::Post, USER, USERS_PAGE)
};
/// Creates a user the way newer Pivots document it (pivot note 2).
pub static CREATE_USER: Route = Route {
    body: USER_BODY,
    idempotent: false,
    ..write(
        "pivot.users.create",
        Method::Post,
        USERS,
        Source::Note("pivot note 2"),
    )
};
/// Removes a user, and leaves its status behind.
pub static DELETE_USER: Route = write("pivot.users.delete", Method::Delete, USER, USERS_PAGE);

/// All user statuses.
pub static LIST_STATUSES: Route = read("pivot.statuses.list", STATUSES, STATUSES_PAGE);
/// One user status.
pub static GET_STATUS: Route = read("pivot.statuses.get", STATUS, STATUSES_PAGE);
/// Replaces a user status that exists.
pub static SET_STATUS: Route = Route {
    body: STATUS_BODY,
    ..write("pivot.statuses.set", Method::Post, STATUS, STATUSES_PAGE)
};
/// Creates a user status, for any name.
pub static CREATE_STATUS: Route = Route {
    body: STATUS_BODY,
    ..write(
        "pivot.statuses.create",
        Method::Post,
        STATUSES,
        STATUSES_PAGE,
    )
};
/// Removes a user status.
pub static DELETE_STATUS: Route = write(
    "pivot.statuses.delete",
    Method::Delete,
    STATUS,
    STATUSES_PAGE,
);

/// The roles there are, for choosing a user's (pivot note 17).
pub static LIST_ROLES: Route = read(
    "pivot.roles.list",
    "/api/v1/roles",
    Source::Note("pivot note 17"),
);

/// All of them, in the documents' order.
pub static ROUTES: &[&Route] = &[
    &LIST_USERS,
    &GET_USER,
    &SET_USER,
    &CREATE_USER,
    &DELETE_USER,
    &LIST_STATUSES,
    &GET_STATUS,
    &SET_STATUS,
    &CREATE_STATUS,
    &DELETE_STATUS,
    &LIST_ROLES,
];
