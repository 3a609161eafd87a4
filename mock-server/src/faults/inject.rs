//! The layer that lets things go wrong.

use super::FAULT;
use super::fault::Failure;
use crate::answer::JSON;
use crate::{World, endpoint};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// A proxy's page, as it is seen where a session has ended.
const HTML: &str = "<!doctype html>\n<html lang=\"en\"><head><title>Sign in</title></head>\
    <body><h1>Sign in</h1><p>Your session has ended.</p></body></html>\n";

/// JSON, but none of any platform's answers.
const WRONG_SHAPE: &str = r#"{"unexpected":["shape",5,null]}"#;

/// Answers as the next fault of the request's endpoint says, or lets the
/// request pass.
pub(crate) async fn inject(State(world): State<World>, request: Request, next: Next) -> Response {
    let Some(route) = endpoint::find(request.method().as_str(), request.uri().path()) else {
        return next.run(request).await;
    };
    let Some(failure) = world.faults().next(route.id) else {
        return next.run(request).await;
    };
    let response = fail(&failure, request, next).await;
    let mut response = endpoint::named(route, response);
    let kind = HeaderValue::from_static(failure.kind());
    response.headers_mut().insert(FAULT, kind);
    response
}

async fn fail(failure: &Failure, request: Request, next: Next) -> Response {
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
        // Until the client leaves: the server drops this then.
        Failure::Hang => std::future::pending().await,
        Failure::Empty => replace(next.run(request).await, |_| Bytes::new()).await,
        Failure::Truncated => {
            replace(next.run(request).await, |body| body.slice(..body.len() / 2)).await
        }
        Failure::WrongShape => {
            let wrong = |_| Bytes::from_static(WRONG_SHAPE.as_bytes());
            let mut response = replace(next.run(request).await, wrong).await;
            response.headers_mut().insert(CONTENT_TYPE, JSON);
            response
        }
        Failure::Slow { .. } => {
            tokio::time::sleep(failure.delay()).await;
            next.run(request).await
        }
    }
}

/// The same answer with another body.
async fn replace(response: Response, change: impl FnOnce(Bytes) -> Bytes) -> Response {
    let (mut parts, body) = response.into_parts();
    // Our own answers, in memory already: reading them cannot fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(change(bytes)))
}
