//! The layer around all platforms that records calls in the journal.

use super::Entry;
use super::mask;
use crate::answer::NOTE;
use crate::faults::FAULT;
use crate::{World, endpoint};
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;
use wire::Platform;
use wire::secrets;

/// How much of a text is stored, in bytes.
const KEPT: usize = 16 * 1024;

/// The largest refusal that is recorded, in bytes: Metabase repeats what it
/// refuses.
const REFUSAL: usize = 8 * 1024 * 1024;

/// How much of a body is recorded before masking, in bytes: the most that a
/// platform accepts.
const READ: usize = 1024 * 1024;

/// Lets the fault layer name its fault when there will be no answer with a
/// header.
#[derive(Debug, Clone, Default)]
pub(crate) struct FaultSlot(Arc<OnceLock<&'static str>>);

impl FaultSlot {
    /// The call will hang or be cut off.
    pub(crate) fn set(&self, kind: &'static str) {
        // If it is already set, the first kind is the reason.
        let _ = self.0.set(kind);
    }
}

/// A call in progress. If it is dropped before it ends, the client has
/// disconnected without an answer.
struct Call {
    world: World,
    started: Instant,
    entry: Entry,
    content_type: String,
    sent: Option<Arc<Mutex<Sent>>>,
    fault: FaultSlot,
    ended: bool,
}

/// The part of the body that has been read.
#[derive(Default)]
struct Sent {
    bytes: Vec<u8>,
    size: usize,
}

/// Passes a call on and records it with its answer.
pub(crate) async fn record(State(world): State<World>, request: Request, next: Next) -> Response {
    let (request, mut call) = begin(world, request);
    let mut response = next.run(request).await;
    let refused = response.status().as_u16() >= 400;
    let mut refusal = None;
    if refused
        && response
            .body()
            .size_hint()
            .upper()
            .is_some_and(|size| size <= REFUSAL as u64)
    {
        let (parts, body) = response.into_parts();
        // Already in memory: reading it cannot fail.
        let bytes = to_bytes(body, REFUSAL).await.unwrap_or_default();
        refusal = Some(String::from_utf8_lossy(&bytes).into_owned());
        response = Response::from_parts(parts, Body::from(bytes));
    }
    call.end(&response, refusal);
    response
}

fn begin(world: World, request: Request) -> (Request, Call) {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path();
    let route = endpoint::find(parts.method.as_str(), path);
    let entry = Entry {
        time: world.now(),
        platform: route.map_or_else(|| platform_of(path), |route| Some(route.platform)),
        endpoint: route.map(|route| route.id),
        method: parts.method.to_string(),
        path: clipped(path.to_owned()),
        query: parts.uri.query().map(str::to_owned),
        headers: mask::headers(&parts.headers),
        ..Entry::default()
    };
    let fault = FaultSlot::default();
    parts.extensions.insert(fault.clone());
    let (body, sent) = if body.is_end_stream() {
        (body, None)
    } else {
        let (body, sent) = listened_to(body);
        (body, Some(sent))
    };
    let call = Call {
        world,
        started: Instant::now(),
        entry,
        content_type: text_of(&parts.headers, &CONTENT_TYPE).unwrap_or_default(),
        sent,
        fault,
        ended: false,
    };
    (Request::from_parts(parts, body), call)
}

/// The same body; what is read from it is copied.
fn listened_to(body: Body) -> (Body, Arc<Mutex<Sent>>) {
    let sent = Arc::new(Mutex::new(Sent::default()));
    let kept = Arc::clone(&sent);
    let body = body.map_frame(move |frame| {
        if let Some(data) = frame.data_ref() {
            let mut sent = kept.lock().unwrap_or_else(PoisonError::into_inner);
            let room = READ.saturating_sub(sent.bytes.len()).min(data.len());
            sent.bytes.extend(data.iter().take(room));
            sent.size = sent.size.saturating_add(data.len());
        }
        frame
    });
    (Body::new(body), sent)
}

impl Call {
    fn end(&mut self, response: &Response, refusal: Option<String>) {
        let headers = response.headers();
        let fault = text_of(headers, &FAULT).or_else(|| self.hidden_fault());
        // The client does not see the status of a connection that is cut off.
        let cut = self.fault.0.get().is_some();
        let note = text_of(headers, &NOTE);
        let assumed = note.as_ref().is_some_and(|note| note.contains("assumed"));
        self.entry.status = (!cut).then(|| response.status().as_u16());
        self.entry.documented = fault.is_none() && !assumed && self.entry.endpoint.is_some();
        self.entry.note = note;
        self.entry.fault = fault;
        self.write_down(refusal);
    }

    fn hidden_fault(&self) -> Option<String> {
        self.fault.0.get().map(|kind| (*kind).to_owned())
    }

    fn write_down(&mut self, refusal: Option<String>) {
        self.ended = true;
        let mut entry = std::mem::take(&mut self.entry);
        let mut secrets = Vec::new();
        if let Some(query) = entry.query.take() {
            entry.query = Some(clipped(mask::query(&query, &mut secrets)));
        }
        if let Some(sent) = self.sent.take() {
            let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
            let bytes = std::mem::take(&mut sent.bytes);
            entry.body_bytes = sent.size;
            entry.body = mask::body(&bytes, &self.content_type, &mut secrets).map(clipped);
        }
        entry.refusal = refusal.map(|text| clipped(secrets::mask(&text, &secrets)));
        entry.duration_ms = self.started.elapsed().as_secs_f64() * 1000.0;
        self.world.journal().add(entry);
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if !self.ended {
            self.entry.fault = self.hidden_fault();
            self.entry.note = Some("the client left before there was an answer".to_owned());
            self.write_down(None);
        }
    }
}

/// The platform that would answer this path, even if no route has it.
pub(crate) fn platform_of(path: &str) -> Option<Platform> {
    [
        ("/api/v1/", Platform::Pivot),
        ("/api/auth/", Platform::Actian),
        ("/api/", Platform::Metabase),
    ]
    .into_iter()
    .find_map(|(prefix, platform)| path.starts_with(prefix).then_some(platform))
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The beginning of `text`, as long as is stored.
fn clipped(mut text: String) -> String {
    if text.len() > KEPT {
        let end = (0..=KEPT).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
        text.push('…');
    }
    text
}
