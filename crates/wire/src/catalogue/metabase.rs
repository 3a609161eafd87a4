//! Metabase's rows: the ten of its document, and others that a console cannot
//! work without, which `docs/platform-notes/metabase.md` describes.

use super::{Platform, Route, Source};
use crate::request::Method;

const PAGE: Source = Source::Document("metabase-user.txt");
const EMAILS: Source = Source::Note("metabase note 19");
const TOKENS: Source = Source::Note("metabase note 20");
const SESSION: Source = Source::Note("metabase note 21");
const GROUPS: Source = Source::Note("metabase note 24");
const MEMBERSHIPS: Source = Source::Note("metabase note 25");

const fn route(id: &'static str, method: Method, template: &'static str, source: Source) -> Route {
    let writes = !matches!(method, Method::Get);
    Route {
        id,
        platform: Platform::Metabase,
        method,
        template,
        query: &[],
        body: &[],
        secrets: &[],
        source,
        writes,
        idempotent: !matches!(method, Method::Post),
        forwarded: true,
    }
}

/// The users, by name, in pages.
pub static LIST_USERS: Route = Route {
    query: &[
        "status",
        "query",
        "group_id",
        "include_deactivated",
        "limit",
        "offset",
        "tenancy",
    ],
    ..route("metabase.users.list", Method::Get, "/api/user", PAGE)
};
/// The caller.
pub static CURRENT_USER: Route = route(
    "metabase.users.current",
    Method::Get,
    "/api/user/current",
    PAGE,
);
/// The users that a message could be sent to (metabase note 9).
pub static LIST_RECIPIENTS: Route = Route {
    query: &["limit", "offset"],
    ..route(
        "metabase.users.recipients",
        Method::Get,
        "/api/user/recipients",
        PAGE,
    )
};
/// One user, deactivated ones too.
pub static GET_USER: Route = route("metabase.users.get", Method::Get, "/api/user/{id}", PAGE);
/// Creates a user, and invites it where mail is configured.
pub static CREATE_USER: Route = Route {
    body: &[
        "first_name",
        "last_name",
        "email",
        "user_group_memberships",
        "login_attributes",
        "password",
    ],
    secrets: &["password"],
    ..route("metabase.users.create", Method::Post, "/api/user", PAGE)
};
/// Changes what is sent and leaves the rest.
pub static UPDATE_USER: Route = Route {
    body: &[
        "email",
        "first_name",
        "last_name",
        "is_group_manager",
        "locale",
        "user_group_memberships",
        "is_superuser",
        "login_attributes",
    ],
    ..route("metabase.users.update", Method::Put, "/api/user/{id}", PAGE)
};
/// Deactivates a user; nothing is removed.
pub static DEACTIVATE_USER: Route = route(
    "metabase.users.deactivate",
    Method::Delete,
    "/api/user/{id}",
    PAGE,
);
/// Activates a user again, without administrator rights.
pub static REACTIVATE_USER: Route = route(
    "metabase.users.reactivate",
    Method::Put,
    "/api/user/{id}/reactivate",
    PAGE,
);
/// Sets a password.
pub static SET_PASSWORD: Route = Route {
    body: &["password", "old_password"],
    secrets: &["password", "old_password"],
    idempotent: false,
    ..route(
        "metabase.users.password",
        Method::Put,
        "/api/user/{id}/password",
        PAGE,
    )
};
/// Makes a link that sets a password, for a user that no email reaches.
pub static CREATE_RESET_LINK: Route = Route {
    idempotent: false,
    ..route(
        "metabase.users.password_reset_url",
        Method::Post,
        "/api/user/{id}/password-reset-url",
        Source::Note("metabase note 18"),
    )
};
/// Marks an introduction as seen.
pub static MARK_SEEN: Route = route(
    "metabase.users.modal",
    Method::Put,
    "/api/user/{id}/modal/{modal}",
    PAGE,
);

