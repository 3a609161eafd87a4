//! Answers that are about people.

use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};

/// An answer that no browser keeps on its disk: it is about people.
pub(crate) fn uncached(answer: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, "no-store")], answer).into_response()
}
