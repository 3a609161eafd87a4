//! Carries requests to the gateway in this process, and through it to the platforms.

use axum::body::{self, Body as AxumBody};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{self, HeaderMap};
use gateway::CommandLine;
use roster::{Transport, TransportError};
use std::time::Duration;
use wire::console::{
    CONTENT_TYPE_HEADER, GATEWAY_ERROR_HEADER, REDIRECT_HEADER, REQUEST_ID_HEADER, via,
};
use wire::{Body, Method, Refusal, Request, Response};

/// Carries the requests of one connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Via<'a> {
    pub(super) gateway: &'a CommandLine,
    /// The connection's ID.
    pub(super) connection: &'a str,
}

impl Transport for Via<'_> {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let path = via(self.connection, &request.target())
            .map_err(|error| TransportError::Network(error.to_string()))?;
        let (method, body) = (request.route.method, request.body.as_ref());
        let answer = exchange(self.gateway, method, &path, body).await?;
        let Answer { response, is_own } = answer;
        if !is_own {
            return Ok(response);
        }
        let refusal = Refusal::read(&response);
        Err(TransportError::Gateway {
            status: response.status,
            words: refusal.words.or(refusal.instead).unwrap_or_default(),
        })
    }

    async fn pause(&self, seconds: u32) {
        tokio::time::sleep(Duration::from_secs(seconds.into())).await;
    }
}

/// An answer of the gateway.
pub(super) struct Answer {
    pub(super) response: Response,
    /// Whether it is the gateway's own refusal, and not a platform's answer.
    pub(super) is_own: bool,
}

/// Sends the gateway a request, and waits for the whole answer.
pub(super) async fn exchange(
    gateway: &CommandLine,
    method: Method,
    path: &str,
    body: Option<&Body>,
) -> Result<Answer, TransportError> {
    let mut request = http::Request::builder().method(method.as_str()).uri(path);
    if let Some(body) = body {
        request = request.header(CONTENT_TYPE, body.format.content_type());
    }
    let text = body.map(|body| body.text.clone()).unwrap_or_default();
    let request = request
        .body(AxumBody::from(text))
        .map_err(|error| TransportError::Network(error.to_string()))?;
    let (parts, body) = gateway.send(request).await.into_parts();
    let bytes = body::to_bytes(body, usize::MAX)
        .await
        .map_err(|_| TransportError::Network("the answer broke off".to_owned()))?;
    let text = |name: &str| header(&parts.headers, name);
    let response = Response {
        status: parts.status.as_u16(),
        content_type: text(CONTENT_TYPE_HEADER)
            .or_else(|| text(CONTENT_TYPE.as_str()))
            .unwrap_or_default(),
        redirect: text(REDIRECT_HEADER),
        retry_after: text(RETRY_AFTER.as_str()).and_then(|seconds| seconds.parse().ok()),
        request_id: text(REQUEST_ID_HEADER).unwrap_or_default(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    Ok(Answer {
        is_own: parts.headers.contains_key(GATEWAY_ERROR_HEADER),
        response,
    })
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
