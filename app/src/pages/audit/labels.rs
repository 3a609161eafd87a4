//! An entry of the audit log in plain words.

use super::event_labels;
use crate::api::request_log::action_of;
use crate::state::user_store::UserStore;
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use wire::console::{TrailChange, TrailEvent, TrailKind, TrailOutcome};

/// What it did.
pub(super) fn what(entry: &TrailChange) -> String {
    if entry.action.is_empty() {
        "Damaged record".to_owned()
    } else if let Some(event) = TrailEvent::of(&entry.action) {
        event_labels::what(entry, event)
    } else {
        action_of(&entry.action)
    }
}

/// Its outcome in a word or two, and whether it needs attention.
pub(super) fn outcome(entry: &TrailChange) -> (String, bool) {
    if entry.damage.is_some() {
        return ("Record damaged".to_owned(), true);
    }
    if entry.kind != TrailKind::Change {
        return event_labels::outcome(entry);
    }
    match &entry.outcome {
        TrailOutcome::Status(status) if *status < 400 => ("Done".to_owned(), false),
        TrailOutcome::Status(status) => (format!("Refused, {status}"), true),
        TrailOutcome::Failed(_) => ("No response".to_owned(), true),
        TrailOutcome::Unknown => ("Unknown: check on the platform".to_owned(), true),
        TrailOutcome::Open => ("In progress".to_owned(), false),
        TrailOutcome::Done => ("Done".to_owned(), false),
    }
}

/// Its outcome in full.
pub(super) fn in_full(entry: &TrailChange) -> String {
    if entry.kind != TrailKind::Change {
        return event_labels::in_full(entry);
    }
    match &entry.outcome {
        TrailOutcome::Status(status) if *status < 400 => {
            format!("The platform answered with status {status}.")
        }
        TrailOutcome::Status(status) => {
            format!("The platform refused the change with status {status}.")
        }
        TrailOutcome::Failed(reason) => format!(
            "There was no response: {reason}. Check on the platform whether the change was \
             applied."
        ),
        TrailOutcome::Unknown => "The server stopped before the response arrived. Check on the \
                                  platform whether the change was applied."
            .to_owned(),
        TrailOutcome::Open => "In progress. Refresh to see the outcome.".to_owned(),
        TrailOutcome::Done => "Done".to_owned(),
    }
}

/// The name of the user it was about; empty where that is unknown, or is the key.
pub(super) fn label(entry: &TrailChange) -> String {
    let Some(key) = entry.target.last() else {
        return String::new();
    };
    let label = UserStore::opened().into_iter().find_map(|store| {
        let is_of_store = store.connection().id == entry.connection;
        let record = is_of_store.then(|| leptos::prelude::untrack(|| store.record(key)))??;
        Some(record.label())
    });
    label.filter(|label| label != key).unwrap_or_default()
}

/// What it was about, exactly: the names in its path.
pub(super) fn key(entry: &TrailChange) -> String {
    if entry.kind != TrailKind::Change {
        event_labels::about(entry)
    } else if entry.target.is_empty() {
        created_user(entry).unwrap_or_default()
    } else {
        entry.target.join(", ")
    }
}

/// The user to be created, who is in no path yet.
fn created_user(entry: &TrailChange) -> Option<String> {
    let body = body(entry)?;
    ["email", "name", "user"].into_iter().find_map(|name| {
        let value = Reflect::get(&body, &name.into()).ok()?;
        value.as_string()
    })
}

fn body(entry: &TrailChange) -> Option<JsValue> {
    let body = JSON::parse(entry.request.body.as_ref()?.get()).ok()?;
    body.is_object().then_some(body)
}

/// The body of the request, laid out for reading.
pub(super) fn sent(entry: &TrailChange) -> Option<String> {
    let text = entry.request.body.as_ref()?.get();
    let pretty = JSON::parse(text).ok().and_then(|body| {
        JSON::stringify_with_replacer_and_space(&body, &JsValue::NULL, &2.into()).ok()
    });
    Some(pretty.map_or_else(|| text.to_owned(), String::from))
}
