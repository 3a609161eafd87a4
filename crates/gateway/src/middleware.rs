//! What every request passes before it is answered, in this order.
//!
//! It is one layer, as a layer copies all that is below it for every request:
//! six of them took a tenth of what forwarding takes.

use crate::auth::gate::AuthGate;
use crate::auth::proxy_header::Proxy;
use crate::auth::recognition::Recognition;
use crate::auth::session_id::{self, session_id};
use crate::http::client_address::TrustedProxies;
use crate::http::error::{GatewayError, caught};
use crate::http::pages::accepts_html;
use crate::http::request_log::Noted;
use crate::http::site::Site;
use crate::http::{headers, refusal, request_body, request_checks};
use crate::metrics::Metrics;
use crate::person::Person;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// What is asked of a request.
pub(crate) struct Middleware {
    /// The proxies whose `X-Forwarded-For` is read.
    pub(crate) trusted_proxies: TrustedProxies,
    /// What this server is called.
    pub(crate) site: Site,
    /// The proxy that says who asks, if one does.
    pub(crate) proxy: Option<Proxy>,
    /// Where people sign in, if they have to.
    pub(crate) gate: Option<Arc<AuthGate>>,
    /// How long a request's body may take to arrive.
    pub(crate) body_timeout: Duration,
    /// Where what was answered is counted, if it is.
    pub(crate) metrics: Option<Arc<Metrics>>,
    /// Whether TLS is spoken here.
    pub(crate) https: bool,
}

/// Numbers a request, lets it through or refuses it, and notes how it went.
pub(crate) async fn enter(
    State(checks): State<Arc<Middleware>>,
    mut request: Request,
    next: Next,
) -> Response {
    let noted = Noted::new(&mut request);
    checks.trusted_proxies.note_client(&mut request);
    let is_navigation = accepts_html(request.headers());
    request_body::limit_time(&mut request, checks.body_timeout);
    let answered = async {
        if let Err(refused) = checks.admit(&mut request).await {
            return refused;
        }
        Recognition::note(&request);
        let id = request.extensions().get::<Person>().map(session_id);
        let mut response = match session_id::check(&request, id.as_deref()) {
            Ok(()) => next.run(request).await,
            Err(refused) => refused.into_response(),
        };
        if id.is_some() || !checks.has_sign_in() {
            session_id::note(response.headers_mut(), id.as_deref());
        }
        response
    };
    let mut response = caught(answered)
        .await
        .unwrap_or_else(IntoResponse::into_response);
    noted.answered(&mut response, checks.metrics.as_deref());
    if is_navigation {
        response = refusal::into_page(response);
    }
    request_body::announce_close(&mut response);
    headers::secure(&mut response, checks.https);
    response
}

impl Middleware {
    /// Whether people have to be known here.
    const fn has_sign_in(&self) -> bool {
        self.gate.is_some() || self.proxy.is_some()
    }

    /// Whether `request` may go on; in it then stands who asks, where that is
    /// known.
    async fn admit(&self, request: &mut Request) -> Result<(), Response> {
        self.is_for_us(request)
            .map_err(IntoResponse::into_response)?;
        match &self.gate {
            Some(gate) => {
                let from_proxy = self.trusted_proxies.passed_on(request);
                gate.authenticate(request, &self.site, from_proxy).await
            }
            None => Ok(()),
        }
    }

    fn is_for_us(&self, request: &mut Request) -> Result<(), GatewayError> {
        request_checks::known_method(request)?;
        request_checks::known_host(request, &self.site)?;
        request_checks::same_origin_writes(request, &self.site)?;
        request_checks::unchanged_target(request)?;
        match &self.proxy {
            Some(proxy) => proxy.admit(request),
            None => Ok(()),
        }
    }
}
