//! The outcomes of changes.

use super::super::chain::{Row, hex};
use super::super::table;
use super::away;
use crate::database::describe;
use gateway::NotRead;
use sqlx::AnyConnection;
use std::collections::HashMap;
use wire::console::{TrailChange, TrailOutcome};

/// Adds its outcome to each of `changes`.
pub(super) async fn add_to(
    connection: &mut AnyConnection,
    changes: &mut [TrailChange],
) -> Result<(), NotRead> {
    let ids: Vec<&str> = changes.iter().map(|change| &*change.id).collect();
    let found = match table::ends_of(connection, &ids).await {
        Err(error) if table::is_damage(&error) => None,
        found => Some(found.map_err(away)?),
    };
    if let Some(found) = found {
        let mut ends = HashMap::<String, Vec<Row>>::new();
        for row in found {
            ends.entry(row.change.clone()).or_default().push(row);
        }
        for change in changes {
            let ends = ends.remove(&change.id);
            add_outcome(change, ends.unwrap_or_default());
        }
        return Ok(());
    }
    for change in changes {
        match table::ends_of(connection, &[&change.id]).await {
            Ok(ends) => add_outcome(change, ends),
            Err(error) if table::is_damage(&error) => {
                change.outcome = TrailOutcome::Unknown;
                add_damage(
                    change,
                    format!("its outcome cannot be read: {}", describe(&error)),
                );
            }
            Err(error) => return Err(away(error)),
        }
    }
    Ok(())
}

/// Adds the outcome of `change` from its `ends`, in the order in which they
/// were recorded. If there are two, one marks the outcome as unknown because
/// its process seemed dead, and the other one counts.
fn add_outcome(change: &mut TrailChange, ends: Vec<Row>) {
    let mut known: Option<TrailOutcome> = None;
    for end in ends {
        let number = end.number.unsigned_abs();
        if number <= change.number {
            continue;
        }
        let Ok(outcome) = serde_json::from_str(&end.content) else {
            known.get_or_insert(TrailOutcome::Unknown);
            add_damage(
                change,
                format!("row {number} does not hold an outcome as it is recorded"),
            );
            continue;
        };
        if outcome != TrailOutcome::Unknown || known.is_none() {
            known = Some(outcome);
            change.ended = Some(end.at);
            change.outcome_number = Some(number);
            change.outcome_hash = Some(hex(&end.hash));
        }
    }
    if let Some(known) = known {
        change.outcome = known;
    }
}

fn add_damage(change: &mut TrailChange, why: String) {
    change.damage = Some(match change.damage.take() {
        Some(before) => format!("{before}; {why}"),
        None => why,
    });
}
