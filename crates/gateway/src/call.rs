//! Requests of the gateway's own: to sign in, and to look whether a connection
//! works.

use crate::credential::Headers;
use crate::error::GatewayError;
use crate::target::{Target, signed};
use axum::body::Bytes;
use axum::http;
use axum::http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use wire::{Request, Response};

/// Sends `request` with `headers` and waits until its answer begins, `within`
/// this time at most. Redirects are answers like any other.
pub(crate) async fn send(
    target: &Target,
    request: &Request,
    headers: &Headers,
    within: Duration,
) -> Result<http::Response<Incoming>, GatewayError> {
    let method = http::Method::from_bytes(request.route.method.as_str().as_bytes())
        .map_err(|error| target.unreachable(&error))?;
    let mut builder = signed(target, headers, method, &target.uri(&request.target())?);
    let mut body = Bytes::new();
    if let Some(sent) = &request.body {
        builder = builder.header(CONTENT_TYPE, sent.format.content_type());
        body = sent.text.clone().into();
    }
    let request = builder
        .body(Full::new(body))
        .map_err(|error| target.unreachable(&error))?;
    timeout_at(Instant::now() + within, target.client.request(request))
        .await
        .map_err(|_| late(target, within))?
        .map_err(|error| target.unreachable(&error))
}

/// Reads an answer of `most` bytes at most, `within` this time at most.
pub(crate) async fn read(
    target: &Target,
    answer: http::Response<Incoming>,
    most: usize,
    within: Duration,
) -> Result<Response, GatewayError> {
    let status = answer.status().as_u16();
    let redirect = target.leads_to(answer.status(), answer.headers());
    let body = Limited::new(answer.into_body(), most).collect();
    let body = timeout_at(Instant::now() + within, body)
        .await
        .map_err(|_| late(target, within))?
        .map_err(|error| {
            if error.is::<LengthLimitError>() {
                GatewayError::TooLong(target.platform())
            } else {
                GatewayError::BrokeOff(target.platform())
            }
        })?;
    Ok(Response {
        status,
        redirect,
        body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
        ..Response::default()
    })
}

const fn late(target: &Target, after: Duration) -> GatewayError {
    GatewayError::TimedOut {
        platform: target.platform(),
        after,
    }
}