/// Signs in.
pub static SIGN_IN: Route = Route {
    body: &["username", "password"],
    secrets: &["password"],
    forwarded: false,
    ..route(
        "metabase.session.create",
        Method::Post,
        "/api/session",
        SESSION,
    )
};
/// Signs out.
pub static SIGN_OUT: Route = Route {
    forwarded: false,
    ..route(
        "metabase.session.delete",
        Method::Delete,
        "/api/session",
        SESSION,
    )
};
/// What the server says about itself, to any caller.
pub static PROPERTIES: Route = route(
    "metabase.session.properties",
    Method::Get,
    "/api/session/properties",
    Source::Note("metabase note 23"),
);
/// Asks for a password-reset email.
pub static FORGOT_PASSWORD: Route = Route {
    body: &["email"],
    ..route(
        "metabase.session.forgot_password",
        Method::Post,
        "/api/session/forgot_password",
        EMAILS,
    )
};
/// Sets the password with the token of such an email.
pub static RESET_PASSWORD: Route = Route {
    body: &["token", "password"],
    secrets: &["token", "password"],
    forwarded: false,
    ..route(
        "metabase.session.reset_password",
        Method::Post,
        "/api/session/reset_password",
        TOKENS,
    )
};
/// Whether the token of such an email is good.
pub static RESET_TOKEN_VALID: Route = Route {
    query: &["token"],
    secrets: &["token"],
    forwarded: false,
    ..route(
        "metabase.session.token_valid",
        Method::Get,
        "/api/session/password_reset_token_valid",
        TOKENS,
    )
};
/// Whether a password would be taken.
pub static PASSWORD_CHECK: Route = Route {
    body: &["password"],
    secrets: &["password"],
    writes: false,
    forwarded: false,
    ..route(
        "metabase.session.password_check",
        Method::Post,
        "/api/session/password-check",
        TOKENS,
    )
};

/// The groups.
pub static LIST_GROUPS: Route = Route {
    query: &["limit", "offset"],
    ..route(
        "metabase.groups.list",
        Method::Get,
        "/api/permissions/group",
        GROUPS,
    )
};
/// One group with its members.
pub static GET_GROUP: Route = route(
    "metabase.groups.get",
    Method::Get,
    "/api/permissions/group/{id}",
    GROUPS,
);
/// Creates a group.
pub static CREATE_GROUP: Route = Route {
    body: &["name"],
    ..route(
        "metabase.groups.create",
        Method::Post,
        "/api/permissions/group",
        GROUPS,
    )
};
/// Renames a group.
pub static RENAME_GROUP: Route = Route {
    body: &["name"],
    ..route(
        "metabase.groups.update",
        Method::Put,
        "/api/permissions/group/{id}",
        GROUPS,
    )
};
/// Removes a group.
pub static DELETE_GROUP: Route = route(
    "metabase.groups.delete",
    Method::Delete,
    "/api/permissions/group/{id}",
    GROUPS,
);
/// The members of all groups.
pub static LIST_MEMBERSHIPS: Route = route(
    "metabase.memberships.list",
    Method::Get,
    "/api/permissions/membership",
    MEMBERSHIPS,
);
/// Puts a user in a group.
pub static CREATE_MEMBERSHIP: Route = Route {
    body: &["group_id", "user_id"],
    ..route(
        "metabase.memberships.create",
        Method::Post,
        "/api/permissions/membership",
        MEMBERSHIPS,
    )
};
/// Takes a user out of a group.
pub static DELETE_MEMBERSHIP: Route = route(
    "metabase.memberships.delete",
    Method::Delete,
    "/api/permissions/membership/{id}",
    MEMBERSHIPS,
);
/// Removes all members of a group.
pub static CLEAR_GROUP: Route = route(
    "metabase.memberships.clear",
    Method::Put,
    "/api/permissions/membership/{group_id}/clear",
    MEMBERSHIPS,
);
/// Whether the server is up.
pub static HEALTH: Route = route(
    "metabase.health",
    Method::Get,
    "/api/health",
    Source::Note("metabase note 26"),
);

/// All of them; literal paths before the ones with a parameter in their place.
pub static ROUTES: &[&Route] = &[
    &LIST_USERS,
    &CURRENT_USER,
    &LIST_RECIPIENTS,
    &GET_USER,
    &CREATE_USER,
    &UPDATE_USER,
    &DEACTIVATE_USER,
    &REACTIVATE_USER,
    &SET_PASSWORD,
    &CREATE_RESET_LINK,
    &MARK_SEEN,
    &SIGN_IN,
    &SIGN_OUT,
    &PROPERTIES,
    &FORGOT_PASSWORD,
    &RESET_PASSWORD,
    &RESET_TOKEN_VALID,
    &PASSWORD_CHECK,
    &LIST_GROUPS,
    &GET_GROUP,
    &CREATE_GROUP,
    &RENAME_GROUP,
    &DELETE_GROUP,
    &LIST_MEMBERSHIPS,
    &CREATE_MEMBERSHIP,
    &DELETE_MEMBERSHIP,
    &CLEAR_GROUP,
    &HEALTH,
];
