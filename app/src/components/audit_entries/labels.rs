//! An entry of the audit log in plain words.

use super::{event_labels, people_labels};
use crate::api::request_log::action_of;
use crate::routes;
use crate::state::stores::Stores;
use js_sys::{JSON, Reflect};
use leptos::prelude::*;
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
    match entry.kind {
        TrailKind::Change => {}
        TrailKind::People => return people_labels::outcome(entry),
        TrailKind::Session | TrailKind::Log => return event_labels::outcome(entry),
    }
    match &entry.outcome {
        TrailOutcome::Status(200..=299) | TrailOutcome::Done => ("Done".to_owned(), false),
        TrailOutcome::Status(status @ 400..=499) => (format!("Refused, {status}"), true),
        TrailOutcome::Status(status) => (format!("Unknown, {status}"), true),
        TrailOutcome::Failed(_) => ("No response".to_owned(), true),
        TrailOutcome::Unknown => ("Unknown: check on the platform".to_owned(), true),
        TrailOutcome::Open => ("In progress".to_owned(), false),
    }
}

/// Its outcome in full.
pub(super) fn in_full(entry: &TrailChange) -> String {
    match entry.kind {
        TrailKind::Change => {}
        TrailKind::People => return people_labels::in_full(entry),
        TrailKind::Session | TrailKind::Log => return event_labels::in_full(entry),
    }
    match &entry.outcome {
        TrailOutcome::Status(status @ 200..=299) => {
            format!("The platform answered with status {status}.")
        }
        TrailOutcome::Status(status @ 400..=499) => {
            format!("The platform refused the change with status {status}.")
        }
        TrailOutcome::Status(status) => format!(
            "The platform answered with status {status}. Check on the platform whether the \
             change was applied."
        ),
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
    let stores = use_context::<Stores>().map(|stores| stores.users.all());
    let label = stores.into_iter().flatten().find_map(|store| {
        let is_of_store = store.connection().id == entry.connection;
        let record = is_of_store.then(|| untrack(|| store.record(key)))??;
        Some(record.label())
    });
    label.filter(|label| label != key).unwrap_or_default()
}

/// What it was about, exactly: the names in its path, or the people and accounts.
pub(super) fn key(entry: &TrailChange) -> String {
    if matches!(entry.kind, TrailKind::Session | TrailKind::Log) {
        event_labels::about(entry)
    } else if entry.kind == TrailKind::Change && entry.target.is_empty() {
        created_user(entry).unwrap_or_default()
    } else {
        entry.target.join(", ")
    }
}

/// What it was about, as in [`key`], each with the URL of the page about it where there is
/// one: the receipt that it stored, the people it was about, the approval.
pub(super) fn targets(entry: &TrailChange) -> Vec<(String, Option<String>)> {
    let is_done = matches!(
        entry.outcome,
        TrailOutcome::Status(200..=299) | TrailOutcome::Done
    );
    match TrailEvent::of(&entry.action).filter(|_| is_done) {
        Some(TrailEvent::ReceiptStored) => vec![(key(entry), receipt_url(entry))],
        Some(
            TrailEvent::ApprovalRequested
            | TrailEvent::ApprovalGiven
            | TrailEvent::ApprovalDeclined
            | TrailEvent::ApprovalWithdrawn,
        ) => {
            let url = entry.target.first().map(|id| routes::approval(id));
            vec![(requester(entry), url)]
        }
        Some(
            TrailEvent::PersonLinked
            | TrailEvent::PersonUnlinked
            | TrailEvent::PersonDeparted
            | TrailEvent::PersonReturned,
        ) => {
            let mut targets: Vec<(String, Option<String>)> = Vec::new();
            for text in &entry.target {
                // A person is named once for each account.
                if !targets.iter().any(|(known, _)| known == text) {
                    // An account is written with a slash, which no key of a person has.
                    let url = (!text.contains('/')).then(|| routes::person(text));
                    targets.push((text.clone(), url));
                }
            }
            targets
        }
        _ => vec![(key(entry), None)],
    }
}

fn receipt_url(entry: &TrailChange) -> Option<String> {
    let id = Reflect::get(&body(entry)?, &"receipt".into()).ok()?;
    Some(routes::receipt(&id.as_string()?))
}

/// Which person requested an approval, for a link to it: “requested by ada”.
fn requester(entry: &TrailChange) -> String {
    let requested = body(entry).and_then(|body| Reflect::get(&body, &"requested".into()).ok());
    let by = requested.and_then(|stamp| Reflect::get(&stamp, &"by".into()).ok()?.as_string());
    // The entry about the request itself names them.
    let by = by.or_else(|| entry.who.clone());
    by.map_or_else(|| key(entry), |by| format!("requested by {by}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn with_status(status: u16) -> TrailChange {
        let text = format!(
            r#"{{"number":12,"kind":"change","at":"2026-11-26T06:00:00.000000Z","ended":null,
            "id":"0f","who":"ada","connection":"pivot","action":"pivot.users.delete",
            "target":["bob"],"request":{{"query":[],"body":null}},
            "outcome":{{"status":{status}}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn about_people(action: &str, target: &str, outcome: &str) -> TrailChange {
        let text = format!(
            r#"{{"number":12,"kind":"people","at":"2026-11-26T06:00:00.000000Z","ended":null,
            "id":"0f","who":"ada","connection":"","action":"rollcall.{action}",
            "target":{target},"request":{{"query":[],"body":null}},"outcome":{outcome}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn people_lead_to_their_pages_and_accounts_do_not() {
        const DONE: &str = r#"{"status":200}"#;
        let linked = r#"["ana@b.c","pivot/ana","ana@b.c","metabase/7"]"#;
        for (action, target, outcome, expected) in [
            (
                "person-linked",
                linked,
                DONE,
                &[
                    ("ana@b.c", Some("/people/ana@b.c")),
                    ("pivot/ana", None),
                    ("metabase/7", None),
                ][..],
            ),
            (
                "person-departed",
                r#"["ana@b.c","pivot:bo"]"#,
                DONE,
                &[
                    ("ana@b.c", Some("/people/ana@b.c")),
                    ("pivot:bo", Some("/people/pivot:bo")),
                ],
            ),
            (
                "person-departed",
                r#"["ana@b.c"]"#,
                r#"{"status":409}"#,
                &[("ana@b.c", None)],
            ),
        ] {
            let targets = targets(&about_people(action, target, outcome));
            let targets: Vec<_> = targets
                .iter()
                .map(|(text, url)| (&**text, url.as_deref()))
                .collect();
            assert_eq!(targets, expected, "{action}");
        }
    }

    #[test]
    fn only_a_change_that_was_accepted_is_done_and_only_one_that_was_refused_is_refused() {
        for (status, expected, needs_attention) in [
            (200, "Done", false),
            (204, "Done", false),
            (302, "Unknown, 302", true),
            (400, "Refused, 400", true),
            (409, "Refused, 409", true),
            (503, "Unknown, 503", true),
        ] {
            let outcome = outcome(&with_status(status));
            assert_eq!(outcome, (expected.to_owned(), needs_attention));
            let asks_to_check = in_full(&with_status(status)).contains("Check on the platform");
            assert_eq!(asks_to_check, expected.starts_with("Unknown"), "{status}");
        }
    }
}
