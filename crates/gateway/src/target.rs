//! One platform behind the gateway, ready to be forwarded to.

use crate::credential::{Access, Headers};
use crate::error::GatewayError;
use crate::limits::Limits;
use crate::{ConfigError, Upstream, redirect, tls};
use axum::body::Bytes;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, HOST};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Method, Request, StatusCode, Uri};
use http_body_util::Full;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use wire::console::Connection;

/// How long an idle connection is kept: shorter than servers do by default, so
/// that a change is seldom sent into one that is just being closed.
const IDLE: Duration = Duration::from_secs(4);
/// The most that is read of an answer at a time, its head included.
const BUFFER: usize = 64 * 1024;

/// A platform. Each has connections, places and bounds of its own: one that
/// hangs takes nothing from another.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) connection: Connection,
    scheme: &'static str,
    authority: String,
    prefix: String,
    pub(crate) access: Access,
    pub(crate) limits: Limits,
    pub(crate) client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    places: Arc<Semaphore>,
    /// How many requests wait for one of those.
    waiting: AtomicUsize,
}

impl Target {
    pub(crate) fn new(upstream: &Upstream) -> Result<Self, ConfigError> {
        let (scheme, authority, prefix) = upstream.address()?;
        let limits = upstream.limits;
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(limits.connect));
        connector.set_nodelay(true);
        let connector = tls::connector(upstream.ca.as_deref(), connector, scheme == "https")
            .map_err(|why| ConfigError::Trust {
                id: upstream.connection.id.clone(),
                why,
            })?;
        Ok(Self {
            connection: upstream.connection.clone(),
            scheme,
            authority,
            prefix,
            access: Access::new(upstream)?,
            limits,
            client: Client::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .pool_idle_timeout(IDLE)
                .http1_max_buf_size(BUFFER)
                .build(connector),
            places: Arc::new(Semaphore::new(limits.concurrency)),
            waiting: AtomicUsize::new(0),
        })
    }

    /// Where `path` (and query) is on this platform.
    pub(crate) fn uri(&self, path: &str) -> Result<Uri, GatewayError> {
        Uri::builder()
            .scheme(self.scheme)
            .authority(self.authority.as_str())
            .path_and_query(format!("{}{path}", self.prefix))
            .build()
            .map_err(|error| self.unreachable(&error))
    }

    /// Where an answer redirects to, if it does ([`redirect::leads_to`]).
    pub(crate) fn leads_to(&self, status: StatusCode, headers: &HeaderMap) -> Option<String> {
        if !redirect::is_redirect(status) {
            return None;
        }
        redirect::leads_to(headers, &self.uri("/").ok()?)
    }

    /// One of the places for requests that are under way.
    pub(crate) async fn place(&self) -> Result<OwnedSemaphorePermit, GatewayError> {
        if let Ok(place) = self.places.clone().try_acquire_owned() {
            return Ok(place);
        }
        let _waits = Waits::new(&self.waiting);
        match timeout(self.limits.queue, self.places.clone().acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(GatewayError::Busy {
                platform: self.platform(),
                under_way: self.limits.concurrency,
            }),
        }
    }

    /// How many requests have a place.
    pub(crate) fn under_way(&self) -> usize {
        let free = self.places.available_permits();
        self.limits.concurrency.saturating_sub(free)
    }

    /// How many requests wait for a place.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    pub(crate) const fn platform(&self) -> &'static str {
        self.connection.platform.name()
    }

    pub(crate) fn unreachable(&self, error: &(dyn Error + 'static)) -> GatewayError {
        GatewayError::Unreachable {
            platform: self.platform(),
            why: tls::reason(error),
        }
    }
}

/// Counts somebody who waits, however the waiting ends.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The beginning of a request to `target`, let in by `headers`.
pub(crate) fn signed(target: &Target, headers: &Headers, method: Method, uri: &Uri) -> Builder {
    let mut request = Request::builder()
        .method(method)
        .uri(uri)
        .header(HOST, &target.authority)
        .header(ACCEPT, "application/json")
        // What is packed cannot be searched for this connection's secret.
        .header(ACCEPT_ENCODING, "identity");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request
}
