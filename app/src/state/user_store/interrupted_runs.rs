//! Runs whose page was closed before they were complete, as it stored them.
//!
//! A stored run is interrupted if its page wrote that it was left, or if no page has
//! locked its name: a page locks the names of its runs, and the browser releases the
//! locks of a page that is gone, even if it crashed.

use super::{run_storage, runs};
use crate::browser::events::on_window;
use crate::browser::task::spawn;
use crate::browser::{locks, time};
use js_sys::Reflect;
use leptos::prelude::*;
use roster::Receipt;
use run_storage::StoredRun;
use std::sync::Arc;

/// How old the last writing of a run is that certainly goes on nowhere, in
/// milliseconds. Only for pages without locks. It is longer than the longest time
/// between two writings, in which the platform asks to wait.
const STALE: f64 = 1000.0 * (roster::LONGEST_WAIT + 5 * 60) as f64;

/// A run that was interrupted.
pub(crate) struct InterruptedRun {
    /// Tells it from others.
    pub(crate) number: u32,
    /// The name under which it is stored.
    name: String,
    /// What is stored.
    text: String,
    /// The report of what was done.
    pub(crate) receipt: Receipt,
}

/// The interrupted runs of this browser. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct InterruptedRuns {
    /// The names of all stored runs. Set whenever another page stores one or
    /// removes it.
    names: RwSignal<Vec<String>>,
    found: RwSignal<Vec<Arc<InterruptedRun>>>,
    /// How many stored runs were dropped because this version does not read them.
    dropped: RwSignal<usize>,
    /// The names whose locks are waited for.
    awaited: StoredValue<Vec<String>>,
    /// The number of the last one that was found.
    numbers: StoredValue<u32>,
}

impl InterruptedRuns {
    /// Provides them to every component. They are read by [`Self::find`], which is
    /// not part of the first load.
    pub(crate) fn provide() {
        let runs = Self {
            names: RwSignal::new(run_storage::names()),
            found: RwSignal::default(),
            dropped: RwSignal::new(0),
            awaited: StoredValue::default(),
            numbers: StoredValue::default(),
        };
        on_window("storage", move |event| {
            let name = Reflect::get(&event, &"key".into()).unwrap_or_default();
            // Without a name, everything was removed.
            if name
                .as_string()
                .is_none_or(|name| run_storage::is_name(&name))
            {
                runs.names.set(run_storage::names());
            }
        });
        provide_context(runs);
    }

    /// Those of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Whether anything is stored that may be one. Reactive.
    pub(crate) fn may_exist(self) -> bool {
        self.names.with(|names| !names.is_empty())
    }

    /// Those that were found. Reactive.
    pub(crate) fn all(self) -> Vec<Arc<InterruptedRun>> {
        self.found.get()
    }

    /// How many were dropped because this version does not read them. Reactive.
    pub(crate) fn dropped(self) -> usize {
        self.dropped.get()
    }

    /// Reports no longer that some were dropped.
    pub(crate) fn dismiss_dropped(self) {
        self.dropped.set(0);
    }

    /// Removes a run that was read.
    pub(crate) fn dismiss(self, run: &InterruptedRun) {
        run_storage::remove(&run.name);
        self.names.set(run_storage::names());
    }

    /// Finds them among what is stored. Reactive: to be called again whenever that
    /// changes.
    pub(crate) fn find(self) {
        let names = self.names.get();
        let known = self.found.get_untracked();
        let is_known = |name: &str, text: &str| {
            let mut known = known.iter();
            known.any(|run| run.name == name && run.text == text)
        };
        let mut stays = Vec::new();
        for name in names {
            if runs::is_own(&name) {
                continue;
            }
            let Some(text) = run_storage::read(&name) else {
                continue;
            };
            if is_known(&name, &text) {
                stays.push(name);
                continue;
            }
            match StoredRun::parse(&text) {
                Some(stored) if stored.is_left => {
                    stays.push(name.clone());
                    self.add(name, text, stored.receipt);
                }
                _ if locks::are_available() => self.add_once_free(name),
                Some(stored) if stored.written < time::rfc3339(time::now() - STALE) => {
                    stays.push(name.clone());
                    self.add(name, text, stored.receipt);
                }
                Some(_) => {}
                None => self.drop(&name),
            }
        }
        self.found
            .update(|found| found.retain(|run| stays.contains(&run.name)));
    }

    /// Adds the run stored under `name` once no page carries it out.
    fn add_once_free(self, name: String) {
        let is_awaited = self.awaited.with_value(|awaited| awaited.contains(&name));
        if is_awaited {
            return;
        }
        self.awaited
            .update_value(|awaited| awaited.push(name.clone()));
        spawn(async move {
            let is_free = locks::wait_until_free(&name).await;
            self.awaited
                .update_value(|awaited| awaited.retain(|other| *other != name));
            if let Some(text) = run_storage::read(&name).filter(|_| is_free) {
                match StoredRun::parse(&text) {
                    Some(stored) => self.add(name, text, stored.receipt),
                    None => self.drop(&name),
                }
            }
        });
    }

    fn add(self, name: String, text: String, receipt: Receipt) {
        self.numbers.update_value(|number| *number += 1);
        let number = self.numbers.get_value();
        self.found.update(|found| {
            found.retain(|run| run.name != name);
            found.push(Arc::new(InterruptedRun {
                number,
                name,
                text,
                receipt,
            }));
        });
    }

    /// Removes what this version does not read.
    fn drop(self, name: &str) {
        run_storage::remove(name);
        self.dropped.update(|count| *count += 1);
    }
}
