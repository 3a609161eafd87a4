//! What the audit log has about the person: changes of their accounts, and what was decided
//! about them.

use super::PersonPage;
use super::model::Card;
use crate::api::console_api::{ConsoleApi, Unanswered};
use crate::browser::reactive::watch;
use crate::components::audit_entries::{EntryTable, NumberedEntry};
use crate::components::load_status::{LoadButton, LoadFailed};
use crate::messages::Problem;
use crate::routes::{self, AuditQuery};
use crate::state::loadable::{Loadable, Phase};
use crate::state::people::Records;
use crate::state::stores::use_stores;
use crate::ui::placeholders::Skeleton;
use leptos::prelude::*;
use roster::people::{AccountRef, PersonKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wire::console::{TrailChange, TrailKind};

/// How many entries are shown.
const SHOWN: usize = 50;

/// How many entries are asked for at a time.
const LIMIT: &str = "50";

/// How many parts of the log are searched for each account.
const PARTS: usize = 4;

/// How many accounts are searched for.
const ACCOUNTS: usize = 20;

/// What is loaded of the log.
#[derive(Default)]
struct Entries {
    entries: Vec<NumberedEntry>,
    /// Whether the server has no audit log.
    is_unavailable: bool,
}

#[component]
pub(super) fn History(page: PersonPage) -> impl IntoView {
    let session = use_stores().session;
    let api = ConsoleApi { session };
    let list = StoredValue::new(Loadable::new(Entries::default()));
    let load = move || {
        let accounts = untrack(|| accounts(page));
        let person = page.key.get_value();
        list.with_value(|list| list.load(read(api, accounts, person)));
    };
    // Nothing while it is unknown whether there is a log. Where what the server keeps could
    // not be loaded, the log is asked for all the same.
    let has_log = Memo::new(move |_| match page.people.records_state().phase() {
        Phase::Loading => None,
        Phase::Failed => Some(true),
        Phase::Ready | Phase::Stale => Some(page.people.records(Records::has_audit_log)),
    });
    // Once for each set of accounts.
    let own = Memo::new(move |_| accounts(page));
    watch(move || {
        own.track();
        if has_log.get() == Some(true) {
            untrack(load);
        }
    });
    let state = list.with_value(|list| list.state().clone());
    let (value, phase) = (list.with_value(Loadable::value), state.clone());
    let button_state = state.clone();
    let entries = value.clone();
    let shown = Signal::derive(move || entries.with(|all| all.entries.clone()));
    let all = value.clone();
    let is_unavailable =
        Memo::new(move |_| has_log.get() == Some(false) || all.with(|all| all.is_unavailable));
    let note = move || {
        let state = state.clone();
        if is_unavailable.get() {
            return Some(view! { <p class="hint">"This server has no audit log."</p> }.into_any());
        }
        match phase.phase() {
            Phase::Loading => Some(view! { <Skeleton /> }.into_any()),
            Phase::Failed | Phase::Stale => Some(
                view! { <LoadFailed class="part" state=state on_retry=move |()| load() /> }
                    .into_any(),
            ),
            Phase::Ready => value.with(|all| {
                let text = "The audit log has nothing about their accounts.";
                let is_empty = all.entries.is_empty();
                is_empty.then(|| view! { <p class="hint">{text}</p> }.into_any())
            }),
        }
    };
    let search = routes::audit_log_url(AuditQuery {
        text: search_text(&page.key.get_value()),
        ..AuditQuery::default()
    });
    let actions = move || {
        let (state, search) = (button_state.clone(), search.clone());
        (!is_unavailable.get()).then(|| {
            view! {
                <div class="actions">
                    <LoadButton label="Refresh history" state=state on_press=move |()| load() />
                    <a href=search>"Search the audit log"</a>
                </div>
            }
        })
    };
    view! {
        <section class="person-part" aria-labelledby="history">
            <h2 id="history">"History"</h2>
            {note}
            <EntryTable caption="Entries about this person" entries=shown />
            {actions}
        </section>
    }
}

/// The accounts of the person.
fn accounts(page: PersonPage) -> Vec<AccountRef> {
    page.get(|model| {
        let cards = model.cards.iter();
        let accounts = cards.filter_map(|card| match card {
            Card::Account(one) => Some(one.account.clone()),
            _ => None,
        });
        let accounts: BTreeSet<AccountRef> = accounts.collect();
        accounts.into_iter().collect()
    })
}

/// What the log is searched for to find what was decided about a person.
fn search_text(person: &PersonKey) -> String {
    match person {
        PersonKey::Address(address) => address.to_string(),
        PersonKey::Account(account) => account.key.to_string(),
    }
}

async fn read(
    api: ConsoleApi,
    accounts: Vec<AccountRef>,
    person: PersonKey,
) -> Result<Entries, Problem> {
    let key = person.to_string();
    let mut queries = vec![vec![("search", key.clone()), ("kind", "people".to_owned())]];
    for account in accounts.iter().take(ACCOUNTS) {
        let text = format!("{}/{}", account.connection, account.key);
        queries.push(vec![("search", text), ("kind", "people".to_owned())]);
        queries.push(vec![
            ("search", account.key.to_string()),
            ("connection", account.connection.to_string()),
        ]);
    }
    let mut found: BTreeMap<u64, TrailChange> = BTreeMap::new();
    for mut query in queries {
        query.push(("limit", LIMIT.to_owned()));
        match search(api, query, &|entry| is_about(entry, &accounts, &key)).await {
            Ok(entries) => found.extend(entries.into_iter().map(|entry| (entry.number, entry))),
            Err(error) if error.status == 404 && !error.is_intercepted => {
                return Ok(Entries {
                    is_unavailable: true,
                    ..Entries::default()
                });
            }
            Err(error) => return Err(error.problem),
        }
    }
    let newest = found.into_values().rev().take(SHOWN);
    Ok(Entries {
        entries: (0..).zip(newest.map(Arc::new)).collect(),
        is_unavailable: false,
    })
}

/// The newest entries that match `query` and are wanted.
async fn search(
    api: ConsoleApi,
    query: Vec<(&'static str, String)>,
    is_wanted: &dyn Fn(&TrailChange) -> bool,
) -> Result<Vec<TrailChange>, Unanswered> {
    let mut found = Vec::new();
    let mut before = String::new();
    for _ in 0..PARTS {
        let mut query = query.clone();
        query.push(("before", before.clone()));
        let page = api.trail(&routes::query(&query)).await?;
        found.extend(page.changes.into_iter().filter(is_wanted));
        match page.next {
            Some(next) if found.len() < SHOWN => before = next.to_string(),
            _ => break,
        }
    }
    Ok(found)
}

/// Whether an entry is about the person or one of these accounts. The log is searched for
/// parts of texts.
fn is_about(entry: &TrailChange, accounts: &[AccountRef], person: &str) -> bool {
    match entry.kind {
        TrailKind::Change => accounts
            .iter()
            .any(|account| *account.connection == entry.connection && has(entry, &account.key)),
        TrailKind::People => {
            has(entry, person)
                || accounts
                    .iter()
                    .any(|account| has(entry, &format!("{}/{}", account.connection, account.key)))
        }
        TrailKind::Session | TrailKind::Log => false,
    }
}

/// Whether an entry's target has exactly this text.
fn has(entry: &TrailChange, text: &str) -> bool {
    entry.target.iter().any(|one| one == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: &str, connection: &str, target: &[&str]) -> TrailChange {
        let text = serde_json::json!({
            "number": 12, "kind": kind, "at": "2026-11-26T06:00:00.000000Z", "ended": null,
            "id": "0f", "who": "ada", "connection": connection, "action": "pivot.users.delete",
            "target": target, "request": { "query": [], "body": null },
            "outcome": { "status": 200 },
        });
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn only_entries_of_exactly_these_accounts_are_about_the_person() {
        let accounts = [AccountRef::new("metabase", "12")];
        for (entry, expected) in [
            (entry("change", "metabase", &["12"]), true),
            (entry("change", "metabase", &["120"]), false),
            (entry("change", "pivot", &["12"]), false),
            (entry("people", "", &["ana@example.com"]), true),
            (
                entry("people", "", &["bo@example.com", "metabase/12"]),
                true,
            ),
            (entry("people", "", &["diana@example.com"]), false),
            (entry("session", "", &["ana@example.com"]), false),
        ] {
            let found = is_about(&entry, &accounts, "ana@example.com");
            assert_eq!(found, expected, "{:?}", entry.target);
        }
    }
}
