//! Names that make the mock misbehave, for whoever can only type.

use crate::answer::JSON;
use crate::faults::FAULT;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Writing the status of a user whose name has this local part (what stands
/// before the `@`) fails with 503.
const UNAVAILABLE: &str = "sentinel-503";

/// The failure that writing `name`'s status is to end with, if any. Nothing
/// has been changed then.
pub(crate) fn status_write(name: &str) -> Option<Response> {
    let local_part = name.split('@').next();
    (local_part == Some(UNAVAILABLE)).then(|| {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            [
                (CONTENT_TYPE, JSON),
                (FAULT, HeaderValue::from_static("sentinel")),
            ],
            r#"{"error":"The user store is not available. Try again in a minute."}"#,
        )
            .into_response()
    })
}
