//! Metabase's rows: the ten of its document, and others that a console cannot
//! work without, which `docs/platform-notes/metabase.md` describes. Literal paths
//! are before the ones with a parameter in their place.

use super::{Effect, Platform, Route, Source};
use crate::request::Method;

const PAGE: Source = Source::Document("metabase-user.txt");
const EMAILS: Source = Source::Note("metabase note 19");
const TOKENS: Source = Source::Note("metabase note 20");
const SESSION: Source = Source::Note("metabase note 21");
const GROUPS: Source = Source::Note("metabase note 24");
const MEMBERSHIPS: Source = Source::Note("metabase note 25");

const fn route(id: &'static str, method: Method, template: &'static str, source: Source) -> Route {
    Route::new(Platform::Metabase, id, method, template, source)
}

routes! {
    /// The users, by name, in pages.
    LIST_USERS = Route {
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
    CURRENT_USER = route(
        "metabase.users.current",
        Method::Get,
        "/api/user/current",
        PAGE,
    );
    /// The users that a message could be sent to (metabase note 9).
    LIST_RECIPIENTS = Route {
        query: &["limit", "offset"],
        ..route(
            "metabase.users.recipients",
            Method::Get,
            "/api/user/recipients",
            PAGE,
        )
    };
    /// One user, deactivated ones too.
    GET_USER = route("metabase.users.get", Method::Get, "/api/user/{id}", PAGE);
    /// Creates a user, and invites it where mail is configured.
    CREATE_USER = Route {
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
    UPDATE_USER = Route {
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
    DEACTIVATE_USER = route(
        "metabase.users.deactivate",
        Method::Delete,
        "/api/user/{id}",
        PAGE,
    );
    /// Activates a user again, without administrator rights.
    REACTIVATE_USER = route(
        "metabase.users.reactivate",
        Method::Put,
        "/api/user/{id}/reactivate",
        PAGE,
    );
    /// Sets a password.
    SET_PASSWORD = Route {
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
    CREATE_RESET_LINK = Route {
        idempotent: false,
        ..route(
            "metabase.users.password_reset_url",
            Method::Post,
            "/api/user/{id}/password-reset-url",
            Source::Note("metabase note 18"),
        )
    };
    /// Marks an introduction as seen.
    MARK_SEEN = route(
        "metabase.users.modal",
        Method::Put,
        "/api/user/{id}/modal/{modal}",
        PAGE,
    );

    /// Signs in.
    SIGN_IN = Route {
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
    SIGN_OUT = Route {
        forwarded: false,
        ..route(
            "metabase.session.delete",
            Method::Delete,
            "/api/session",
            SESSION,
        )
    };
    /// What the server says about itself, to any caller.
    PROPERTIES = route(
        "metabase.session.properties",
        Method::Get,
        "/api/session/properties",
        Source::Note("metabase note 23"),
    );
    /// Asks for a password-reset email.
    FORGOT_PASSWORD = Route {
        body: &["email"],
        ..route(
            "metabase.session.forgot_password",
            Method::Post,
            "/api/session/forgot_password",
            EMAILS,
        )
    };
    /// Sets the password with the token of such an email.
    RESET_PASSWORD = Route {
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
    RESET_TOKEN_VALID = Route {
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
    PASSWORD_CHECK = Route {
        body: &["password"],
        secrets: &["password"],
        effect: Effect::Reads,
        forwarded: false,
        ..route(
            "metabase.session.password_check",
            Method::Post,
            "/api/session/password-check",
            TOKENS,
        )
    };

    /// The groups.
    LIST_GROUPS = Route {
        query: &["limit", "offset"],
        ..route(
            "metabase.groups.list",
            Method::Get,
            "/api/permissions/group",
            GROUPS,
        )
    };
    /// One group with its members.
    GET_GROUP = route(
        "metabase.groups.get",
        Method::Get,
        "/api/permissions/group/{id}",
        GROUPS,
    );
    /// Creates a group.
    CREATE_GROUP = Route {
        body: &["name"],
        ..route(
            "metabase.groups.create",
            Method::Post,
            "/api/permissions/group",
            GROUPS,
        )
    };
    /// Renames a group.
    RENAME_GROUP = Route {
        body: &["name"],
        ..route(
            "metabase.groups.update",
            Method::Put,
            "/api/permissions/group/{id}",
            GROUPS,
        )
    };
    /// Removes a group.
    DELETE_GROUP = route(
        "metabase.groups.delete",
        Method::Delete,
        "/api/permissions/group/{id}",
        GROUPS,
    );
    /// The members of all groups.
    LIST_MEMBERSHIPS = route(
        "metabase.memberships.list",
        Method::Get,
        "/api/permissions/membership",
        MEMBERSHIPS,
    );
    /// Puts a user in a group.
    CREATE_MEMBERSHIP = Route {
        body: &["group_id", "user_id"],
        ..route(
            "metabase.memberships.create",
            Method::Post,
            "/api/permissions/membership",
            MEMBERSHIPS,
        )
    };
    /// Takes a user out of a group.
    DELETE_MEMBERSHIP = route(
        "metabase.memberships.delete",
        Method::Delete,
        "/api/permissions/membership/{id}",
        MEMBERSHIPS,
    );
    /// Removes all members of a group.
    CLEAR_GROUP = route(
        "metabase.memberships.clear",
        Method::Put,
        "/api/permissions/membership/{group_id}/clear",
        MEMBERSHIPS,
    );
    /// Whether the server is up.
    HEALTH = route(
        "metabase.health",
        Method::Get,
        "/api/health",
        Source::Note("metabase note 26"),
    );
}
