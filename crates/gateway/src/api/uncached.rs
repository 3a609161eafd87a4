//! Answers that are about people.

use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use wire::console::GATEWAY_ERROR_HEADER;

/// An answer that no browser keeps on its disk: it is about people.
pub(crate) fn uncached(answer: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, "no-store")], answer).into_response()
}

/// The answer where nothing was done, because what is kept is another than what was read:
/// `now` has it as it is.
pub(crate) fn conflict(now: impl Serialize) -> Response {
    let own = [(GATEWAY_ERROR_HEADER, HeaderValue::from_static("1"))];
    uncached((StatusCode::CONFLICT, own, Json(now)))
}
