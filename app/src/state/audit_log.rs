//! The audit log of the console's server, a part at a time.

use crate::api::console_api::{ConsoleApi, Unanswered};
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::browser::time::{self, Day};
use crate::messages::{self, Problem};
use crate::routes::{self, AuditQuery};
use crate::state::loadable::{LoadState, Loadable};
use leptos::prelude::*;
use std::sync::Arc;
use wire::console::{TrailChange, TrailPage};

/// How many entries are requested at a time.
const PART: usize = 100;

/// What is loaded of the log. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct AuditLog {
    api: ConsoleApi,
    list: StoredValue<Loadable<LoadedEntries>>,
    /// Whether the server has an audit log, as far as is known.
    is_available: RwSignal<bool>,
    /// What the loaded entries were requested with.
    query: StoredValue<AuditQuery>,
    /// The number of the last request. The response to an earlier one is not shown.
    last_request: StoredValue<u32>,
}

/// The entries that are loaded, newest first.
#[derive(Clone, Default)]
pub(crate) struct LoadedEntries {
    /// Each with a number that no other entry of this page has.
    pub(crate) entries: Vec<(u32, Arc<TrailChange>)>,
    /// What requests older entries; nothing where these are all.
    older: Option<u64>,
    /// The number of the next entry.
    next_number: u32,
}

impl LoadedEntries {
    pub(crate) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether there may be older entries.
    pub(crate) const fn has_older(&self) -> bool {
        self.older.is_some()
    }

    /// Adds older entries.
    fn append(&mut self, page: TrailPage) {
        for entry in page.changes {
            self.entries.push((self.next_number, Arc::new(entry)));
            self.next_number = self.next_number.saturating_add(1);
        }
        self.older = page.next;
    }
}

impl AuditLog {
    /// Nothing of it is loaded yet.
    pub(crate) fn new(api: ConsoleApi) -> Self {
        Self {
            api,
            list: StoredValue::new(Loadable::new(LoadedEntries::default())),
            is_available: RwSignal::new(true),
            query: StoredValue::new(AuditQuery::default()),
            last_request: StoredValue::new(0),
        }
    }

    /// How loading it went.
    pub(crate) fn load_state(self) -> LoadState {
        self.list.with_value(|list| list.state().clone())
    }

    /// The entries that are loaded.
    pub(crate) fn entries(self) -> Signal<LoadedEntries> {
        self.list.with_value(|list| list.value().into())
    }

    /// Whether the server has an audit log, as far as is known. Reactive.
    pub(crate) fn is_available(self) -> bool {
        self.is_available.get()
    }

    /// Loads the newest entries that match `query`. Those that are shown stay until
    /// others come.
    pub(crate) fn load(self, query: &AuditQuery) {
        self.request(query.clone(), None);
    }

    /// Loads what is older than the loaded entries.
    pub(crate) fn load_older(self) {
        let list = self.list.get_value();
        let older = list.value().with_untracked(|entries| entries.older);
        if older.is_some() && !untrack(|| list.state().is_loading()) {
            self.request(self.query.get_value(), older);
        }
    }

    fn request(self, query: AuditQuery, before: Option<u64>) {
        let number = self.last_request.get_value() + 1;
        self.last_request.set_value(number);
        let mut pairs = match filters(&query) {
            Ok(pairs) => pairs,
            Err(problem) => return self.fail(query, problem),
        };
        let list = self.list.get_value();
        list.begin(time::now());
        pairs.push(("limit", PART.to_string()));
        pairs.push((
            "before",
            before.map(|at| at.to_string()).unwrap_or_default(),
        ));
        spawn(async move {
            let response = self.api.trail(&routes::query(&pairs)).await;
            // The page may be gone, or have requested something else.
            if self.last_request.try_get_value() != Some(number) {
                return;
            }
            match response {
                Ok(page) => self.show(query, before.is_some(), page),
                Err(Unanswered {
                    status,
                    is_intercepted,
                    problem,
                }) => {
                    self.is_available.set(status != 404 || is_intercepted);
                    self.fail(query, problem);
                }
            }
        });
    }

    fn fail(self, query: AuditQuery, problem: Problem) {
        let list = self.list.get_value();
        if query != self.query.get_value() {
            // The loaded entries are not those that were requested.
            list.clear(LoadedEntries::default());
            self.query.set_value(query);
        }
        list.fail(problem);
    }

    fn show(self, query: AuditQuery, are_older: bool, page: TrailPage) {
        let list = self.list.get_value();
        let count = page.changes.len();
        self.query.set_value(query);
        self.is_available.set(true);
        if are_older {
            list.extend(|entries| entries.append(page));
            // Many parts may have no entry that matches.
            if count > 0 {
                announce(&format!("{} older entries loaded", time::number(count)));
            }
        } else {
            let shown = list.value();
            let mut entries = LoadedEntries {
                next_number: shown.with_untracked(|entries| entries.next_number),
                ..LoadedEntries::default()
            };
            entries.append(page);
            list.succeed(entries, time::now());
        }
        // The server searches a part at a time: what was requested may be further back.
        if list.value().with_untracked(LoadedEntries::is_empty) {
            self.load_older();
        }
    }
}

/// What the server is asked for: its own names, and times for days.
///
/// # Errors
/// When one of the days is invalid, as in a URL that was edited. Without that filter
/// every entry would be shown, which was not requested.
pub(crate) fn filters(query: &AuditQuery) -> Result<Vec<(&'static str, String)>, Problem> {
    let time = |label, text: &str, of: fn(Day) -> Option<String>| match Day::parse(text) {
        Some(day) => Ok(of(day).unwrap_or_default()),
        None if text.is_empty() => Ok(String::new()),
        None => Err(messages::no_day(label, text)),
    };
    Ok(vec![
        ("search", query.text.trim().to_owned()),
        ("kind", query.kind.clone()),
        ("who", query.who.trim().to_owned()),
        ("connection", query.connection.clone()),
        ("since", time("From", &query.since, Day::start)?),
        ("until", time("To", &query.until, Day::end)?),
    ])
}
