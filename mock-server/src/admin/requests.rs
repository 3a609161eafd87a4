//! `/__mock/requests`: the journal, as a list and as live events.

use super::parameters::Parameters;
use crate::World;
use crate::answer::{Answer, Refusal};
use crate::journal::{Entry, Filter};
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use axum::routing::get;
use futures::stream::{self, Stream};
use serde::Serialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

pub(super) fn router() -> Router<World> {
    Router::new()
        .route("/requests", get(list).delete(clear))
        .route("/requests/stream", get(follow))
}

#[derive(Serialize)]
struct Listed<'a> {
    requests: Vec<&'a Entry>,
    /// The number of the last call: `since` for the next request.
    last: u64,
}

async fn list(State(world): State<World>, parameters: Parameters) -> Result<Answer, Refusal> {
    let filter = Filter::read(parameters.0)?;
    // Read before the list: a call in between is shown twice instead of missed.
    let last = world.journal().counted();
    let found = world.journal().find(&filter);
    Ok(Answer::ok(&Listed {
        requests: found.iter().map(AsRef::as_ref).collect(),
        last,
    }))
}

async fn clear(State(world): State<World>) -> Answer {
    world.journal().clear();
    Answer::ok(&Listed {
        requests: Vec::new(),
        last: world.journal().counted(),
    })
}

/// New calls as server-sent events with the call's number as ID. Calls after
/// `since`, or after the browser's `Last-Event-ID`, come first.
async fn follow(
    State(world): State<World>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let mut filter = Filter::read(parameters.0)?;
    if let Some(last) = headers.get("last-event-id") {
        let last = last.to_str().ok().and_then(|last| last.parse().ok());
        filter.since = last.or(filter.since);
    }
    let (missed, live) = world.journal().follow(&filter);
    let calls = stream::unfold(
        Following {
            missed,
            live,
            filter,
        },
        |mut following| async move { Some((Ok(following.next().await?), following)) },
    );
    Ok(Sse::new(calls).keep_alive(KeepAlive::default()))
}

struct Following {
    missed: VecDeque<Arc<Entry>>,
    live: Receiver<Arc<Entry>>,
    filter: Filter,
}

impl Following {
    async fn next(&mut self) -> Option<Event> {
        if let Some(entry) = self.missed.pop_front() {
            return Some(event(&entry));
        }
        loop {
            match self.live.recv().await {
                Ok(entry) if self.filter.fits(&entry) => return Some(event(&entry)),
                Ok(_) => {}
                Err(RecvError::Lagged(count)) => {
                    return Some(Event::default().event("missed").data(count.to_string()));
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

fn event(entry: &Entry) -> Event {
    let event = Event::default().id(entry.number.to_string());
    // Strings and numbers: serializing them cannot fail.
    event.data(serde_json::to_string(entry).unwrap_or_default())
}
