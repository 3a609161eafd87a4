//! What every request passes before anybody answers it, in this order.
//!
//! It is one layer, as a layer copies all that is below it for every request:
//! six of them took a tenth of what forwarding takes.

use crate::client_address::TrustedProxies;
use crate::error::{GatewayError, caught};
use crate::log::Noted;
use crate::metrics::Metrics;
use crate::pages::accepts_html;
use crate::proxy::Proxy;
use crate::recognition::Recognition;
use crate::session_id::{self, session_id};
use crate::sign_in::{Door, Person};
use crate::site::Site;
use crate::{guard, headers, refusal, request_body};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// What is asked of a request.
pub(crate) struct Entrance {
    /// The proxies whose `X-Forwarded-For` is read.
    pub(crate) trusted_proxies: TrustedProxies,
    /// What this server is called.
    pub(crate) site: Site,
    /// The proxy that says who asks, if one does.
    pub(crate) proxy: Option<Proxy>,
    /// Where people sign in, if they have to.
    pub(crate) door: Option<Arc<Door>>,
    /// How long a request's body may take to arrive.
    pub(crate) body_timeout: Duration,
    /// Where what was answered is counted, if it is.
    pub(crate) metrics: Option<Arc<Metrics>>,
    /// Whether TLS is spoken here.
    pub(crate) https: bool,
}

/// Numbers a request, lets it through or refuses it, and notes how it went.
pub(crate) async fn enter(
    State(entrance): State<Arc<Entrance>>,
    mut request: Request,
    next: Next,
) -> Response {
    let noted = Noted::new(&mut request);
    entrance.trusted_proxies.note_client(&mut request);
    let is_navigation = accepts_html(request.headers());
    request_body::limit_time(&mut request, entrance.body_timeout);
    let answered = async {
        if let Err(refused) = entrance.admit(&mut request).await {
            return refused;
        }
        Recognition::note(&request);
        let id = request.extensions().get::<Person>().map(session_id);
        let mut response = match session_id::check(&request, id.as_deref()) {
            Ok(()) => next.run(request).await,
            Err(refused) => refused.into_response(),
        };
        if id.is_some() || !entrance.has_sign_in() {
            session_id::note(response.headers_mut(), id.as_deref());
        }
        response
    };
    let mut response = caught(answered)
        .await
        .unwrap_or_else(IntoResponse::into_response);
    noted.answered(&mut response, entrance.metrics.as_deref());
    if is_navigation {
        response = refusal::into_page(response);
    }
    request_body::announce_close(&mut response);
    headers::secure(&mut response, entrance.https);
    response
}

impl Entrance {
    /// Whether people have to be known here.
    const fn has_sign_in(&self) -> bool {
        self.door.is_some() || self.proxy.is_some()
    }

    /// Whether `request` may go on; in it then stands who asks, where that is
    /// known.
    async fn admit(&self, request: &mut Request) -> Result<(), Response> {
        self.is_for_us(request)
            .map_err(IntoResponse::into_response)?;
        match &self.door {
            Some(door) => {
                let from_proxy = self.trusted_proxies.passed_on(request);
                door.admit(request, &self.site, from_proxy).await
            }
            None => Ok(()),
        }
    }

    fn is_for_us(&self, request: &mut Request) -> Result<(), GatewayError> {
        guard::known_method(request)?;
        guard::known_host(request, &self.site)?;
        guard::same_origin_writes(request, &self.site)?;
        guard::unchanged_target(request)?;
        match &self.proxy {
            Some(proxy) => proxy.admit(request),
            None => Ok(()),
        }
    }
}
