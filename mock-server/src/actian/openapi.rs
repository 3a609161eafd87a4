//! The `OpenAPI` description of Actian's routes.

use super::store::Member;
use super::token::Granted;
use super::users::Done;
use crate::Options;
use crate::openapi::schema::{
    Any, Schemas, Shape, email, list, nullable, number, object, one_of, some_text, text,
};
use crate::openapi::{Described, Description, FORM, JSON, key};
use utoipa::openapi::Object;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use wire::catalogue::actian as catalogue;
use wire::{Platform, Route};

/// The names of the security schemes.
const KEY: &str = "key";
const BEARER: &str = "bearer";
const DOCUMENTED: &str = "documented";

/// A tenant that every seed has, and a member of it. No route creates a tenant.
const TENANT: &str = "demo";
const EXAMPLE_USER: &str = "user@example.com";

/// The description of all of Actian's routes.
pub(crate) fn described(options: &Options) -> Description {
    let mut schemas = Schemas::default();
    schemas.add("Refusal", object([("description", some_text())]));
    let roles = || one_of(&["admin", "user"]);
    let member = schemas.add_own::<Member<'_>>(|member| member.with("role", roles()));
    let granted = schemas.add_own::<Granted>(|granted| {
        granted
            .with("expires", number(1))
            .with("token_type", one_of(&["Bearer"]))
    });
    let own = schemas.own::<Done>();
    let success = |message: &str| own.clone().with("message", one_of(&[message])).into();
    let names = object([
        ("first_name", some_text()),
        ("last_name", some_text()),
        ("role", roles()),
    ]);
    let create = names
        .clone()
        .and("email", email())
        .with("password", nullable(some_text()))
        .open();
    let change = object([("old-password", some_text()), ("new-password", some_text())]);
    let call = Call {
        as_observed: options.as_observed,
    };
    let operations = vec![
        call.of(&catalogue::LIST_USERS, "The users of a tenant")
            .ok(list(member.clone())),
        call.user_operation(&catalogue::GET_USER, "One user")
            .ok(member),
        call.taking(call.of(&catalogue::CREATE_USER, "Create a user"), &create)
            .ok(success("User was added successfully"))
            .no(409, "The address is taken"),
        call.taking(
            call.user_operation(&catalogue::UPDATE_USER, "Change names and role"),
            &names.open(),
        )
        .ok(success("User was updated successfully")),
        call.user_operation(&catalogue::DELETE_USER, "Remove a user from the tenant")
            .ok(success("User was deleted successfully")),
        call.taking(
            call.user_operation(&catalogue::ASSIGN_USER, "Give a user a role in this tenant"),
            &object([("role", roles())]).open(),
        )
        .ok(success("User was assigned successfully")),
        call.taking(
            call.user_operation(&catalogue::CHANGE_PASSWORD, "Change a password"),
            &change.open(),
        )
        .ok(success("User was updated successfully")),
        call.user_operation(&catalogue::RESET_PASSWORD, "Send a password-reset email")
            .ok(success("Password reset email was sent")),
        token(granted),
    ];
    Description {
        security: vec![
            (KEY, key(Platform::Actian.secret_header())),
            (
                BEARER,
                SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
            ),
            (DOCUMENTED, key("Authentication")),
        ],
        schemas,
        operations,
    }
}

/// The token endpoint: signs in or renews. Each parameter has two spellings.
fn token(granted: Any) -> Described {
    let grant = one_of(&["password", "refresh_token"]);
    let schema = |name: &str| match name {
        "grantType" | "grant_type" => grant.clone(),
        _ => text(),
    };
    let route = &catalogue::TOKEN;
    let mut body = object([]).open();
    let mut described = Described::new(route, "Sign in, or renew a sign-in");
    for name in route.body {
        body = body.with(name, nullable(schema(name)));
    }
    for name in route.query {
        described = described.query(name, schema(name));
    }
    described
        .body(false, &[(JSON, &body), (FORM, &body)])
        .ok(granted)
        .no(400, "A parameter is missing or wrong")
        .no(401, "The password or the refresh token is not good")
        .no(403, "The tenant is none of the account's")
        .no(413, "The body is larger than 1 MiB")
}

struct Call {
    as_observed: bool,
}

impl Call {
    fn of(&self, route: &'static Route, summary: &'static str) -> Described {
        let schemes: &[&str] = if self.as_observed {
            &[KEY, BEARER]
        } else {
            &[KEY, BEARER, DOCUMENTED]
        };
        let described = Described::new(route, summary)
            .secured(schemes)
            .path("tenant", one_of(&[TENANT]), TENANT)
            .no(400, "The path or a parameter cannot be read")
            .no(401, "No token or key, or not a good one")
            .no(
                403,
                "The tenant is not known, or the caller may not do this",
            )
            // An empty name makes a path that matches no route.
            .no(
                404,
                "This tenant has no user with that address, or there is no such route",
            );
        if route.writes() {
            described.no(503, "The address is a sentinel that cannot be written")
        } else {
            described
        }
    }

    fn user_operation(&self, route: &'static Route, summary: &'static str) -> Described {
        self.of(route, summary)
            .path("user_email", some_text(), EXAMPLE_USER)
    }

    /// Adds the parameters, in the query or in a body with the same fields.
    fn taking(&self, mut described: Described, body: &Object) -> Described {
        if self.as_observed {
            return described
                .body(true, &[(JSON, body)])
                .no(413, "The body is larger than 1 MiB")
                .no(415, "A form, where JSON is read only");
        }
        for name in described.route().query {
            if let Some(schema) = body.properties.get(*name) {
                described = described.query(name, schema.clone());
            }
        }
        described
            .body(false, &[(JSON, body), (FORM, body)])
            .no(413, "The body is larger than 1 MiB")
    }
}

/// Answers that Actian's routes have in common.
trait Actian {
    fn ok(self, schema: Any) -> Self;
    fn no(self, status: u16, says: &str) -> Self;
}

impl Actian for Described {
    fn ok(self, schema: Any) -> Self {
        self.answer(200, JSON, schema, "OK")
    }

    fn no(self, status: u16, says: &str) -> Self {
        self.answer(status, JSON, Schemas::reference("Refusal"), says)
    }
}
