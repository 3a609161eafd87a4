//! One line of log for each request, and the number by which to find it.
//!
//! What a line holds is chosen, not filtered: the endpoint's name instead of
//! the path, as names of people and, on one platform, passwords stand there.

use crate::metrics::Metrics;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;

/// Where an answer carries its number.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request's number.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Which endpoint of which connection a request was for.
#[derive(Debug, Clone)]
pub(crate) struct Forwarded {
    pub(crate) connection: String,
    pub(crate) endpoint: &'static str,
}

/// What went wrong between here and the platform, in words without any name.
#[derive(Debug, Clone)]
pub(crate) struct Trouble(pub(crate) String);

/// Numbers a request, notes how it went, and counts it where that is wanted.
pub(crate) async fn note(
    State(metrics): State<Option<Arc<Metrics>>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    // Made here, never taken from the request: nobody else chooses what is logged.
    let id = format!("{:016x}", fastrand::u64(..));
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    let milliseconds = elapsed.as_millis();
    let forwarded = response.extensions().get::<Forwarded>();
    let connection = forwarded.map(|forwarded| forwarded.connection.as_str());
    let endpoint = forwarded.map(|forwarded| forwarded.endpoint);
    if let Some(Trouble(trouble)) = response.extensions().get::<Trouble>() {
        tracing::warn!(id, %method, connection, endpoint, status, milliseconds, trouble, "answered");
    } else {
        tracing::info!(id, %method, connection, endpoint, status, milliseconds, "answered");
    }
    if let Some(metrics) = metrics {
        metrics.answered(connection, endpoint, response.status(), elapsed);
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
