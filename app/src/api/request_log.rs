//! Every request this browser made, for whoever wants to see what happened.

use crate::api::entered_secrets;
use crate::browser::time;
use leptos::prelude::*;
use roster::TransportError;
use roster::input::escaped;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;
use wire::{Request, Response, Route};

/// How many requests are remembered.
const REMEMBERED: usize = 1000;

/// How much of an answer is remembered, in bytes.
const ANSWER: usize = 4000;

/// One request and what came of it. No secret is in it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Tells it from others; later ones have higher numbers.
    pub(crate) number: u32,
    /// The number by which the server's log and trail have it; empty where no
    /// answer came.
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
    pub(crate) took: u32,
    /// The answer as it came, secrets masked and cut; or why none came.
    pub(crate) answer: String,
    /// The request as a command line against this console.
    pub(crate) curl: String,
    /// The request itself where it only asks, to be made again. It is shown
    /// nowhere.
    pub(crate) again: Option<Request>,
}

impl Entry {
    /// Whether it did not come to what was asked for. That something is not there is
    /// an answer like any other to a question.
    pub(crate) fn is_failure(&self) -> bool {
        match self.status {
            None => true,
            Some(404) => self.route.writes,
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
        (thing, _) => (thing.unwrap_or_default(), "ask for"),
    };
    let one = match thing.strip_suffix("es") {
        Some(stem) if stem.ends_with("us") => stem,
        _ => thing.strip_suffix('s').unwrap_or(thing),
    };
    let thing = if verb == "list" || verb == "properties" {
        thing
    } else {
        one
    };
    let mut words = format!("{verb} {thing}").replace(['-', '_'], " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// What is remembered, the newest first.
#[derive(Clone, Copy)]
pub(crate) struct RequestLog(pub(crate) RwSignal<VecDeque<Arc<Entry>>>);

thread_local! {
    // Transports are made everywhere; there is one list for all of them.
    static LOG: RefCell<Option<RequestLog>> = const { RefCell::new(None) };
}

impl RequestLog {
    /// Nothing yet. Once, for the whole page.
    pub(crate) fn start() -> Self {
        let activity = Self(RwSignal::new(VecDeque::new()));
        LOG.with_borrow_mut(|log| *log = Some(activity));
        activity
    }
}

/// Remembers a request that took from `started` (milliseconds since 1970) until
/// now, and that the server calls `id`.
pub(crate) fn remember(
    connection: &str,
    base: &str,
    request: &Request,
    started: f64,
    outcome: &Result<Response, TransportError>,
    id: String,
) {
    let Some(RequestLog(list)) = LOG.with_borrow(|log| *log) else {
        return;
    };
    let (status, answer) = match outcome {
        Ok(response) => (Some(response.status), clip(&response.body)),
        Err(TransportError::Gateway { status, words }) => (Some(*status), words.clone()),
        Err(error) => (None, error.to_string()),
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a minute at most"
    )]
    let took = (time::now() - started).max(0.0) as u32;
    let mut entry = Entry {
        number: 0,
        id,
        connection: connection.to_owned(),
        route: request.route,
        time: time::rfc3339(started),
        target: request.masked(&request.target()),
        body: request.body.as_ref().map(|body| request.masked(&body.text)),
        status,
        took,
        answer: request.masked(&answer),
        curl: escaped(&request.curl_via(base, entered_secrets::secret(connection).is_some()))
            .into_owned(),
        again: (!request.route.writes).then(|| request.clone()),
    };
    list.update(|list| {
        entry.number = list.front().map_or(0, |newest| newest.number + 1);
        list.push_front(Arc::new(entry));
        list.truncate(REMEMBERED);
    });
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
