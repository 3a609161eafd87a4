//! What the documents name for each endpoint: parameters, statuses and fields,
//! entered by hand. Nested fields are written `user.name`, fields of a list's
//! items `userStatuses.name`.

use wire::catalogue::Source;

/// What a document names for one row of the catalogue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Documented {
    /// The row's ID.
    pub(super) id: &'static str,
    /// The document, if it is not the row's.
    pub(super) source: Option<Source>,
    /// Parameters in the path.
    pub(super) path: &'static [&'static str],
    /// Headers.
    pub(super) headers: &'static [&'static str],
    /// Parameters in the query.
    pub(super) query: &'static [&'static str],
    /// Fields of the body.
    pub(super) body: &'static [&'static str],
    /// Statuses of the answer.
    pub(super) statuses: &'static [u16],
    /// Fields of the answer.
    pub(super) answer: &'static [&'static str],
}

const fn row(id: &'static str, statuses: &'static [u16]) -> Documented {
    Documented {
        id,
        source: None,
        path: &[],
        headers: &[],
        query: &[],
        body: &[],
        statuses,
        answer: &[],
    }
}

const fn pivot(id: &'static str, statuses: &'static [u16]) -> Documented {
    Documented {
        headers: &["x-imply-api-token"],
        ..row(id, statuses)
    }
}

const NAME: &[&str] = &["name"];
const USER: &[&str] = &["name", "firstName", "lastName", "colorMode", "users"];
const USER_BODY: &[&str] = &[
    "user",
    "user.name",
    "user.firstName",
    "user.lastName",
    "user.colorMode",
    "user.users",
    "sendWelcomeEmail",
    "clientUrl",
];
const STATUS_BODY: &[&str] = &["userStatus", "userStatus.name", "userStatus.disabled"];
const STATUSES: &[&str] = &["userStatuses", "userStatuses.name", "userStatuses.disabled"];

/// `pivot-users.txt` and `pivot-user-statuses-2023.01.txt`; what the current
/// page adds comes from `docs/platform-notes/pivot.md`.
const PIVOT: &[Documented] = &[
    Documented {
        answer: USER,
        ..pivot("pivot.users.list", &[200])
    },
    Documented {
        path: NAME,
        answer: USER,
        ..pivot("pivot.users.get", &[200, 404])
    },
    Documented {
        path: NAME,
        headers: &["x-imply-api-token", "Content-Type"],
        body: USER_BODY,
        answer: USER,
        ..pivot("pivot.users.set", &[200, 404])
    },
    Documented {
        body: &["user", "user.roles", "sendWelcomeEmail", "clientUrl"],
        answer: &["status", "message", "user", "user.roles"],
        ..pivot("pivot.users.create", &[200])
    },
    Documented {
        path: NAME,
        ..pivot("pivot.users.delete", &[200, 404])
    },
    Documented {
        answer: STATUSES,
        ..pivot("pivot.statuses.list", &[200])
    },
    Documented {
        path: NAME,
        answer: STATUSES,
        ..pivot("pivot.statuses.get", &[200, 404])
    },
    Documented {
        path: NAME,
        headers: &["x-imply-api-token", "Content-Type"],
        body: STATUS_BODY,
        answer: &[
            "status",
            "message",
            "userStatus",
            "userStatus.name",
            "userStatus.disabled",
        ],
        ..pivot("pivot.statuses.set", &[200, 404])
    },
    Documented {
        body: STATUS_BODY,
        ..pivot("pivot.statuses.create", &[])
    },
    Documented {
        path: NAME,
        answer: &["status", "message"],
        ..pivot("pivot.statuses.delete", &[200, 404])
    },
    Documented {
        answer: &["roles", "roles.name", "roles.title", "roles.permissions"],
        ..pivot("pivot.roles.list", &[200])
    },
    // Possible on every route (pivot note 1), documented for one.
    Documented {
        source: Some(Source::Note("pivot note 1")),
        query: &["pretty"],
        ..row("pivot.users.list", &[])
    },
];

