//! Passes a platform's answer back: with few headers, limits for its size and
//! duration, and without the connection's secret.

use crate::http::error::GatewayError;
use crate::proxy::client::Client;
use crate::proxy::decompress::{ContentCoding, Decoder};
use crate::proxy::retry_after;
use crate::redact::{MaskedStream, SecretMask};
use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use http_body::{Body as HttpBody, Frame};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, timeout_at};
use wire::console::{CONTENT_TYPE_HEADER, REDIRECT_HEADER};

/// The headers of a platform's answer that are passed on unchanged.
const FORWARDED_HEADERS: [HeaderName; 2] = [
    HeaderName::from_static("x-mock-note"),
    HeaderName::from_static("x-mock-fault"),
];

/// How many headers an answer has at most.
const HEADER_CAPACITY: usize = 24;

/// Answers up to this size are read whole before they are passed on, so that a
/// failure can still be answered with an error message.
const BUFFERED_BYTES: u64 = 64 * 1024;
/// How many pieces of a longer answer are queued for a slow reader.
const QUEUED_PIECES: usize = 4;

/// The policy for a platform's answer that is opened as a page of this server:
/// it may do nothing.
const CONTENT_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");

/// The types of the answers that are passed back.
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// `answer` for the console, with the connection's secret masked. `permit` is
/// kept until the answer is complete or its time is up.
pub(crate) async fn pass_back(
    answer: axum::http::Response<Incoming>,
    client: &Client,
    mask: &Arc<SecretMask>,
    permit: OwnedSemaphorePermit,
    deadline: Instant,
) -> Result<Response, GatewayError> {
    let (parts, body) = answer.into_parts();
    if parts.status.is_informational() {
        return Err(GatewayError::NoAnswer(client.platform()));
    }
    let coding = ContentCoding::of(&parts.headers, client.platform(), mask)?;
    let limit = client.limits.answer_bytes;
    let body = match body.size_hint().exact() {
        Some(bytes) if bytes > limit => return Err(GatewayError::TooLong(client.platform())),
        Some(bytes) if bytes == 0 || bytes <= BUFFERED_BYTES && coding.is_none() => {
            let whole = timeout_at(deadline, body.collect())
                .await
                .map_err(|_| GatewayError::TimedOut {
                    platform: client.platform(),
                    after: client.limits.total,
                })?
                .map_err(|_| GatewayError::BrokeOff(client.platform()))?;
            Body::from(mask.body(whole.to_bytes()))
        }
        _ => {
            let (sender, pieces) = channel(QUEUED_PIECES);
            let passing = BodyRelay {
                decoder: coding.decoder(),
                masked: MaskedStream::new(mask.clone()),
                left: limit,
                sender,
            };
            tokio::spawn(async move {
                let _permit = permit;
                // When time is up the sender is dropped, which cuts the answer off.
                let _ = timeout_at(deadline, passing.pump(body)).await;
            });
            Body::new(RelayedBody { pieces, left: true })
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = parts.status;
    let headers = response.headers_mut();
    // Also for the headers that this server adds: letting the map grow twice costs
    // more than any other step of passing back a short answer.
    headers.reserve(HEADER_CAPACITY);
    for name in FORWARDED_HEADERS {
        let value = parts.headers.get(&name);
        if let Some(value) = value.and_then(|value| mask.header(value)) {
            headers.insert(name, value);
        }
    }
    if let Some(seconds) = retry_after::seconds(&parts.headers, SystemTime::now()) {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    insert_type(headers, parts.headers.get(CONTENT_TYPE), mask);
    let redirect = client.redirect_target(parts.status, &parts.headers);
    if let Some(Ok(to)) = redirect.map(HeaderValue::try_from)
        && let Some(to) = mask.header(&to)
    {
        headers.insert(REDIRECT_HEADER, to);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    Ok(response)
}

/// Sets the type of a body to JSON or to plain text, so that no browser takes
/// it for a page, a script or a style sheet of this server. Another header
/// tells the console the original type.
fn insert_type(headers: &mut HeaderMap, came_as: Option<&HeaderValue>, mask: &SecretMask) {
    let media_type = came_as.and_then(media_type);
    if media_type.as_deref().is_some_and(is_json) {
        headers.insert(CONTENT_TYPE, JSON);
        return;
    }
    headers.insert(CONTENT_TYPE, TEXT);
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    if let Some(Ok(media_type)) = media_type.map(HeaderValue::try_from)
        && let Some(media_type) = mask.header(&media_type)
    {
        headers.insert(CONTENT_TYPE_HEADER, media_type);
    }
}

/// A media type without its parameters, in lowercase, if it is one.
fn media_type(value: &HeaderValue) -> Option<String> {
    let text = value.to_str().ok()?;
    let media_type = text.split(';').next()?.trim().to_ascii_lowercase();
    let (kind, subtype) = media_type.split_once('/')?;
    let is_token = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._!#$&^".contains(&byte);
        (1..=127).contains(&part.len()) && part.bytes().all(plain)
    };
    (is_token(kind) && is_token(subtype)).then_some(media_type)
}

/// Whether a media type is JSON, which no browser runs.
fn is_json(media_type: &str) -> bool {
    matches!(media_type, "application/json" | "text/json")
        || media_type.starts_with("application/") && media_type.ends_with("+json")
}

/// A piece of an answer, or its end. An answer without an end was cut off.
type Piece = Option<Bytes>;

/// Relays a body, decompressed and with the secrets masked.
struct BodyRelay {
    decoder: Decoder,
    masked: MaskedStream,
    /// How many bytes may still come, as they are passed on.
    left: u64,
    sender: Sender<Piece>,
}

/// The relay has ended: the answer is too long or broken, or it is not read any
/// more.
struct RelayEnded;

impl BodyRelay {
    /// Relays all of `body`. It runs in a task of its own, so that a browser that
    /// stops reading does not keep the platform's connection open.
    async fn pump(mut self, mut body: Incoming) -> Result<(), RelayEnded> {
        while let Some(frame) = body.frame().await {
            // Trailers are dropped, as unknown headers are.
            let Ok(mut data) = frame.map_err(|_| RelayEnded)?.into_data() else {
                continue;
            };
            while !data.is_empty() {
                let step = self.decoder.step(&mut data);
                let piece = self.decoder.decode(step).map_err(|_| RelayEnded)?;
                self.mask(piece).await?;
            }
        }
        let rest = self.decoder.finish().map_err(|_| RelayEnded)?;
        self.mask(rest).await?;
        let rest = self.masked.finish();
        send(&self.sender, rest).await?;
        self.sender.send(None).await.map_err(|_| RelayEnded)
    }

    async fn mask(&mut self, piece: Bytes) -> Result<(), RelayEnded> {
        self.left = self
            .left
            .checked_sub(piece.len() as u64)
            .ok_or(RelayEnded)?;
        send(&self.sender, self.masked.push(piece)).await
    }
}

async fn send(sender: &Sender<Piece>, piece: Bytes) -> Result<(), RelayEnded> {
    if piece.is_empty() {
        return Ok(());
    }
    sender.send(Some(piece)).await.map_err(|_| RelayEnded)
}

/// The body that [`BodyRelay`] fills. If it is cut off it ends in an error,
/// which breaks the connection, so that half a list is not taken for the whole.
struct RelayedBody {
    pieces: Receiver<Piece>,
    left: bool,
}

/// Why a body ends early.
#[derive(Debug, thiserror::Error)]
#[error("the platform's answer was cut off")]
struct ResponseCutOff;

impl HttpBody for RelayedBody {
    type Data = Bytes;
    type Error = ResponseCutOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ResponseCutOff>>> {
        if !self.left {
            return Poll::Ready(None);
        }
        self.pieces.poll_recv(context).map(|piece| match piece {
            Some(Some(data)) => Some(Ok(Frame::data(data))),
            Some(None) => {
                self.left = false;
                None
            }
            None => {
                self.left = false;
                Some(Err(ResponseCutOff))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        !self.left
    }
}
