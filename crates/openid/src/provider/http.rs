//! Requests to the identity provider: bounded, and never redirected.

use super::text;
use axum::body::Bytes;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use gateway::client_tls;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Map, Value};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// How long the provider may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// How long it may take in all.
const TOTAL: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes: keys and tokens are a few
/// thousand.
const LARGEST: usize = 1024 * 1024;

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const JSON_OR_JWT: HeaderValue = HeaderValue::from_static("application/json, application/jwt");

/// Why there was no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum NoAnswer {
    #[error("it cannot be reached: {0}")]
    Unreachable(String),
    #[error("it did not answer within {} seconds", TOTAL.as_secs())]
    TimedOut,
    #[error("its answer broke off, or is longer than {LARGEST} bytes")]
    Incomplete,
    #[error("a request to it cannot be written: {0}")]
    Unwritable(String),
}

/// What the provider answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The media type, without its parameters.
    pub(super) fn content_type(&self) -> &str {
        let whole = self.header(CONTENT_TYPE).unwrap_or_default();
        whole.split(';').next().unwrap_or_default().trim()
    }

    /// Why a bearer token was refused (RFC 6750, section 3).
    pub(super) fn challenge(&self) -> Option<&str> {
        self.header(WWW_AUTHENTICATE)
    }

    /// The JSON object that it is, whatever its media type says; nothing else
    /// is quoted, as tokens may be in it.
    pub(super) fn object(&self) -> Option<Map<String, Value>> {
        serde_json::from_slice(&self.body).ok()
    }

    /// What it is instead of the answer that was expected.
    pub(super) fn kind(&self) -> String {
        let kind = match self.content_type() {
            "" => "no media type".to_owned(),
            kind => text::quoted(kind),
        };
        let length = self.body.len();
        format!(
            "HTTP status {}, {kind}, {length} bytes",
            self.status.as_u16()
        )
    }
}

#[derive(Debug)]
pub(super) struct Http {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl Http {
    /// Asks over TLS alone if `secure`, and without it if not.
    pub(super) fn new(ca: Option<&[u8]>, secure: bool) -> Result<Self, String> {
        let mut tcp = HttpConnector::new();
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_nodelay(true);
        let connector = client_tls::connector(ca, tcp, secure)?;
        let client = Client::builder(TokioExecutor::new())
            // It is asked too seldom for a connection to be worth keeping.
            .pool_max_idle_per_host(0)
            .build(connector);
        Ok(Self { client })
    }

    /// Reads what it publishes at `url`.
    pub(super) async fn get(&self, url: &Url) -> Result<Answer, NoAnswer> {
        self.ask(Method::GET, url, &[(ACCEPT, JSON)], String::new())
            .await
    }

    /// Reads at `url` what `token` gives access to.
    pub(super) async fn get_with_token(&self, url: &Url, token: &str) -> Result<Answer, NoAnswer> {
        let bearer = secret_value(&format!("Bearer {token}"))?;
        let headers = [(ACCEPT, JSON_OR_JWT), (AUTHORIZATION, bearer)];
        self.ask(Method::GET, url, &headers, String::new()).await
    }

    /// Sends a form to `url`, with the client's credentials in a header if they
    /// are not in the form.
    pub(super) async fn post_form(
        &self,
        url: &Url,
        credentials: Option<&str>,
        form: String,
    ) -> Result<Answer, NoAnswer> {
        let mut headers = vec![(ACCEPT, JSON), (CONTENT_TYPE, FORM)];
        if let Some(credentials) = credentials {
            headers.push((AUTHORIZATION, secret_value(credentials)?));
        }
        self.ask(Method::POST, url, &headers, form).await
    }

    async fn ask(
        &self,
        method: Method,
        url: &Url,
        headers: &[(HeaderName, HeaderValue)],
        body: String,
    ) -> Result<Answer, NoAnswer> {
        let mut request = Request::builder().method(method).uri(url.as_str());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| NoAnswer::Unwritable(error.to_string()))?;
        timeout(TOTAL, self.send(request))
            .await
            .map_err(|_| NoAnswer::TimedOut)?
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Answer, NoAnswer> {
        let answer = self.client.request(request).await;
        let answer = answer.map_err(|error| NoAnswer::Unreachable(client_tls::reason(&error)))?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, LARGEST)
            .collect()
            .await
            .map_err(|_| NoAnswer::Incomplete)?;
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.to_bytes(),
        })
    }
}

/// A header's value that no debug output shows.
fn secret_value(text: &str) -> Result<HeaderValue, NoAnswer> {
    let mut value = HeaderValue::try_from(text).map_err(|_| {
        NoAnswer::Unwritable("a secret has characters that no header can carry".to_owned())
    })?;
    value.set_sensitive(true);
    Ok(value)
}
