//! What any request can be refused for, as answers of every operation.

use crate::http::error::RefusalBody;
use axum::http::StatusCode;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::AnyOfBuilder;
use utoipa::openapi::{
    Components, Content, HttpMethod, Ref, RefOr, Response, ResponseBuilder, Schema,
};
use utoipa::{PartialSchema, ToSchema};
use wire::console::GATEWAY_ERROR_HEADER;

/// The content type of refusals for programs.
const JSON: &str = "application/json";

/// Which requests a refusal is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    All,
    Changes,
    Bodies,
}

use About::{All, Bodies, Changes};

/// What requests are refused for before a handler answers them. A handler's own
/// refusals are described with it.
const REFUSALS: [(StatusCode, About, &str); 9] = [
    (
        StatusCode::BAD_REQUEST,
        All,
        "A proxy in front of this server changed the request's address.",
    ),
    (
        StatusCode::UNAUTHORIZED,
        All,
        "Signing in is required, or the session has ended.",
    ),
    (
        StatusCode::FORBIDDEN,
        All,
        "The request did not come through the proxy that signs people in, or the proxy gave an \
         unknown role.",
    ),
    (
        StatusCode::FORBIDDEN,
        Changes,
        "A change that is not from the console's own page, or lacks the header `x-rollcall: 1`.",
    ),
    (
        StatusCode::REQUEST_TIMEOUT,
        Bodies,
        "The request's body did not arrive in time.",
    ),
    (
        StatusCode::CONFLICT,
        Changes,
        "The change is meant for another session than this one.",
    ),
    (
        StatusCode::MISDIRECTED_REQUEST,
        All,
        "The `Host` header does not name this server.",
    ),
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        All,
        "An internal error. Find it in the server's log by the answer's `x-request-id`.",
    ),
    (
        StatusCode::SERVICE_UNAVAILABLE,
        All,
        "The database of the sessions cannot be reached.",
    ),
];

/// Adds what a request of this kind can be refused for, and says of every refusal
/// of `operation` what it looks like. Refusals that several operations have alike
/// are put into `components`.
pub(super) fn add(operation: &mut Operation, method: &HttpMethod, components: &mut Components) {
    let (is_change, has_body) = (*method != HttpMethod::Get, operation.request_body.is_some());
    let responses = &mut operation.responses.responses;
    let own: Vec<String> = responses.keys().cloned().collect();
    for (status, about, description) in REFUSALS {
        if about == Changes && !is_change || about == Bodies && !has_body {
            continue;
        }
        let response = responses
            .entry(status.as_str().to_owned())
            .or_insert_with(|| ResponseBuilder::new().build().into());
        if let RefOr::T(response) = response {
            if !response.description.is_empty() {
                response.description.push(' ');
            }
            response.description.push_str(description);
        }
    }
    // A platform may answer with the same status.
    let is_forwarded = responses.contains_key("default");
    for (status, response) in responses {
        let RefOr::T(refusal) = response else {
            continue;
        };
        if !status.starts_with(['4', '5']) {
            continue;
        }
        add_content(refusal, is_forwarded);
        if !is_forwarded && !own.contains(status) {
            let name = name(status, is_change);
            let refusal = std::mem::take(refusal);
            *response = Ref::new(format!("#/components/responses/{name}")).into();
            components.responses.insert(name, refusal.into());
        }
    }
}

/// What a refusal is called that operations share: by its status, and by whether
/// it says more of changes than of other requests.
fn name(status: &str, is_change: bool) -> String {
    let changes = REFUSALS
        .iter()
        .any(|(of, about, _)| of.as_str() == status && *about == Changes);
    let status: Option<StatusCode> = status.parse().ok();
    let reason = status.and_then(|status| status.canonical_reason());
    let reason = reason.unwrap_or_default().replace(' ', "");
    if changes && is_change {
        format!("{reason}Change")
    } else {
        reason
    }
}

/// Says what a refusal looks like, besides what its handler says of it.
fn add_content(response: &mut Response, is_forwarded: bool) {
    let own: RefOr<Schema> = Ref::from_schema_name(RefusalBody::name()).into();
    let handlers = response
        .content
        .get(JSON)
        .and_then(|content| match content {
            RefOr::T(content) => content.schema.clone(),
            RefOr::Ref(_) => None,
        });
    let other = handlers.or_else(|| is_forwarded.then(serde_json::Value::schema));
    let json = match other {
        Some(other) => Schema::AnyOf(AnyOfBuilder::new().item(own).item(other).build()).into(),
        None => own,
    };
    let text = is_forwarded.then(|| Content::new(Some(String::schema())));
    let page = Content::new(Some(String::schema()));
    let mut add = |kind: &str, content: Content| {
        response.content.insert(kind.to_owned(), content.into());
    };
    add(JSON, Content::new(Some(json)));
    add("text/html", page);
    if let Some(text) = text {
        add("text/plain", text);
    }
    let name = GATEWAY_ERROR_HEADER.to_owned();
    response
        .headers
        .insert(name, super::header(GATEWAY_ERROR_HEADER));
}

/// Adds the shape of a refusal.
pub(super) fn add_schema(components: &mut Components) {
    let (name, schema) = (RefusalBody::name().into_owned(), RefusalBody::schema());
    components.schemas.insert(name, schema);
}
