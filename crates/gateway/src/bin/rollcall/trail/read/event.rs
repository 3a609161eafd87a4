//! What is recorded besides changes, for people.

use super::super::chain::Row;
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
        number: number.unsigned_abs(),
        kind: event.kind(),
        at: row.at.clone(),
        ended: None,
        id: content.id,
        who: content.who,
        via: content.via,
        address: content.address,
        connection: String::new(),
        action: content.action,
        target: Vec::new(),
        request: TrailRequest {
            query: content.details,
            body: None,
        },
        outcome: content
            .failure
            .map_or(TrailOutcome::Done, TrailOutcome::Failed),
        hash: None,
        outcome_number: None,
        outcome_hash: None,
        damage: None,
    })
}
