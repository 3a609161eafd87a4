//! The checks that every request of the console passes before a route answers it,
//! in their order, and the headers that every answer gets.
//!
//! It puts the checks of `http/` and `auth/` together, so it is in neither: `http/`
//! does not know who is signed in. It is one layer, because axum copies everything
//! below a layer for each request: six layers took a tenth of the time that
//! forwarding a request takes.

use crate::auth::gate::AuthGate;
use crate::auth::proxy_header::Proxy;
use crate::auth::recognition::Recognition;
use crate::auth::session_id::{self, session_id};
use crate::http::client_address::TrustedProxies;
use crate::http::error::{GatewayError, catch_panic};
use crate::http::pages::accepts_html;
use crate::http::request_log::RequestRecord;
use crate::http::site::Site;
use crate::http::{headers, refusal, request_body, request_checks};
use crate::metrics::Metrics;
use crate::person::Person;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// The settings of the checks.
pub(crate) struct Middleware {
    /// The proxies whose `X-Forwarded-For` is read.
    pub(crate) trusted_proxies: TrustedProxies,
    /// The names of this server.
    pub(crate) site: Site,
    /// The proxy that identifies the user, if there is one.
    pub(crate) proxy: Option<Proxy>,
    /// The sign-in that people have to pass, if there is one.
    pub(crate) gate: Option<Arc<AuthGate>>,
    /// How long a request's body may take to arrive.
    pub(crate) body_timeout: Duration,
    /// Where requests are counted, if they are.
    pub(crate) metrics: Option<Arc<Metrics>>,
    /// Whether this server speaks TLS itself.
    pub(crate) https: bool,
}

/// Gives a request its ID, checks it, has it answered, and logs the result.
pub(crate) async fn check_and_answer(
    State(checks): State<Arc<Middleware>>,
    mut request: Request,
    next: Next,
) -> Response {
    let record = RequestRecord::new(&mut request);
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
    let mut response = catch_panic(answered)
        .await
        .unwrap_or_else(IntoResponse::into_response);
    record.answered(&mut response, checks.metrics.as_deref());
    if is_navigation {
        response = refusal::into_page(response);
    }
    request_body::announce_close(&mut response);
    headers::secure(&mut response, checks.https);
    response
}

impl Middleware {
    /// Whether people have to sign in.
    const fn has_sign_in(&self) -> bool {
        self.gate.is_some() || self.proxy.is_some()
    }

    /// Checks `request`, and adds the person who sent it as an extension. An error
    /// is the answer to a request that is refused.
    async fn admit(&self, request: &mut Request) -> Result<(), Response> {
        self.check_request(request)
            .map_err(IntoResponse::into_response)?;
        match &self.gate {
            Some(gate) => {
                let from_proxy = self.trusted_proxies.passed_on(request);
                gate.authenticate(request, &self.site, from_proxy).await
            }
            None => Ok(()),
        }
    }

    fn check_request(&self, request: &mut Request) -> Result<(), GatewayError> {
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