const fn actian(id: &'static str, path: &'static [&'static str]) -> Documented {
    Documented {
        path,
        headers: &["Content-type", "Authentication"],
        ..row(id, &[200])
    }
}

const TENANT: &[&str] = &["tenant"];
const MEMBER: &[&str] = &["tenant", "user_email"];
const PERSON: &[&str] = &["email", "first_name", "id", "last_name", "role"];

/// `actian-user-management.txt`, which shows no status but 200.
const ACTIAN: &[Documented] = &[
    Documented {
        answer: PERSON,
        ..actian("actian.users.list", TENANT)
    },
    Documented {
        answer: PERSON,
        ..actian("actian.users.get", MEMBER)
    },
    Documented {
        query: &["password", "last_name", "first_name", "email", "role"],
        answer: &["message"],
        ..actian("actian.users.create", TENANT)
    },
    Documented {
        query: &["last_name", "role", "first_name"],
        answer: &["message"],
        ..actian("actian.users.update", MEMBER)
    },
    actian("actian.users.delete", MEMBER),
    Documented {
        body: &["role"],
        ..actian("actian.users.assign", MEMBER)
    },
    Documented {
        query: &["old-password", "new-password"],
        answer: &["message"],
        ..actian("actian.password.change", MEMBER)
    },
    actian("actian.password.reset", MEMBER),
    Documented {
        body: &["grantType", "username", "password", "refreshToken"],
        answer: &["expires", "access_token", "refresh_token", "token_type"],
        ..row("actian.token", &[200, 400, 401])
    },
];

const fn metabase(id: &'static str, path: &'static [&'static str]) -> Documented {
    Documented {
        path,
        ..row(id, &[])
    }
}

const ID: &[&str] = &["id"];

/// `metabase-user.txt`, which lists parameters and no answers, except the 400
/// for an address in use.
const METABASE: &[Documented] = &[
    Documented {
        query: &[
            "status",
            "include_deactivated",
            "limit",
            "offset",
            "query",
            "group_id",
        ],
        ..metabase("metabase.users.list", &[])
    },
    metabase("metabase.users.current", &[]),
    metabase("metabase.users.recipients", &[]),
    metabase("metabase.users.get", ID),
    Documented {
        body: &[
            "first_name",
            "last_name",
            "email",
            "user_group_memberships",
            "user_group_memberships.id",
            "user_group_memberships.is_group_manager",
            "login_attributes",
        ],
        statuses: &[400],
        ..metabase("metabase.users.create", &[])
    },
    Documented {
        body: &[
            "email",
            "first_name",
            "is_group_manager",
            "locale",
            "user_group_memberships",
            "user_group_memberships.id",
            "user_group_memberships.is_group_manager",
            "is_superuser",
            "login_attributes",
            "last_name",
        ],
        ..metabase("metabase.users.update", ID)
    },
    metabase("metabase.users.deactivate", ID),
    metabase("metabase.users.reactivate", ID),
    Documented {
        body: &["password", "old_password"],
        ..metabase("metabase.users.password", ID)
    },
    Documented {
        path: ID,
        answer: &["password_reset_url"],
        ..row("metabase.users.password_reset_url", &[200, 404])
    },
    metabase("metabase.users.modal", &["id", "modal"]),
    Documented {
        body: &["username", "password"],
        answer: &["id"],
        ..row("metabase.session.create", &[200, 401])
    },
    row("metabase.session.delete", &[204]),
    Documented {
        answer: &["version", "version.tag", "email-configured?"],
        ..row("metabase.session.properties", &[200])
    },
    Documented {
        body: &["email"],
        ..row("metabase.session.forgot_password", &[204])
    },
    Documented {
        body: &["token", "password"],
        answer: &["success", "session_id"],
        ..row("metabase.session.reset_password", &[200, 400])
    },
    Documented {
        query: &["token"],
        answer: &["valid"],
        ..row("metabase.session.token_valid", &[200])
    },
    Documented {
        body: &["password"],
        answer: &["valid"],
        ..row("metabase.session.password_check", &[200, 400])
    },
    Documented {
        answer: &["id", "name", "member_count", "magic_group_type"],
        ..row("metabase.groups.list", &[200])
    },
    Documented {
        path: ID,
        answer: &["members", "members.user_id", "members.membership_id"],
        ..row("metabase.groups.get", &[200])
    },
    Documented {
        body: NAME,
        ..row("metabase.groups.create", &[200])
    },
    Documented {
        path: ID,
        body: NAME,
        ..row("metabase.groups.update", &[200])
    },
    Documented {
        path: ID,
        ..row("metabase.groups.delete", &[204])
    },
    row("metabase.memberships.list", &[200]),
    Documented {
        body: &["group_id", "user_id"],
        answer: &["user_id", "membership_id"],
        ..row("metabase.memberships.create", &[200])
    },
    Documented {
        path: ID,
        ..row("metabase.memberships.delete", &[204])
    },
    Documented {
        path: &["group_id"],
        ..row("metabase.memberships.clear", &[204, 400])
    },
    Documented {
        answer: &["status"],
        ..row("metabase.health", &[200])
    },
];

/// Everything that documents and notes name, by platform.
pub(super) fn all() -> impl Iterator<Item = &'static Documented> {
    PIVOT.iter().chain(ACTIAN).chain(METABASE)
}
