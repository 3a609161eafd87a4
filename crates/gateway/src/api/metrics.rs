//! `GET /metrics`, on an address of its own, and the counting of sign-ins.

use crate::config_error::ConfigError;
use crate::http::headers;
use crate::http::paths::PROVIDER_RETURN_PATH;
use crate::http::site::{PublicUrl, Site};
use crate::metrics::{Metrics, OPEN_METRICS};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

impl Metrics {
    /// `GET /metrics` and nothing else. It belongs on an address of its own:
    /// it is read without signing in. A request has to name this server by an
    /// IP address, a loopback name or one of `hosts`, so that no page of a name
    /// that is made to resolve here can read it.
    ///
    /// # Errors
    /// When one of `hosts` is not the name of a host.
    pub fn router(
        self: Arc<Self>,
        hosts: &[String],
        public_url: Option<PublicUrl>,
    ) -> Result<Router, ConfigError> {
        let site = Arc::new(Site::new(hosts, public_url, false)?);
        Ok(Router::new()
            .route("/metrics", get(answer))
            .with_state(self)
            .layer(middleware::from_fn_with_state(site, known_host)))
    }
}

/// Counts attempts to sign in by what is answered to them.
pub(crate) async fn count_sign_ins(
    State(metrics): State<Option<Arc<Metrics>>>,
    request: Request,
    next: Next,
) -> Response {
    let is_attempt =
        request.method() == Method::POST || request.uri().path() == PROVIDER_RETURN_PATH;
    let response = next.run(request).await;
    if let Some(metrics) = metrics.filter(|_| is_attempt) {
        metrics.signed_in(response.status());
    }
    response
}

async fn known_host(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = match site.check_host_or_address(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    headers::secure(&mut response, false);
    response
}

async fn answer(State(metrics): State<Arc<Metrics>>) -> impl IntoResponse {
    metrics
        .text()
        .map(|text| ([(CONTENT_TYPE, OPEN_METRICS)], text))
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
