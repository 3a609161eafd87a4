//! The audit trail of the console's server, a part at a time.

use crate::api::console_api::{self, Unanswered};
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::browser::time::{self, Day};
use crate::messages::{self, Problem};
use crate::routes::{self, AuditQuery};
use leptos::prelude::*;
use std::sync::Arc;
use wire::console::{TrailChange, TrailPage};

/// How many changes are asked for at a time.
const PART: usize = 100;

/// What is known of the trail. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct AuditLog {
    /// The changes, the newest first, each with a number of this page's.
    pub(crate) changes: RwSignal<Vec<(u32, Arc<TrailChange>)>>,
    /// What asks for what is older; nothing where that is all.
    pub(crate) next: RwSignal<Option<u64>>,
    /// When the newest were loaded, in milliseconds since 1970.
    pub(crate) loaded_at: RwSignal<Option<f64>>,
    pub(crate) loading: RwSignal<bool>,
    /// Why the last load came to nothing.
    pub(crate) problem: RwSignal<Option<Problem>>,
    /// Whether the server keeps one, as far as is known.
    pub(crate) is_kept: RwSignal<bool>,
    /// What the changes were asked for by.
    shown: StoredValue<AuditQuery>,
    /// Counts questions: an answer to an earlier one is no news.
    asked: StoredValue<u32>,
    /// The number of the next change.
    serial: StoredValue<u32>,
}

impl AuditLog {
    /// Nothing of it yet.
    pub(crate) fn new() -> Self {
        Self {
            changes: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            loaded_at: RwSignal::new(None),
            loading: RwSignal::new(false),
            problem: RwSignal::new(None),
            is_kept: RwSignal::new(true),
            shown: StoredValue::new(AuditQuery::default()),
            asked: StoredValue::new(0),
            serial: StoredValue::new(0),
        }
    }

    /// Loads the newest changes of those that `traced` asks for. Those that are
    /// shown stay until others come.
    pub(crate) fn load(self, traced: &AuditQuery) {
        self.ask(traced.clone(), None);
    }

    /// Loads what is older than those that are shown.
    pub(crate) fn older(self) {
        if let Some(next) = self.next.get_untracked()
            && !self.loading.get_untracked()
        {
            self.ask(self.shown.get_value(), Some(next));
        }
    }

    fn ask(self, traced: AuditQuery, before: Option<u64>) {
        let asked = self.asked.get_value() + 1;
        self.asked.set_value(asked);
        let mut pairs = match filters(&traced) {
            Ok(pairs) => pairs,
            Err(problem) => {
                self.loading.set(false);
                let refused = Unanswered {
                    status: 0,
                    is_intercepted: false,
                    problem,
                };
                return self.take(traced, before, Err(refused));
            }
        };
        self.loading.set(true);
        pairs.push(("limit", PART.to_string()));
        pairs.push((
            "before",
            before.map(|at| at.to_string()).unwrap_or_default(),
        ));
        spawn(async move {
            let answer = console_api::trail(&routes::query(&pairs)).await;
            // The page may be gone, or have asked for something else.
            if self.asked.try_get_value() == Some(asked) {
                self.loading.set(false);
                self.take(traced, before, answer);
            }
        });
    }

    fn take(self, traced: AuditQuery, before: Option<u64>, answer: Result<TrailPage, Unanswered>) {
        match answer {
            Err(error) => {
                if traced != self.shown.get_value() {
                    // What is shown is not what was asked for.
                    self.changes.set(Vec::new());
                    self.next.set(None);
                    self.loaded_at.set(None);
                    self.shown.set_value(traced);
                }
                self.is_kept
                    .set(error.status != 404 || error.is_intercepted);
                self.problem.set(Some(error.problem));
            }
            Ok(page) => {
                let first = self.serial.get_value();
                let more = (first..).zip(page.changes.into_iter().map(Arc::new));
                let more: Vec<_> = more.collect();
                let count = more.len();
                self.serial
                    .set_value(first.saturating_add(u32::try_from(count).unwrap_or(u32::MAX)));
                if before.is_some() {
                    self.changes.update(|changes| changes.extend(more));
                    // Many parts may hold none of those that are looked for.
                    if count > 0 {
                        announce(&format!("{} older entries loaded", time::number(count)));
                    }
                } else {
                    self.shown.set_value(traced);
                    self.changes.set(more);
                    self.loaded_at.set(Some(time::now()));
                }
                self.next.set(page.next);
                self.is_kept.set(true);
                self.problem.set(None);
                // The server looks through so much at a time; what was asked for
                // may stand further back.
                if self.changes.with_untracked(Vec::is_empty) {
                    self.older();
                }
            }
        }
    }
}

/// What the server is asked for: its own names, and times for days.
///
/// # Errors
/// When one of the days is none, as in an address that was edited. Everything
/// would be shown without it, which was not asked for.
pub(crate) fn filters(traced: &AuditQuery) -> Result<Vec<(&'static str, String)>, Problem> {
    let time = |label, text: &str, of: fn(Day) -> Option<String>| match Day::parse(text) {
        Some(day) => Ok(of(day).unwrap_or_default()),
        None if text.is_empty() => Ok(String::new()),
        None => Err(messages::no_day(label, text)),
    };
    Ok(vec![
        ("search", traced.text.trim().to_owned()),
        ("kind", traced.kind.clone()),
        ("who", traced.who.trim().to_owned()),
        ("connection", traced.connection.clone()),
        ("since", time("From", &traced.since, Day::start)?),
        ("until", time("To", &traced.until, Day::end)?),
    ])
}
