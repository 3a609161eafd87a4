//! The `OpenAPI` description of Metabase's routes.

mod bodies;
mod refusals;
mod shapes;

use crate::openapi::schema::{
    Any, any_of, flag, list, map, nullable, number, object, one_of, some_text, text, yes,
};
use crate::openapi::{Described, Description, JSON, key};
use crate::{Options, metabase};
use refusals::Refusals;
use shapes::Shapes;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use wire::catalogue::metabase as catalogue;
use wire::{Platform, Route};

const KEY: &str = "key";
const SESSION: &str = "session";
const COOKIE: &str = "cookie";

/// The description of all of Metabase's routes.
pub(crate) fn described(options: &Options) -> Description {
    let mut shapes = Shapes::new(!options.as_observed);
    refusals::add(&mut shapes.all);
    let mut operations = users(&shapes, options);
    operations.extend(sessions(&shapes));
    operations.extend(groups(&shapes));
    Description {
        security: vec![
            (KEY, key(Platform::Metabase.secret_header())),
            (SESSION, key("x-metabase-session")),
            (
                COOKIE,
                SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(
                    metabase::caller::SESSION_COOKIE,
                ))),
            ),
        ],
        schemas: shapes.all,
        operations,
    }
}

fn users(shapes: &Shapes, options: &Options) -> Vec<Described> {
    let status = one_of(&["active", "deactivated", "all"]);
    let list_users = authenticated(&catalogue::LIST_USERS, "The users, by name, in pages")
        .query("status", status)
        .query("query", text())
        .query("group_id", number(1))
        .query("include_deactivated", one_of(&["true", "false"]))
        .query("tenancy", one_of(&["all", "internal", "external"]));
    let seen = about_user(&catalogue::MARK_SEEN, "Mark an introduction as seen")
        .path("modal", one_of(&["qbnewb", "datasetnewb"]), "qbnewb")
        .ok(success())
        .field_errors()
        .forbidden();
    vec![
        paged(list_users)
            .ok(any_of([
                page(shapes.listed.clone()),
                page(shapes.listed_by_manager.clone()),
            ]))
            .schema_errors()
            .words(400, &["You cannot specify both `tenancy` and `tenant_id`"])
            .forbidden(),
        authenticated(&catalogue::CURRENT_USER, "The caller").ok(shapes.current.clone()),
        paged(authenticated(
            &catalogue::LIST_RECIPIENTS,
            "Everybody a message could be sent to",
        ))
        .ok(any_of([
            page(shapes.full.clone()),
            page(shapes.by_manager.clone()),
            page(shapes.brief.clone()),
        ])),
        about_user(&catalogue::GET_USER, "One user")
            .ok(shapes.one.clone())
            .forbidden(),
        authenticated(&catalogue::CREATE_USER, "Create a user")
            .body(true, &[(JSON, &bodies::create_user())])
            .ok(shapes.written.clone())
            .refusing_bodies()
            .field_errors()
            .exceptions(400)
            .words(400, &[refusals::ALL_USERS_IS_FIXED])
            .forbidden()
            .unavailable(),
        about_user(&catalogue::UPDATE_USER, "Change a user")
            .body(false, &[(JSON, &bodies::update_user())])
            .ok(shapes.written.clone())
            .refusing_bodies()
            .field_errors()
            .exceptions(400)
            .words(400, refusals::OF_CHANGES)
            .forbidden()
            .unavailable(),
        about_user(&catalogue::DEACTIVATE_USER, "Deactivate a user")
            .ok(success())
            .words(400, refusals::OF_CHANGES)
            .forbidden()
            .unavailable(),
        about_user(&catalogue::REACTIVATE_USER, "Activate a user again")
            .ok(shapes.full.clone())
            .words(400, &[refusals::INTERNAL])
            .exceptions(400)
            .forbidden()
            .unavailable(),
        about_user(&catalogue::SET_PASSWORD, "Set a password")
            .body(true, &[(JSON, &bodies::set_password())])
            .ok(Shapes::changed())
            .nothing(204, "Another user's password is set")
            .refusing_bodies()
            .field_errors()
            .forbidden()
            .unavailable(),
        about_user(
            &catalogue::CREATE_RESET_LINK,
            "Make a link that sets a password",
        )
        .ok(object([("password_reset_url", some_text())]).into())
        .forbidden()
        .unavailable(),
        if options.as_observed {
            seen.exceptions(500)
        } else {
            seen
        },
    ]
}

