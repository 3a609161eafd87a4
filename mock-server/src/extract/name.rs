//! The `{name}` in a path.

use crate::answer::Refusal;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

/// A name in a path, decoded once.
#[derive(Debug)]
pub(crate) struct Name(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(name)) => check(&name, "the name in the path").map(|()| Self(name)),
            // The only other error: every route with this extractor has a name.
            Err(_) => Err(Refusal::bad_request(
                "the name in the path is not percent-encoded UTF-8",
            )),
        }
    }
}

/// Refuses a name that no path can contain: its record could never be changed
/// again.
pub(crate) fn check(name: &str, place: &str) -> Result<(), Refusal> {
    match name {
        "" => Err(Refusal::bad_request(format!("{place} must not be empty"))),
        "." | ".." => Err(Refusal::bad_request(format!(
            "{place} must not be “{name}”: clients and proxies read it as a step in the path"
        ))),
        _ => Ok(()),
    }
}
