//! The JSON body of a request.

use crate::answer::Refusal;
use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request};
use http_body_util::BodyExt;
use serde_json::Value;

/// The largest body, in bytes: 1 MiB.
const LIMIT: usize = 1024 * 1024;

/// How much of a body over the limit is still read, in bytes. A client that is
/// cut off while it sends never receives the reason.
const DRAINED: usize = 16 * LIMIT;

/// A JSON body that is not yet interpreted. Its content type is ignored: `curl
/// -d` sends that of a form.
#[derive(Debug)]
pub(crate) struct JsonBody(pub(crate) Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let bytes = collect(request.into_body())
            .await
            .map_err(|unread| match unread {
                Unread::TooLarge => Refusal::too_large("The body is larger than 1 MiB."),
                Unread::Cut => Refusal::bad_request("the body ended before all of it was sent"),
            })?;
        if bytes.is_empty() {
            return Err(Refusal::bad_request(
                "the body is empty, and must be a JSON object",
            ));
        }
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| Refusal::bad_request(format!("the body is not valid JSON: {error}")))
    }
}

/// Why a body could not be read. Each platform has its own words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is larger than 1 MiB.
    TooLarge,
    /// The client disconnected before the end.
    Cut,
}

/// The whole body as bytes.
pub(crate) async fn collect(mut body: Body) -> Result<Vec<u8>, Unread> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut bytes = Vec::with_capacity(announced.min(LIMIT));
    let mut size = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Unread::Cut)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        size = size.saturating_add(data.len());
        if size <= LIMIT {
            bytes.extend_from_slice(data);
        } else if size > DRAINED {
            break;
        }
    }
    if size > LIMIT {
        return Err(Unread::TooLarge);
    }
    Ok(bytes)
}
