//! What a receipt says of an entry of the audit log.

use wire::console::TrailChange;
use wire::console::people::{AuditRow, ReceiptEntry};

/// What a receipt says of `entry`; nothing where its record cannot be read.
pub fn receipt_entry(entry: &TrailChange) -> Option<ReceiptEntry> {
    if entry.damage.is_some() {
        return None;
    }
    Some(ReceiptEntry {
        request: entry.id.clone(),
        at: entry.at.clone(),
        who: entry.who.clone(),
        via: entry.via.clone(),
        connection: entry.connection.clone(),
        action: entry.action.clone(),
        target: entry.target.clone(),
        outcome: entry.outcome.clone(),
        asked: asked_row(entry)?,
        ended: ended_row(entry),
    })
}

/// The row that says that `entry` was asked for.
pub fn asked_row(entry: &TrailChange) -> Option<AuditRow> {
    Some(AuditRow {
        number: entry.number,
        hash: entry.hash.clone()?,
    })
}

fn ended_row(entry: &TrailChange) -> Option<AuditRow> {
    Some(AuditRow {
        number: entry.outcome_number?,
        hash: entry.outcome_hash.clone()?,
    })
}
