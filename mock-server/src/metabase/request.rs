//! Extractors: IDs in paths, the query string, the body.

use super::answer::{Reply, Result};
use super::schema::Schema;
use crate::extract::{Host, Unread, collect};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use std::convert::Infallible;

/// The `{id}` of a path: a number without a leading zero. Another path matches
/// no route (metabase note 5).
#[derive(Debug)]
pub(super) struct Id(pub(super) u64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        number(parts, state, "id").await.map(Self)
    }
}

/// The `{group_id}` of a path, like [`Id`].
#[derive(Debug)]
pub(super) struct GroupId(pub(super) u64);

impl<S: Send + Sync> FromRequestParts<S> for GroupId {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        number(parts, state, "group_id").await.map(Self)
    }
}

async fn number<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Result<u64> {
    let id = parameter(parts, state, name).await?;
    let shaped = !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit());
    if id.is_empty() || !shaped {
        return Err(Reply::no_route());
    }
    // No record has a number that does not fit into an integer.
    Ok(id.parse().unwrap_or(u64::MAX))
}

/// The `{modal}` of a path.
#[derive(Debug)]
pub(super) struct Modal(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Modal {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        parameter(parts, state, "modal").await.map(Self)
    }
}

async fn parameter<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Result<String> {
    let parameters = RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|_| Reply::no_route())?;
    let found = parameters.iter().find(|(key, _)| *key == name);
    found
        .map(|(_, value)| value.to_owned())
        .ok_or_else(Reply::no_route)
}

/// The query string, decoded.
#[derive(Debug)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// A parameter as it was sent; if it is repeated, the first one.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self(pairs(parts.uri.query().unwrap_or_default())))
    }
}

/// Names and values of a query string or a form.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

/// The address under which the client reached this server, used for every link
/// in an email.
#[derive(Debug)]
pub(super) struct SiteUrl(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for SiteUrl {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        let Host(host) = Host::from_request_parts(parts, state).await?;
        Ok(Self(format!("http://{host}")))
    }
}

/// The fields of a body, which is JSON or a form; no fields if it is empty.
#[derive(Debug)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Starts to read the fields one by one.
    pub(super) fn schema(&self) -> Schema<'_> {
        Schema::new(&self.0)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Reply;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let form = request
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form"));
        let bytes = collect(request.into_body())
            .await
            .map_err(|unread| match unread {
                Unread::TooLarge => Reply::too_large(),
                Unread::Cut => Reply::refused("The body ended before all of it was sent."),
            })?;
        let text = bytes.trim_ascii();
        if text.is_empty() {
            return Ok(Self(Map::new()));
        }
        // `curl -d` sends JSON with the content type of a form.
        if form && !text.starts_with(b"{") {
            let pairs = pairs(&String::from_utf8_lossy(text)).into_iter();
            let fields = pairs.map(|(name, value)| (name, Value::String(value)));
            return Ok(Self(fields.collect()));
        }
        match serde_json::from_slice(text) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            Ok(other) => Err(not_an_object(&other)),
            Err(_) => Err(Reply::refused("Malformed JSON in request body.")
                .note("assumed: these words have not been confirmed")),
        }
    }
}

fn not_an_object(body: &Value) -> Reply {
    let none = Map::new();
    let mut schema = Schema::new(&none);
    schema.wrong("_error", "value must be a map.", &["invalid type"], body);
    let refused = schema.done().err().unwrap_or_else(Reply::not_found);
    refused.note("assumed: no source shows an answer to a body that is no object")
}
