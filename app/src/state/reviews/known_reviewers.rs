//! The people who can be named as reviewers of a review, as far as the console knows them. The
//! server has no list of those who may sign in.

use crate::api::console_api::ConsoleApi;
use crate::routes;
use leptos::prelude::untrack;
use std::collections::BTreeSet;
use wire::console::reviews::Reviewer;
use wire::console::{TrailChange, TrailEvent, TrailKind};

/// How many entries of the audit log are looked at, each time. The server answers no more.
const ENTRIES: usize = 200;

/// What confirms a name that is no person's who signs in.
const COMMAND_LINE: &str = "command-line";

/// People who sign in here.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownReviewers {
    /// Each of them once, in the order of their names.
    pub(crate) people: BTreeSet<Reviewer>,
    /// Whether all that tells of them could be read.
    pub(crate) is_complete: bool,
}

/// Those who signed in or changed something, as the newest entries of the audit log have
/// it, and the reviewers of the newest reviews. Every user may read both.
pub(crate) async fn known_reviewers(api: ConsoleApi) -> KnownReviewers {
    let me = untrack(|| api.session.session());
    let mut known = KnownReviewers {
        people: BTreeSet::new(),
        is_complete: true,
    };
    known.people.extend(me.map(|me| Reviewer {
        name: me.name,
        via: me.via,
    }));
    for kind in [TrailKind::Session.name(), ""] {
        let pairs = [("kind", kind.to_owned()), ("limit", ENTRIES.to_string())];
        match api.trail(&routes::query(&pairs)).await {
            Ok(page) => known.people.extend(people_of(&page.changes)),
            Err(_) => known.is_complete = false,
        }
    }
    match api.reviews(None).await {
        Ok(page) => {
            let reviewers = page.reviews.into_iter().flat_map(|one| one.reviewers);
            known.people.extend(reviewers);
        }
        Err(_) => known.is_complete = false,
    }
    known
}

/// The people in these entries, without those whose sign-in was refused.
fn people_of(entries: &[TrailChange]) -> impl Iterator<Item = Reviewer> {
    let is_refused = |entry: &TrailChange| entry.action == TrailEvent::SignInFailed.name();
    let entries = entries.iter().filter(move |entry| !is_refused(entry));
    entries.filter_map(|entry| {
        let via = entry.via.clone().filter(|via| via != COMMAND_LINE)?;
        let name = entry.who.clone()?;
        Some(Reviewer { name, via })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn entry(action: TrailEvent, who: Value, via: Value) -> TrailChange {
        let entry = json!({
            "number": 1, "kind": "session", "at": "2026-11-26T06:00:00.000000Z", "ended": null,
            "id": "a", "who": who, "via": via, "address": null, "connection": "",
            "action": action.name(), "target": [], "request": {"query": [], "body": null},
            "outcome": "done",
        });
        serde_json::from_value(entry).unwrap()
    }

    #[test]
    fn people_who_signed_in_are_known_and_those_who_were_refused_are_not() {
        let entries = [
            entry(TrailEvent::SignedIn, json!("otto"), json!("local")),
            entry(TrailEvent::SignInFailed, json!("mallory"), json!("local")),
            entry(TrailEvent::ReviewDecided, json!("vera"), json!("proxy")),
            entry(
                TrailEvent::ReceiptStored,
                json!("root"),
                json!("command-line"),
            ),
            entry(TrailEvent::LogRead, Value::Null, Value::Null),
            entry(TrailEvent::SignedOut, json!("old"), Value::Null),
        ];
        let known: Vec<_> = people_of(&entries).collect();
        let known: Vec<_> = known.iter().map(|one| (&*one.name, &*one.via)).collect();
        assert_eq!(known, [("otto", "local"), ("vera", "proxy")]);
    }
}
