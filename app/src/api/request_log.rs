//! Every request this browser made.

use crate::browser::time;
use leptos::prelude::*;
use roster::TransportError;
use roster::input::escaped;
use std::collections::VecDeque;
use std::sync::Arc;
use wire::{Request, Response, Route};

/// How many requests are remembered.
const REMEMBERED: usize = 1000;

/// How much of an answer is remembered, in bytes.
const ANSWER: usize = 4000;

/// A request and its outcome, without any secret.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Identifies it; later ones have higher numbers.
    pub(crate) number: u32,
    /// Its ID in the server's request log and audit log; empty where no answer came.
    pub(crate) id: String,
    /// The connection's id.
    pub(crate) connection: String,
    /// The catalogue's row.
    pub(crate) route: &'static Route,
    /// When it was sent: RFC 3339.
    pub(crate) time: String,
    /// Path and query, secrets masked.
    pub(crate) target: String,
    /// The body that was sent, secrets masked.
    pub(crate) body: Option<String>,
    /// The status of the answer, where one came.
    pub(crate) status: Option<u16>,
    /// How long it took, in milliseconds.
    pub(crate) duration: u32,
    /// The answer as it came, secrets masked and cut; or why none came.
    pub(crate) answer: String,
    /// The request as a command line against this console.
    pub(crate) curl: String,
    /// The request itself where it only reads, to be sent again. It is not shown.
    pub(crate) again: Option<Request>,
}

impl Entry {
    /// Whether it failed. That something was not found is a proper answer to a request
    /// that only reads.
    pub(crate) fn is_failure(&self) -> bool {
        match self.status {
            None => true,
            Some(404) => self.route.writes(),
            Some(status) => !(200..=299).contains(&status),
        }
    }

    /// What it did, in words: `pivot.statuses.set` is “Set status”.
    pub(crate) fn action(&self) -> String {
        action_of(self.route.id)
    }
}

/// What the endpoint called `id` does, in words.
pub(crate) fn action_of(id: &str) -> String {
    let mut parts = id.split('.').skip(1);
    let (thing, verb) = match (parts.next(), parts.next()) {
        (Some(thing), Some(verb)) => (thing, verb),
        (thing, _) => (thing.unwrap_or_default(), "request"),
    };
    let singular = match thing.strip_suffix("es") {
        Some(stem) if stem.ends_with("us") => stem,
        _ => thing.strip_suffix('s').unwrap_or(thing),
    };
    let thing = if verb == "list" || verb == "properties" {
        thing
    } else {
        singular
    };
    let mut words = format!("{verb} {thing}").replace(['-', '_'], " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The requests of this browser that are remembered, newest first. All copies are the
/// same.
#[derive(Clone, Copy)]
pub(crate) struct RequestLog(RwSignal<VecDeque<Arc<Entry>>>);

/// A request that was sent, and what came of it.
pub(crate) struct Sent<'a> {
    /// The connection's ID.
    pub(crate) connection: &'a str,
    /// Where the connection's requests go, for command lines.
    pub(crate) base: &'a str,
    pub(crate) request: &'a Request,
    /// Whether a secret was sent with it.
    pub(crate) has_secret: bool,
    /// When it was sent, in milliseconds since 1970.
    pub(crate) started: f64,
    pub(crate) outcome: &'a Result<Response, TransportError>,
    /// Its ID in the server's log; empty where no answer came.
    pub(crate) id: String,
}

impl RequestLog {
    /// An empty log. Once, for the whole page.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(VecDeque::new()))
    }

    /// Its entries.
    pub(crate) fn entries(self) -> ReadSignal<VecDeque<Arc<Entry>>> {
        self.0.read_only()
    }

    /// Removes all entries, and returns them.
    pub(crate) fn clear(self) -> VecDeque<Arc<Entry>> {
        self.0.try_update(std::mem::take).unwrap_or_default()
    }

    /// Adds entries that were removed.
    pub(crate) fn restore(self, removed: VecDeque<Arc<Entry>>) {
        self.0.update(|entries| entries.extend(removed));
    }

    /// Adds a request that has just been answered, or was not.
    pub(crate) fn add(self, sent: Sent<'_>) {
        let request = sent.request;
        let (status, answer) = match sent.outcome {
            Ok(response) => (Some(response.status), clip(&response.body)),
            Err(TransportError::Gateway { status, words }) => (Some(*status), words.clone()),
            Err(error) => (None, error.to_string()),
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a minute at most"
        )]
        let duration = (time::now() - sent.started).max(0.0) as u32;
        let body = request.body.as_ref();
        let mut entry = Entry {
            number: 0,
            id: sent.id,
            connection: sent.connection.to_owned(),
            route: request.route,
            time: time::rfc3339(sent.started),
            target: request.masked(&request.target()),
            body: body.map(|body| request.masked(&body.text)),
            status,
            duration,
            answer: request.masked(&answer),
            curl: escaped(&request.curl_via(sent.base, sent.has_secret)).into_owned(),
            again: (!request.route.writes()).then(|| request.clone()),
        };
        self.0.update(|entries| {
            entry.number = entries.front().map_or(0, |newest| newest.number + 1);
            entries.push_front(Arc::new(entry));
            entries.truncate(REMEMBERED);
        });
    }
}

/// The beginning of an answer.
fn clip(text: &str) -> String {
    if text.len() <= ANSWER {
        return text.to_owned();
    }
    let mut end = ANSWER;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", text.get(..end).unwrap_or_default())
}
