//! Events that are recorded besides changes, for people.

use super::super::chain::Row;
use super::blank;
use serde::Deserialize;
use wire::console::{TrailChange, TrailEvent, TrailOutcome, TrailRequest};

/// The content of a row, as `gateway::Event` was written.
#[derive(Deserialize)]
struct Content {
    id: String,
    action: String,
    who: Option<String>,
    via: Option<String>,
    address: Option<String>,
    details: Vec<(String, String)>,
    failure: Option<String>,
}

/// The event that `row` records, or why that cannot be read.
pub(super) fn event(row: &Row) -> Result<TrailChange, String> {
    let number = row.number;
    let content: Content = serde_json::from_str(&row.content)
        .map_err(|_| format!("row {number} does not hold an event as it is recorded"))?;
    if content.id != row.change {
        return Err(format!("row {number} holds another event than it names"));
    }
    let Some(event) = TrailEvent::of(&content.action) else {
        return Err(format!("row {number} holds an event of an unknown kind"));
    };
    Ok(TrailChange {
        kind: event.kind(),
        who: content.who,
        via: content.via,
        address: content.address,
        action: content.action,
        request: TrailRequest {
            query: content.details,
            body: None,
        },
        outcome: content
            .failure
            .map_or(TrailOutcome::Done, TrailOutcome::Failed),
        ..blank(number, row.at.clone(), content.id)
    })
}
