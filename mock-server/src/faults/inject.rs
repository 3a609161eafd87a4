//! The layer that injects faults.

use super::FAULT;
use super::failure::Failure;
use super::fault::Called;
use crate::answer::JSON;
use crate::journal::FaultSlot;
use crate::{World, endpoint};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::stream;
use std::io;

/// A proxy's page, like the one shown after a session has ended.
const HTML: &str = "<!doctype html>\n<html lang=\"en\"><head><title>Sign in</title></head>\
    <body><h1>Sign in</h1><p>Your session has ended.</p></body></html>\n";

/// JSON that is not an answer of any platform.
const WRONG_SHAPE: &str = r#"{"unexpected":["shape",5,null]}"#;

/// Answers with the request's next fault, or passes the request on.
pub(crate) async fn inject(State(world): State<World>, request: Request, next: Next) -> Response {
    if world.faults().all().is_empty() {
        return next.run(request).await;
    }
    let (method, path) = (request.method().as_str(), request.uri().path());
    let called = Called {
        route: endpoint::find(method, path),
        method,
        path,
    };
    let Some(failure) = world.faults().next(&called) else {
        return next.run(request).await;
    };
    let route = called.route;
    let mut response = fail(&failure, request, next).await;
    if let Some(route) = route {
        response = endpoint::named(route, response);
    }
    let kind = HeaderValue::from_static(failure.kind());
    response.headers_mut().insert(FAULT, kind);
    response
}

async fn fail(failure: &Failure, request: Request, next: Next) -> Response {
    // The answer may never be sent, so the journal cannot read its header.
    let slot = request.extensions().get::<FaultSlot>().cloned();
    let unanswered = || {
        if let Some(slot) = &slot {
            slot.set(failure.kind());
        }
    };
    match failure {
        Failure::Status {
            status,
            body,
            content_type,
        } => (
            *status,
            [(CONTENT_TYPE, content_type.clone())],
            body.clone(),
        )
            .into_response(),
        Failure::Html => {
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            (StatusCode::OK, [(CONTENT_TYPE, html)], HTML).into_response()
        }
        // Until the client disconnects: the server then drops this future.
        Failure::Hang => {
            unanswered();
            std::future::pending().await
        }
        Failure::Reset => {
            unanswered();
            cut_off()
        }
        Failure::RateLimited { retry_after } => (
            StatusCode::TOO_MANY_REQUESTS,
            [
                (CONTENT_TYPE, JSON),
                (RETRY_AFTER, HeaderValue::from(*retry_after)),
            ],
            r#"{"error":"Too many requests."}"#,
        )
            .into_response(),
        Failure::Empty => replace(next.run(request).await, |_| Bytes::new()).await,
        Failure::Truncated => {
            replace(next.run(request).await, |body| body.slice(..body.len() / 2)).await
        }
        // Two opening brackets and one closing bracket.
        Failure::Malformed => {
            let malformed = |body: Bytes| [b"{", &body[..]].concat().into();
            replace(next.run(request).await, malformed).await
        }
        Failure::WrongShape => {
            let wrong = |_| Bytes::from_static(WRONG_SHAPE.as_bytes());
            let mut response = replace(next.run(request).await, wrong).await;
            response.headers_mut().insert(CONTENT_TYPE, JSON);
            response
        }
        Failure::Slow { .. } | Failure::SlowLognormal { .. } => {
            tokio::time::sleep(failure.delay()).await;
            next.run(request).await
        }
    }
}

/// A body that fails before its first byte: the server then ends the connection
/// without sending any of the answer.
fn cut_off() -> Response {
    let cut = io::Error::from(io::ErrorKind::ConnectionReset);
    Response::new(Body::from_stream(stream::iter([Err::<Bytes, _>(cut)])))
}

/// The same answer with another body.
async fn replace(response: Response, change: impl FnOnce(Bytes) -> Bytes) -> Response {
    let (mut parts, body) = response.into_parts();
    // Our own answers, already in memory: reading them cannot fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(change(bytes)))
}
