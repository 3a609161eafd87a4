//! Changes of what is kept about people, as the audit log has them.

use super::kind::{Kind, Rows};
use crate::api::recorder::value;
use crate::audit::change::Change;
use crate::audit::origin::Origin;
use crate::http::error::GatewayError;
use serde_json::json;
use std::collections::HashSet;
use wire::console::TrailEvent;

/// What `changes` are in the audit log: with what is there `before` them.
pub(super) fn entry_of<K: Kind>(
    event: TrailEvent,
    changes: &[K::Change],
    keys: &[String],
    before: &Rows<K>,
    origin: Origin,
) -> Result<Change, GatewayError> {
    let before: Vec<_> = keys.iter().map(|key| before.get(key)).collect();
    let mut known = HashSet::new();
    let target = changes
        .iter()
        .zip(&before)
        .flat_map(|(change, before)| K::target(change, *before))
        .filter(|text| known.insert(text.clone()));
    let target = target.collect();
    let body = json!({ "changes": value(changes)?, "before": value(&before)? });
    Ok(Change::of_console(event, target, body, origin))
}