fn sessions(shapes: &Shapes) -> Vec<Described> {
    let wrong = "Name or password do not fit, or the account is disabled";
    vec![
        Described::new(&catalogue::SIGN_IN, "Sign in")
            .body(true, &[(JSON, &bodies::sign_in())])
            .ok(object([("id", text())]).into())
            .answer(401, JSON, refusals::of_field(), wrong)
            .refusing_bodies(),
        Described::new(&catalogue::SIGN_OUT, "Sign out")
            .secured(&[SESSION, COOKIE])
            .nothing(204, "The session is closed")
            .not_found(),
        Described::new(&catalogue::PROPERTIES, "What the server tells about itself")
            .ok(shapes.properties()),
        Described::new(
            &catalogue::FORGOT_PASSWORD,
            "Ask for a password-reset email",
        )
        .body(true, &[(JSON, &bodies::forgot_password())])
        .nothing(204, "Sent, where there is such an account")
        .refusing_bodies(),
        Described::new(
            &catalogue::RESET_PASSWORD,
            "Set the password with an email's token",
        )
        .body(true, &[(JSON, &bodies::reset_password())])
        .ok(Shapes::changed())
        .refusing_bodies()
        .field_errors(),
        Described::new(
            &catalogue::RESET_TOKEN_VALID,
            "Whether an email's token is good",
        )
        .query("token", text())
        .ok(object([("valid", flag())]).into()),
        Described::new(
            &catalogue::PASSWORD_CHECK,
            "Whether a password would be taken",
        )
        .body(true, &[(JSON, &bodies::password_check())])
        .ok(object([("valid", yes())]).into())
        .refusing_bodies(),
        Described::new(&catalogue::HEALTH, "Whether the server is up").ok(object([(
            "status",
            one_of(&["ok"]),
        )])
        .into()),
    ]
}

fn groups(shapes: &Shapes) -> Vec<Described> {
    const BUILT_IN: &[&str] = &[
        "You cannot edit or delete the 'Administrators' permissions group!",
        "You cannot edit or delete the 'All Users' permissions group!",
    ];
    let about = |route, summary| {
        authenticated(route, summary)
            .path("id", number(1), 3)
            .not_found()
            .forbidden()
    };
    vec![
        paged(authenticated(&catalogue::LIST_GROUPS, "The groups"))
            .ok(list(shapes.group(&["members"])))
            .forbidden(),
        about(&catalogue::GET_GROUP, "One group with its members").ok(shapes.group(&[])),
        authenticated(&catalogue::CREATE_GROUP, "Create a group")
            .body(true, &[(JSON, &bodies::group())])
            .ok(shapes.group(&["member_count", "members"]))
            .refusing_bodies()
            .words(400, &[metabase::groups::TAKEN])
            .forbidden(),
        about(&catalogue::RENAME_GROUP, "Rename a group")
            .body(true, &[(JSON, &bodies::group())])
            .ok(shapes.group(&["member_count", "members"]))
            .refusing_bodies()
            .words(400, &[metabase::groups::TAKEN])
            .words(400, BUILT_IN),
        about(&catalogue::DELETE_GROUP, "Remove a group")
            .nothing(204, "The group is gone")
            .words(400, BUILT_IN),
        authenticated(
            &catalogue::LIST_MEMBERSHIPS,
            "Who is in which group, by user",
        )
        .ok(map(list(shapes.membership.clone())))
        .forbidden(),
        authenticated(&catalogue::CREATE_MEMBERSHIP, "Put a user in a group")
            .body(true, &[(JSON, &bodies::membership())])
            .ok(list(shapes.member.clone()))
            .refusing_bodies()
            .words(400, &[refusals::ALL_USERS_IS_FIXED])
            .not_found()
            .forbidden()
            .unavailable(),
        about(&catalogue::DELETE_MEMBERSHIP, "Take a user out of a group")
            .nothing(204, "The user is out of it")
            .words(400, &[refusals::ALL_USERS_IS_FIXED])
            .words(400, refusals::OF_CHANGES),
        authenticated(&catalogue::CLEAR_GROUP, "Take everybody out of a group")
            .path("group_id", number(1), 3)
            .nothing(204, "The group is empty")
            .words(400, refusals::OF_CHANGES)
            .not_found()
            .forbidden(),
    ]
}

/// A route that requires a sign-in.
fn authenticated(route: &'static Route, summary: &'static str) -> Described {
    Described::new(route, summary)
        .secured(&[KEY, SESSION, COOKIE])
        .words(401, &["Unauthenticated"])
}

fn about_user(route: &'static Route, summary: &'static str) -> Described {
    authenticated(route, summary)
        .path("id", number(1), 2)
        .not_found()
}

/// Adds the paging parameters. A value that is not a number counts as absent.
fn paged(described: Described) -> Described {
    described
        .query("limit", number(0))
        .query("offset", number(0))
}

fn page(row: Any) -> Any {
    let count = || nullable(number(0));
    object([
        ("data", list(row)),
        ("total", number(0)),
        ("limit", count()),
        ("offset", count()),
    ])
    .into()
}

fn success() -> Any {
    object([("success", yes())]).into()
}
