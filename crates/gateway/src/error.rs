//! The gateway's own refusals: JSON with words, marked as not the platform's.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::Uri};
use std::collections::BTreeMap;
use std::time::Duration;
use wire::catalogue::FindError;
use wire::console::GATEWAY_ERROR_HEADER;

/// Why the gateway answers for itself instead of forwarding.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GatewayError {
    #[error("there is no connection “{0}”. Reload the page to see the ones there are")]
    UnknownConnection(String),
    #[error(transparent)]
    Unlisted(#[from] FindError),
    #[error("the endpoint {endpoint} takes no query parameter “{name}”")]
    UnlistedQuery {
        endpoint: &'static str,
        name: String,
    },
    #[error("the request is larger than 1 MiB")]
    TooLarge,
    #[error("the request's body could not be read")]
    Body,
    #[error("{platform} cannot be reached: {why}")]
    Unreachable { platform: &'static str, why: String },
    #[error("{platform} did not answer within {} seconds", .after.as_secs())]
    TimedOut {
        platform: &'static str,
        after: Duration,
    },
    #[error("no route of the console's server is called {0}")]
    UnknownRoute(String),
    #[error(
        "this server is not called that: open it as localhost or 127.0.0.1, so that no other \
         web site can pose as it"
    )]
    Host,
    #[error("changes are accepted from the console's own pages only")]
    CrossOrigin,
}

impl GatewayError {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Unlisted(FindError::Segment(_)) | Self::UnlistedQuery { .. } | Self::Body => {
                StatusCode::BAD_REQUEST
            }
            Self::UnknownConnection(_) | Self::Unlisted(_) | Self::UnknownRoute(_) => {
                StatusCode::NOT_FOUND
            }
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreachable { .. } => StatusCode::BAD_GATEWAY,
            Self::TimedOut { .. } => StatusCode::GATEWAY_TIMEOUT,
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::CrossOrigin => StatusCode::FORBIDDEN,
        }
    }
}

impl IntoResponse for GatewayError {
    fn into_response(self) -> Response {
        let mut response = (
            self.status(),
            [(header::CACHE_CONTROL, "no-store")],
            Json(BTreeMap::from([("error", self.to_string())])),
        )
            .into_response();
        response
            .headers_mut()
            .insert(GATEWAY_ERROR_HEADER, HeaderValue::from_static("1"));
        response
    }
}

/// Everything under `/api` that is not a route.
pub(crate) async fn unknown_route(uri: Uri) -> GatewayError {
    GatewayError::UnknownRoute(uri.path().to_owned())
}
