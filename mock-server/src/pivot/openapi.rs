//! The `OpenAPI` description of Pivot's routes.

use crate::Options;
use crate::openapi::schema::{
    Any, Schemas, Shape, flag, list, list_of, matching, object, one_of, some_text, text,
};
use crate::openapi::{Described, Description, JSON, key};
use utoipa::openapi::Object;
use wire::catalogue::pivot as catalogue;
use wire::pivot::Generation;
use wire::{Platform, Route};

const TOKEN: &str = "token";

/// A user that every seed has.
const EXAMPLE_USER: &str = "analyst@company.com";

/// The description of all of Pivot's routes.
pub(crate) fn described(options: &Options) -> Description {
    let generation = options.generation;
    let mut schemas = Schemas::default();
    schemas.add("Error", object([("error", some_text())]));
    let user = schemas.add("User", user(generation));
    let status = schemas.add("UserStatus", status());
    let role = schemas.add("Role", role(generation));
    let wrapped = |key: &str, schema: Any| Any::from(object([(key, schema)]));
    let (users, one, written) = match generation {
        Generation::V2023_01 => (
            list(user.clone()),
            list_of(1, user.clone()),
            list_of(1, user.clone()),
        ),
        Generation::Current => (
            wrapped("users", list(user.clone())),
            wrapped("user", user.clone()),
            done(&["Created successfully", "Updated successfully"])
                .and("user", user.clone())
                .into(),
        ),
    };
    let roles = list(role);
    let roles = match generation {
        Generation::V2023_01 => roles,
        Generation::Current => wrapped("roles", roles),
    };
    let deleted = || Any::from(done(&["Deleted successfully"]));
    let stored = |message| done(&[message]).and("userStatus", status.clone()).into();
    let user_body = sent("user", user.clone())
        .and("sendWelcomeEmail", flag())
        .and(
            "clientUrl",
            matching("^https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[a-z0-9/._-]*)?$"),
        )
        .optional(&["sendWelcomeEmail", "clientUrl"]);
    let status_body = sent("userStatus", status.clone());
    let no_user = match generation {
        Generation::V2023_01 => "Not found.",
        Generation::Current => "This user does not exist.",
    };
    let operations = vec![
        read(&catalogue::LIST_USERS, "All users").ok(users),
        read(&catalogue::GET_USER, "One user")
            .ok(one)
            .named(no_user),
        write(&catalogue::SET_USER, "Create or replace a user")
            .ok(written.clone())
            .taking(&user_body)
            .named(no_user),
        write(&catalogue::CREATE_USER, "Create a user")
            .ok(written)
            .taking(&user_body),
        write(&catalogue::DELETE_USER, "Delete a user")
            .ok(deleted())
            .named(no_user),
        read(&catalogue::LIST_STATUSES, "All user statuses")
            .ok(wrapped("userStatuses", list(status.clone()))),
        read(&catalogue::GET_STATUS, "One user status")
            .ok(wrapped("userStatuses", list_of(1, status.clone())))
            .named("This user status does not exist."),
        write(&catalogue::SET_STATUS, "Replace a user status")
            .ok(stored("Updated successfully"))
            .taking(&status_body)
            .named("the name you entered does not match")
            .can_fail(),
        write(&catalogue::CREATE_STATUS, "Create a user status")
            .ok(stored("Created successfully"))
            .taking(&status_body)
            .can_fail(),
        write(&catalogue::DELETE_STATUS, "Delete a user status")
            .ok(deleted())
            .named("This user status does not exist. Please check the name again"),
        read(&catalogue::LIST_ROLES, "The roles there are").ok(roles),
    ];
    Description {
        security: vec![(TOKEN, key(Platform::Pivot.secret_header()))],
        schemas,
        operations,
    }
}

/// `{"status": "ok", "message": …}`.
fn done(messages: &[&str]) -> Object {
    object([("status", one_of(&["ok"])), ("message", one_of(messages))])
}

/// A body with this object in it; other fields are ignored.
fn sent(key: &str, schema: Any) -> Object {
    object([(key, schema)]).open()
}

/// A name that fits in a path.
fn name() -> Any {
    some_text()
}

/// Unknown fields are kept, so the schema is open.
fn user(generation: Generation) -> Object {
    let roles = match generation {
        Generation::V2023_01 => "users",
        Generation::Current => "roles",
    };
    object([
        ("name", name()),
        ("firstName", text()),
        ("lastName", text()),
        ("email", text()),
        ("colorMode", text()),
        (roles, list(text())),
    ])
    .optional(&["firstName", "lastName", "email", "colorMode", roles])
    .open()
}

/// Unknown fields are kept, so the schema is open.
fn status() -> Object {
    object([("name", name()), ("disabled", matching(TIME))])
        .optional(&["disabled"])
        .open()
}

/// RFC 3339, without a leap second.
const TIME: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?\
    ([Zz]|[+-][0-9]{2}:[0-9]{2})$";

fn role(generation: Generation) -> Object {
    let permission = match generation {
        Generation::V2023_01 => text(),
        Generation::Current => object([("name", text())]).into(),
    };
    object([
        ("name", some_text()),
        ("title", text()),
        ("permissions", list(permission)),
    ])
}

fn read(route: &'static Route, summary: &'static str) -> Described {
    Described::new(route, summary)
        .secured(&[TOKEN])
        .query("pretty", one_of(&["", "true", "false"]))
        .no(401, "No token, or not a good one")
}

fn write(route: &'static Route, summary: &'static str) -> Described {
    read(route, summary).no(403, "The token may not write")
}

/// Answers that Pivot's routes have in common.
trait Pivot {
    fn ok(self, schema: Any) -> Self;
    fn no(self, status: u16, says: &str) -> Self;
    fn named(self, not_found: &'static str) -> Self;
    fn taking(self, body: &Object) -> Self;
    fn can_fail(self) -> Self;
}

impl Pivot for Described {
    fn ok(self, schema: Any) -> Self {
        self.answer(200, JSON, schema, "OK")
    }

    fn no(self, status: u16, says: &str) -> Self {
        self.answer(status, JSON, Schemas::reference("Error"), says)
    }

    /// Adds a name in the path. The answer to an unknown name is `not_found`;
    /// an empty name makes a path that matches no route.
    fn named(self, not_found: &'static str) -> Self {
        let error = object([("error", one_of(&[not_found, "Not found."]))]);
        self.path("name", name(), EXAMPLE_USER)
            .no(400, "The name or the body cannot be read")
            .answer(404, JSON, error.into(), not_found)
    }

    fn taking(self, body: &Object) -> Self {
        self.body(true, &[(JSON, body)])
            .no(400, "The body cannot be read")
            .no(413, "The body is larger than 1 MiB")
    }

    /// For names with the sentinel before the `@`.
    fn can_fail(self) -> Self {
        self.no(503, "The name is a sentinel that cannot be written")
    }
}
