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
use crate::state::user_store::runs;
use crate::ui::placeholders::Skeleton;
use leptos::prelude::*;
use roster::people::{AccountRef, PersonKey};
use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::sync::Arc;
use wire::console::TrailChange;

/// How many entries are shown.
const SHOWN: usize = 50;

/// How many numbers the entries of one load take at most.
const NUMBERS: u32 = 50;

/// How many entries are asked for at a time.
const LIMIT: &str = "50";

/// How many parts of the log are searched for each request's accounts.
const PARTS: usize = 4;

/// About how many accounts one request asks, whose URL a proxy may limit to 8 kB.
const ACCOUNTS: usize = 40;

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
    // What is loaded later has other numbers: an entry may have its outcome by then.
    let next = StoredValue::new(0_u32);
    let load = move || {
        let accounts = untrack(|| accounts(page));
        let person = page.key.get_value();
        let first = next.get_value();
        next.set_value(first.wrapping_add(NUMBERS));
        list.with_value(|list| list.load(read(api, accounts, person, first)));
    };
    // Nothing while it is unknown whether there is a log. Where what the server keeps could
    // not be loaded, the log is asked for all the same.
    let has_log = Memo::new(move |_| match page.people.records_state().phase() {
        Phase::Loading => None,
        Phase::Failed => Some(true),
        Phase::Ready | Phase::Stale => Some(page.people.records(Records::has_audit_log)),
    });
    // Once for each set of accounts, and again whenever a change has ended.
    let own = Memo::new(move |_| accounts(page));
    let ended = Memo::new(|_| runs().iter().filter(|run| run.is_over()).count());
    watch(move || {
        // Reading works a memo out: one that is only tracked may follow nothing yet.
        own.with(|_| ());
        ended.get();
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
    first: u32,
) -> Result<Entries, Problem> {
    let accounts = accounts
        .iter()
        .map(|account| format!("{}/{}", account.connection, account.key));
    let about: Vec<_> = iter::once(person.to_string()).chain(accounts).collect();
    let mut found: BTreeMap<u64, TrailChange> = BTreeMap::new();
    for about in about.chunks(ACCOUNTS) {
        match entries(api, about).await {
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
        entries: (first..).zip(newest.map(Arc::new)).collect(),
        is_unavailable: false,
    })
}

/// The newest entries about a person and accounts with these names.
async fn entries(api: ConsoleApi, about: &[String]) -> Result<Vec<TrailChange>, Unanswered> {
    let mut query: Vec<_> = about.iter().map(|name| ("about", name.clone())).collect();
    query.push(("limit", LIMIT.to_owned()));
    let mut found = Vec::new();
    let mut before = String::new();
    for _ in 0..PARTS {
        let mut query = query.clone();
        query.push(("before", before.clone()));
        let page = api.trail(&routes::query(&query)).await?;
        found.extend(page.changes);
        match page.next {
            Some(next) if found.len() < SHOWN => before = next.to_string(),
            _ => break,
        }
    }
    Ok(found)
}
