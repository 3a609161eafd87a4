//! The HTTP client of one platform: where its API is, which issuers it trusts, how long it
//! waits. What it sends besides is its callers' business.

use super::auth_headers::Headers;
use super::limits::Limits;
use super::redirect_target;
use super::upstream::Upstream;
use crate::client_tls;
use crate::config_error::ConfigError;
use crate::http::error::GatewayError;
use axum::body::Bytes;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HOST};
use axum::http::request::Builder;
use axum::http::{self, HeaderMap, Method, StatusCode, Uri};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client as HttpClient, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::error::Error;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use wire::console::Connection;
use wire::{Request, Response};

/// How long an idle connection is kept: shorter than servers do by default, so
/// that a change is seldom sent into one that is just being closed.
const IDLE: Duration = Duration::from_secs(4);
/// The most that is read of an answer at a time, its head included.
const BUFFER: usize = 64 * 1024;

/// Sends requests to one platform. Each has connections of its own: one that hangs
/// takes nothing from another.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) connection: Connection,
    scheme: &'static str,
    authority: String,
    prefix: String,
    pub(crate) limits: Limits,
    http: HttpClient<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl Client {
    pub(super) fn new(upstream: &Upstream) -> Result<Self, ConfigError> {
        let (scheme, authority, prefix) = upstream.address()?;
        let limits = upstream.limits;
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(limits.connect));
        connector.set_nodelay(true);
        let connector = client_tls::connector(upstream.ca.as_deref(), connector, scheme == "https")
            .map_err(|why| ConfigError::Trust {
                id: upstream.connection.id.clone(),
                why,
            })?;
        Ok(Self {
            connection: upstream.connection.clone(),
            scheme,
            authority,
            prefix,
            limits,
            http: HttpClient::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .pool_idle_timeout(IDLE)
                .http1_max_buf_size(BUFFER)
                .build(connector),
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

    /// Where an answer redirects to, if it does ([`redirect_target::host_of`]).
    pub(crate) fn redirect_target(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<String> {
        if !redirect_target::is_redirect(status) {
            return None;
        }
        redirect_target::host_of(headers, &self.uri("/").ok()?)
    }

    pub(crate) const fn platform(&self) -> &'static str {
        self.connection.platform.name()
    }

    pub(crate) fn unreachable(&self, error: &(dyn Error + 'static)) -> GatewayError {
        GatewayError::Unreachable {
            platform: self.platform(),
            why: client_tls::reason(error),
        }
    }

    /// The beginning of a request to `uri`, let in by `headers`.
    pub(super) fn builder(&self, headers: &Headers, method: Method, uri: &Uri) -> Builder {
        let mut request = http::Request::builder()
            .method(method)
            .uri(uri)
            .header(HOST, &self.authority)
            .header(ACCEPT, "application/json")
            // What is packed cannot be searched for this connection's secret.
            .header(ACCEPT_ENCODING, "identity");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request
    }

    /// Sends `request`, made with [`builder`](Self::builder), as it is.
    pub(super) fn request(&self, request: http::Request<Full<Bytes>>) -> ResponseFuture {
        self.http.request(request)
    }

    /// Sends `request` with `headers` and waits until its answer begins, `within`
    /// this time at most. Redirects are answers like any other.
    pub(super) async fn send(
        &self,
        request: &Request,
        headers: &Headers,
        within: Duration,
    ) -> Result<http::Response<Incoming>, GatewayError> {
        let method = Method::from_bytes(request.route.method.as_str().as_bytes())
            .map_err(|error| self.unreachable(&error))?;
        let mut builder = self.builder(headers, method, &self.uri(&request.target())?);
        let mut body = Bytes::new();
        if let Some(sent) = &request.body {
            builder = builder.header(CONTENT_TYPE, sent.format.content_type());
            body = sent.text.clone().into();
        }
        let request = builder
            .body(Full::new(body))
            .map_err(|error| self.unreachable(&error))?;
        timeout_at(Instant::now() + within, self.request(request))
            .await
            .map_err(|_| self.late(within))?
            .map_err(|error| self.unreachable(&error))
    }

    /// Reads an answer of `most` bytes at most, `within` this time at most.
    pub(super) async fn read(
        &self,
        answer: http::Response<Incoming>,
        most: usize,
        within: Duration,
    ) -> Result<Response, GatewayError> {
        let status = answer.status().as_u16();
        let redirect = self.redirect_target(answer.status(), answer.headers());
        let body = Limited::new(answer.into_body(), most).collect();
        let body = timeout_at(Instant::now() + within, body)
            .await
            .map_err(|_| self.late(within))?
            .map_err(|error| {
                if error.is::<LengthLimitError>() {
                    GatewayError::TooLong(self.platform())
                } else {
                    GatewayError::BrokeOff(self.platform())
                }
            })?;
        Ok(Response {
            status,
            redirect,
            body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            ..Response::default()
        })
    }

    const fn late(&self, after: Duration) -> GatewayError {
        GatewayError::TimedOut {
            platform: self.platform(),
            after,
        }
    }
}
