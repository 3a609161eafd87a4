//! Logs one line for each request, with an ID by which to find it.
//!
//! The line has a fixed set of fields: the endpoint's name instead of the path,
//! which contains names of people and, on one platform, passwords.

use crate::metrics::Metrics;
use crate::repeated_failure::RepeatedFailure;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use std::time::Instant;
use wire::console::REQUEST_ID_HEADER;

/// The header with the request's ID.
const REQUEST_ID: HeaderName = HeaderName::from_static(REQUEST_ID_HEADER);

/// A request's ID.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Which endpoint of which connection a request was for.
#[derive(Debug, Clone)]
pub(crate) struct Forwarded {
    pub(crate) connection: String,
    pub(crate) endpoint: &'static str,
}

/// What went wrong between this server and the platform, in words without any
/// name.
#[derive(Debug, Clone)]
pub(crate) struct PlatformTrouble(pub(crate) String);

/// Marks an answer that says that the database cannot be reached. Such answers
/// have one reason, so they are not logged one by one.
#[derive(Debug, Clone)]
pub(crate) struct DatabaseAway;

/// The requests that were refused for that reason.
static REFUSED_WHILE_AWAY: RepeatedFailure = RepeatedFailure::new();

/// A request that is being answered.
pub(crate) struct RequestRecord {
    id: String,
    method: Method,
    started: Instant,
}

impl RequestRecord {
    /// Gives `request` an ID.
    pub(crate) fn new(request: &mut Request) -> Self {
        // Made here, never taken from the request: no client chooses what is logged.
        let id = format!("{:016x}", fastrand::u64(..));
        request.extensions_mut().insert(RequestId(id.clone()));
        Self {
            id,
            method: request.method().clone(),
            started: Instant::now(),
        }
    }

    /// Logs and counts the answer, and adds the request's ID to it.
    pub(crate) fn answered(self, response: &mut Response, metrics: Option<&Metrics>) {
        let Self {
            id,
            method,
            started,
        } = self;
        let status = response.status().as_u16();
        let elapsed = started.elapsed();
        let milliseconds = elapsed.as_millis();
        let forwarded = response.extensions().get::<Forwarded>();
        let connection = forwarded.map(|forwarded| forwarded.connection.as_str());
        let endpoint = forwarded.map(|forwarded| forwarded.endpoint);
        let extensions = response.extensions();
        let trouble = extensions.get::<PlatformTrouble>();
        let trouble = trouble.map(|PlatformTrouble(trouble)| trouble.as_str());
        if extensions.get::<DatabaseAway>().is_some() {
            if let Some(besides) = REFUSED_WHILE_AWAY.occurred() {
                tracing::warn!(
                    id, %method, connection, endpoint, status, milliseconds, trouble, besides,
                    "refused, as others are while the database is away"
                );
            }
        } else if let Some(trouble) = trouble {
            tracing::warn!(id, %method, connection, endpoint, status, milliseconds, trouble, "answered");
        } else {
            tracing::info!(id, %method, connection, endpoint, status, milliseconds, "answered");
        }
        if let Some(metrics) = metrics {
            metrics.answered(connection, endpoint, response.status(), elapsed);
        }
        add_id(response, id);
    }

    /// Adds the request's ID to the answer, which is not logged.
    pub(crate) fn note_id(self, response: &mut Response) {
        add_id(response, self.id);
    }
}

fn add_id(response: &mut Response, id: String) {
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
}
