//! The bodies of requests: how long they may take to arrive, and how they are
//! read.
//!
//! The middleware bounds the time of every body, so that no route can forget
//! to. A body that no route reads needs no bound: hyper closes its connection.

use crate::http::error::GatewayError;
use axum::BoxError;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::LengthLimitError;
use std::error::Error;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    /// It is larger than the route reads.
    #[error("the request's body is too large")]
    TooLarge,
    /// It was not complete in time.
    #[error("the request's body did not arrive in time")]
    TimedOut,
    /// The client hung up, or sent something that is no body.
    #[error("the request's body could not be read")]
    Broken,
}

impl BodyError {
    /// Why a body could not be read, where that ended in `error`: an error of
    /// axum's, which has the cause among its sources.
    pub(crate) fn behind(error: &(dyn Error + 'static)) -> Self {
        let mut source = Some(error);
        while let Some(error) = source {
            if error.is::<LengthLimitError>() {
                return Self::TooLarge;
            }
            if let Some(error) = error.downcast_ref::<Self>() {
                return *error;
            }
            source = error.source();
        }
        Self::Broken
    }
}

impl From<BodyError> for GatewayError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::TooLarge,
            BodyError::TimedOut => Self::SlowBody,
            BodyError::Broken => Self::Body,
        }
    }
}

/// Bounds the time that the body of `request` may take to arrive once a route
/// begins to read it. The bound is on the whole body, so a client that sends it
/// byte by byte gains nothing.
pub(crate) fn limit_time(request: &mut Request, limit: Duration) {
    if request.body().is_end_stream() {
        return;
    }
    let body = mem::take(request.body_mut());
    *request.body_mut() = Body::new(TimedBody {
        body,
        limit,
        deadline: None,
    });
}

/// Reads a whole body of at most `limit` bytes.
pub(crate) async fn read(body: Body, limit: usize) -> Result<Bytes, BodyError> {
    to_bytes(body, limit)
        .await
        .map_err(|error| BodyError::behind(&error))
}

/// Says that the connection ends with an answer that was given before the whole
/// request was read (RFC 9110, 15.5.9 and 15.5.14).
pub(crate) fn announce_close(response: &mut Response) {
    if let StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE = response.status() {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
    }
}

/// A body that ends in an error when its time is up.
struct TimedBody {
    body: Body,
    limit: Duration,
    /// Set when the body is first waited for.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for TimedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let limit = this.limit;
        let deadline = this.deadline.get_or_insert_with(|| Box::pin(sleep(limit)));
        deadline
            .as_mut()
            .poll(context)
            .map(|()| Some(Err(BodyError::TimedOut.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::stream::{self, StreamExt};
    use tokio::time::interval;

    const LIMIT: Duration = Duration::from_secs(30);

    async fn read_within_the_limit(body: Body) -> Result<Bytes, BodyError> {
        let mut request = Request::new(body);
        limit_time(&mut request, LIMIT);
        read(request.into_body(), 100).await
    }

    /// A byte each second, `bytes` in all.
    fn dribbled(bytes: usize) -> Body {
        let seconds = interval(Duration::from_secs(1));
        let dribbled = stream::unfold(seconds, async |mut seconds| {
            seconds.tick().await;
            Some((Ok::<_, BoxError>("x"), seconds))
        });
        Body::from_stream(dribbled.take(bytes))
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_has_a_time_limit_as_a_whole() {
        let never = Body::from_stream(stream::pending::<Result<Bytes, BoxError>>());
        assert_eq!(read_within_the_limit(never).await, Err(BodyError::TimedOut));
        let slow = read_within_the_limit(dribbled(50)).await;
        assert_eq!(slow, Err(BodyError::TimedOut));
        let in_time = read_within_the_limit(dribbled(20)).await.unwrap();
        assert_eq!(in_time.len(), 20);
    }

    #[tokio::test]
    async fn a_body_that_is_too_large_or_breaks_off_is_told_apart() {
        let large = read_within_the_limit(Body::from("x".repeat(101))).await;
        assert_eq!(large, Err(BodyError::TooLarge));
        let broken = stream::iter([Ok("x"), Err("the client hung up")]);
        let broken = read_within_the_limit(Body::from_stream(broken)).await;
        assert_eq!(broken, Err(BodyError::Broken));
    }
}
