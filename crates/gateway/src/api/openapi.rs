//! `GET /api/openapi.json`: what this server answers to programs, as an `OpenAPI`
//! 3.1 document.
//!
//! Handlers say what they take and answer (`#[utoipa::path]`), and the router
//! collects that with the routes. What every request passes, and what any of them
//! can be refused for there, is added here, so that no handler has to repeat it.

mod refusals;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::PartialSchema;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, ComponentsBuilder, Header, HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, Ref,
    RefOr, Required, Server,
};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use wire::console::{
    APP_HEADER, APP_HEADER_VALUE, GATEWAY_ERROR_HEADER, OPENAPI_PATH, REQUEST_ID_HEADER,
    SESSION_HEADER,
};

/// The name of what people sign in with.
const SESSION: &str = "session";

/// `GET /api/openapi.json`: this document.
///
/// Everyone who may see the connections may read it.
#[utoipa::path(
    get,
    path = OPENAPI_PATH,
    tag = "console",
    operation_id = "getOpenApi",
    responses((status = 200, description = "The document", body = serde_json::Value)),
)]
pub(crate) async fn document(State(document): State<Arc<OpenApi>>) -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(&*document)).into_response()
}

/// Answers `routes` at `path`, whose last parameter is the rest of a path. The
/// `OpenAPI` Specification knows no such parameter; it is described as one segment.
pub(crate) fn at_wildcard<S: Clone + Send + Sync + 'static>(
    path: &str,
    (schemas, paths, handlers): UtoipaMethodRouter<S>,
) -> OpenApiRouter<S> {
    let components = ComponentsBuilder::new().schemas_from_iter(schemas).build();
    let described = OpenApiBuilder::new()
        .paths(paths)
        .components(Some(components))
        .build();
    OpenApiRouter::with_openapi(described).route(path, handlers)
}

/// The document of a server below the path `base`: `console` is what the handlers
/// behind the middleware say, `monitoring` those that do without. `signs_in` is
/// whether people sign in here.
pub(crate) fn describe(
    mut console: OpenApi,
    monitoring: OpenApi,
    base: &str,
    signs_in: bool,
) -> OpenApi {
    let mut components = console.components.take().unwrap_or_default();
    for item in console.paths.paths.values_mut() {
        for (method, operation) in operations(item) {
            if signs_in {
                let scopes: [&str; 0] = [];
                operation.security = Some(vec![SecurityRequirement::new(SESSION, scopes)]);
            }
            if method != HttpMethod::Get {
                add_change_headers(operation);
            }
            refusals::add(operation, &method, &mut components);
            refer_to_headers(&mut operation.responses.responses);
        }
    }
    refer_to_headers(&mut components.responses);
    add_components(&mut components, signs_in);
    let info = InfoBuilder::new()
        .title("Rollcall: the console's own API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION));
    console.info = info.build();
    console.servers = Some(vec![Server::new(if base.is_empty() { "/" } else { base })]);
    console.components = Some(components);
    console.merge(monitoring);
    console
}

const DESCRIPTION: &str = "The API that `rollcall` serves to the console in a browser, and to programs \
    that do what a person does there.\n\n\
    A refusal of this server's own has the header `x-rollcall-error: 1` and says in words what \
    happened: as JSON, or as a page if the request accepts `text/html`. \
    `HEAD` works wherever `GET` does. A method that a path does not support is \
    refused with 405.\n\n\
    A request that changes something needs the header `x-rollcall: 1`, and either \
    `Sec-Fetch-Site: same-origin` or an `Origin` that is this server's own.";

const SESSION_DESCRIPTION: &str = "The cookie that `POST /sign-in` sets: a web form with `name` \
    and `password`, sent with `Sec-Fetch-Site: same-origin`. A viewer may read everything here, \
    and decide in the access reviews that name them as a reviewer; an operator may change \
    things as well.";

/// The operations of a path, and how they are called.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Delete, &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// What a request that changes something has to say, and may say.
fn add_change_headers(operation: &mut Operation) {
    let headers = [
        (
            APP_HEADER,
            Required::True,
            exactly(APP_HEADER_VALUE),
            "No page of another origin can send this header",
        ),
        (
            "Sec-Fetch-Site",
            Required::False,
            exactly("same-origin"),
            "Required if no `Origin` header names this server",
        ),
        (
            SESSION_HEADER,
            Required::False,
            String::schema(),
            "The session that the change is meant for: `id` of the session in \
             `/api/connections`. It is refused in any other",
        ),
    ];
    let parameters = operation.parameters.get_or_insert_default();
    for (name, required, schema, description) in headers {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(required)
            .description(Some(description))
            .schema(Some(schema))
            .build();
        parameters.push(parameter.into());
    }
}

/// This text and no other.
fn exactly(text: &str) -> RefOr<utoipa::openapi::Schema> {
    let schema = utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some([text]));
    schema.build().into()
}

/// The headers of all answers behind the middleware.
const HEADERS: [(&str, &str); 3] = [
    (
        APP_HEADER,
        "Says that the answer comes from this server, or through it from a platform",
    ),
    (
        REQUEST_ID_HEADER,
        "The number of the request in this server's log and in the audit log",
    ),
    (
        SESSION_HEADER,
        "The session that the answer was made in; `none` if no sign-in is needed",
    ),
];

/// The header of this name, among the components.
fn header(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}

fn refer_to_headers(responses: &mut BTreeMap<String, RefOr<utoipa::openapi::Response>>) {
    for response in responses.values_mut() {
        if let RefOr::T(response) = response {
            for (name, _) in HEADERS {
                response.headers.insert(name.to_owned(), header(name));
            }
        }
    }
}

fn add_components(components: &mut Components, signs_in: bool) {
    let own = (
        GATEWAY_ERROR_HEADER,
        "The answer is this server's own, not a platform's",
    );
    for (name, description) in HEADERS.into_iter().chain([own]) {
        let mut header = Header::new(String::schema());
        header.description = Some(description.to_owned());
        components.headers.insert(name.to_owned(), header.into());
    }
    refusals::add_schema(components);
    if signs_in {
        let cookie = ApiKeyValue::with_description("__Host-rollcall", SESSION_DESCRIPTION);
        let scheme = SecurityScheme::ApiKey(ApiKey::Cookie(cookie));
        components.add_security_scheme(SESSION, scheme);
    }
}
