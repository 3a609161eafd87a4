//! Leading a browser from what it sent to another page.

use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Leads to `place`, which is never one that a request names.
pub(crate) fn see_other(place: impl TryInto<HeaderValue>) -> Response {
    let Ok(place) = place.try_into() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (LOCATION, place),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}
