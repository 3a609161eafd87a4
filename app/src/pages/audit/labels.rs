//! An entry of the trail in plain words.

use super::event_labels;
use crate::api::request_log::action_of;
use crate::state::user_store::UserStore;
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use wire::console::{TrailChange, TrailEvent, TrailKind, TrailOutcome};

/// What was asked for.
pub(super) fn what(change: &TrailChange) -> String {
    if change.action.is_empty() {
        "Damaged record".to_owned()
    } else if let Some(event) = TrailEvent::of(&change.action) {
        event_labels::what(change, event)
    } else {
        action_of(&change.action)
    }
}

/// What came of it, in a word or two; and whether it has to be looked at.
pub(super) fn outcome(change: &TrailChange) -> (String, bool) {
    if change.damage.is_some() {
        return ("Record damaged".to_owned(), true);
    }
    if change.kind != TrailKind::Change {
        return event_labels::outcome(change);
    }
    match &change.outcome {
        TrailOutcome::Status(status) if *status < 400 => ("Done".to_owned(), false),
        TrailOutcome::Status(status) => (["Refused, ", &*status.to_string()].concat(), true),
        TrailOutcome::Failed(_) => ("No answer".to_owned(), true),
        TrailOutcome::Unknown => ("Unknown: look at the platform".to_owned(), true),
        TrailOutcome::Open => ("Under way".to_owned(), false),
        TrailOutcome::Done => ("Done".to_owned(), false),
    }
}

/// What came of it, in full.
pub(super) fn in_full(change: &TrailChange) -> String {
    if change.kind != TrailKind::Change {
        return event_labels::in_full(change);
    }
    match &change.outcome {
        TrailOutcome::Status(status) if *status < 400 => [
            "The platform answered with status ",
            &*status.to_string(),
            ".",
        ]
        .concat(),
        TrailOutcome::Status(status) => [
            "The platform refused it with status ",
            &*status.to_string(),
            ".",
        ]
        .concat(),
        TrailOutcome::Failed(why) => [
            "There was no answer: ",
            why,
            ". Look at the platform whether it was made.",
        ]
        .concat(),
        TrailOutcome::Unknown => "Nobody knows: the server ended before the answer came. Look \
                                     at the platform whether it was made."
            .to_owned(),
        TrailOutcome::Open => "It is under way. Refresh to see what came of it.".to_owned(),
        TrailOutcome::Done => "Done".to_owned(),
    }
}

/// Whom it was about, as people call them; empty where that is not known, or is
/// the key.
pub(super) fn label(change: &TrailChange) -> String {
    let Some(key) = change.target.last() else {
        return String::new();
    };
    let label = UserStore::opened().into_iter().find_map(|store| {
        let is_there = store.connection().id == change.connection;
        let record = is_there.then(|| leptos::prelude::untrack(|| store.record(key)))??;
        Some(record.label())
    });
    label.filter(|label| label != key).unwrap_or_default()
}

/// Whom or what it was about, to the letter: the names in its path.
pub(super) fn key(change: &TrailChange) -> String {
    if change.kind != TrailKind::Change {
        event_labels::about(change)
    } else if change.target.is_empty() {
        made(change).unwrap_or_default()
    } else {
        change.target.join(", ")
    }
}

/// Who was to be made, whom no path names yet.
fn made(change: &TrailChange) -> Option<String> {
    let body = body(change)?;
    ["email", "name", "user"].into_iter().find_map(|name| {
        let value = Reflect::get(&body, &name.into()).ok()?;
        value.as_string()
    })
}

fn body(change: &TrailChange) -> Option<JsValue> {
    let body = JSON::parse(change.request.body.as_ref()?.get()).ok()?;
    body.is_object().then_some(body)
}

/// What was sent, as one reads it.
pub(super) fn sent(change: &TrailChange) -> Option<String> {
    let text = change.request.body.as_ref()?.get();
    let pretty = JSON::parse(text).ok().and_then(|body| {
        JSON::stringify_with_replacer_and_space(&body, &JsValue::NULL, &2.into()).ok()
    });
    Some(pretty.map_or_else(|| text.to_owned(), String::from))
}
