//! `/via/{connection}/…`: forwards what the catalogue lists to the connection's
//! platform, and nothing else.
//!
//! It works on the raw path, segment by segment: each is decoded once, checked
//! and encoded once. No URL library gets to fold `%2e%2e` away in between.

use crate::error::GatewayError;
use crate::{ConfigError, Upstream};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HOST, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Uri};
use axum::response::Response;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use wire::Platform;
use wire::catalogue;
use wire::console::VIA_PREFIX;

/// The largest body that is forwarded to a platform, in bytes.
const REQUEST_LIMIT: usize = 1024 * 1024;
/// How long a platform may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a platform may take until its answer begins.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// The headers of a platform's answer that the console gets to see.
const PASSED_BACK: [HeaderName; 4] = [
    CONTENT_TYPE,
    RETRY_AFTER,
    HeaderName::from_static("x-mock-note"),
    HeaderName::from_static("x-mock-fault"),
];

/// The platforms, ready to be forwarded to.
pub(crate) struct Forwarder {
    targets: HashMap<String, Target>,
    client: Client<HttpConnector, Full<Bytes>>,
}

struct Target {
    platform: Platform,
    authority: String,
    prefix: String,
    /// The headers that sign in, ready to be sent.
    secret: Vec<(HeaderName, HeaderValue)>,
}

impl Forwarder {
    pub(crate) fn new(upstreams: &[Upstream]) -> Result<Self, ConfigError> {
        let targets = upstreams
            .iter()
            .map(|upstream| Ok((upstream.connection.id.clone(), Target::new(upstream)?)))
            .collect::<Result<_, ConfigError>>()?;
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(CONNECT_TIMEOUT));
        connector.set_nodelay(true);
        Ok(Self {
            targets,
            client: Client::builder(TokioExecutor::new()).build(connector),
        })
    }
}

impl Target {
    fn new(upstream: &Upstream) -> Result<Self, ConfigError> {
        let (authority, prefix) = upstream.address()?;
        Ok(Self {
            platform: upstream.connection.platform,
            authority,
            prefix,
            secret: headers(upstream).ok_or_else(|| ConfigError::Secret {
                id: upstream.connection.id.clone(),
            })?,
        })
    }
}

/// What signs in to the platform; nothing where it has no such way, or where
/// the secret cannot stand in a header.
fn headers(upstream: &Upstream) -> Option<Vec<(HeaderName, HeaderValue)>> {
    let connection = &upstream.connection;
    let headers = connection.sign_in.headers(connection.platform);
    if headers.is_empty() {
        return None;
    }
    headers
        .iter()
        .map(|(name, before)| {
            let text = format!("{before}{}", upstream.secret.expose());
            let mut value = HeaderValue::try_from(text).ok()?;
            value.set_sensitive(true);
            Some((HeaderName::from_static(name), value))
        })
        .collect()
}

/// Forwards one request and streams its answer back.
pub(crate) async fn forward(
    State(forwarder): State<Arc<Forwarder>>,
    request: Request,
) -> Result<Response, GatewayError> {
    let (target, uri) = address(&forwarder.targets, &request)?;
    let mut outgoing = axum::http::Request::builder()
        .method(request.method())
        .uri(uri)
        .header(HOST, &target.authority)
        .header(ACCEPT, "application/json");
    if let Some(content_type) = request.headers().get(CONTENT_TYPE) {
        outgoing = outgoing.header(CONTENT_TYPE, content_type);
    }
    for (name, value) in &target.secret {
        outgoing = outgoing.header(name, value);
    }
    let outgoing = outgoing
        .body(Full::new(body(request.into_body()).await?))
        .map_err(|error| unreachable(target, &error))?;

    let answer = tokio::time::timeout(ANSWER_TIMEOUT, forwarder.client.request(outgoing))
        .await
        .map_err(|_| GatewayError::TimedOut {
            platform: target.platform.name(),
            after: ANSWER_TIMEOUT,
        })?
        .map_err(|error| unreachable(target, &error))?;

    let (parts, body) = answer.into_parts();
    let mut response = Response::new(Body::new(body));
    *response.status_mut() = parts.status;
    for name in PASSED_BACK {
        if let Some(value) = parts.headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Whom a request is for, and where it goes there.
fn address<'a>(
    targets: &'a HashMap<String, Target>,
    request: &Request,
) -> Result<(&'a Target, Uri), GatewayError> {
    let raw = request.uri().path();
    let below = raw.strip_prefix(VIA_PREFIX).unwrap_or_default();
    let (connection, path) = below.split_at(below.find('/').unwrap_or(below.len()));
    let target = wire::segment::decode(connection)
        .ok()
        .and_then(|id| targets.get(&id))
        .ok_or_else(|| GatewayError::UnknownConnection(connection.to_owned()))?;

    let matched = catalogue::find(target.platform, request.method().as_str(), path)?;
    if !matched.route.forwarded {
        return Err(catalogue::FindError::Unlisted(target.platform.name()).into());
    }
    let parameters: Vec<&str> = matched.parameters.iter().map(String::as_str).collect();
    let mut path = matched
        .route
        .path(&parameters)
        .map_err(catalogue::FindError::from)?;
    if let Some(query) = request.uri().query().filter(|query| !query.is_empty()) {
        for pair in query.split('&') {
            let name = pair.split('=').next().unwrap_or_default();
            if !matched.route.query.contains(&name) {
                return Err(GatewayError::UnlistedQuery {
                    endpoint: matched.route.id,
                    name: name.to_owned(),
                });
            }
        }
        path.push('?');
        path.push_str(query);
    }
    let uri = Uri::builder()
        .scheme("http")
        .authority(target.authority.as_str())
        .path_and_query(format!("{}{path}", target.prefix))
        .build()
        .map_err(|error| unreachable(target, &error))?;
    Ok((target, uri))
}

async fn body(body: Body) -> Result<Bytes, GatewayError> {
    to_bytes(body, REQUEST_LIMIT).await.map_err(|error| {
        let mut source: Option<&dyn Error> = Some(&error);
        while let Some(error) = source {
            if error.is::<http_body_util::LengthLimitError>() {
                return GatewayError::TooLarge;
            }
            source = error.source();
        }
        GatewayError::Body
    })
}

/// The innermost reason is the one a person understands ("Connection refused").
fn unreachable(target: &Target, error: &(dyn Error + 'static)) -> GatewayError {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    GatewayError::Unreachable {
        platform: target.platform.name(),
        why: innermost.to_string(),
    }
}
