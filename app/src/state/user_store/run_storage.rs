//! What of a run outlives the page: closing the tab in the middle must not leave
//! anybody guessing what was done and what was not.

use super::Job;
use crate::browser::time;
use crate::routes;
use leptos::prelude::*;
use roster::Receipt;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::Storage;

/// Where runs that have not ended are kept. A receipt holds no password.
const PREFIX: &str = "rollcall.run.";

/// The shortest time between two writings, in milliseconds.
const PACE: f64 = 500.0;

/// The keeping of one run. All clones are the same.
#[derive(Clone)]
pub(crate) struct StoredRun(Rc<Cell<f64>>);

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

pub(super) fn name(job: &Job) -> String {
    format!("{}{}", routes::stored(PREFIX), job.started)
}

impl StoredRun {
    /// Keeps how far a run is.
    pub(super) fn write(job: &Job) {
        let receipt = Receipt::new(&job.run, &job.started, "");
        if let Some(storage) = storage() {
            // A full storage keeps nobody from working.
            let _ = storage.set_item(&name(job), &receipt.json());
        }
    }

    /// Keeps a run, from the first.
    pub(super) fn keep(job: &Job) -> Self {
        Self::write(job);
        Self(Rc::new(Cell::new(time::now())))
    }

    /// Keeps how far it is, now and then.
    pub(super) fn progress(&self, job: &Job) {
        let due = time::now() - self.0.get() > PACE;
        if due && !job.is_over() {
            self.0.set(time::now());
            Self::write(job);
        }
    }

    /// A run that ended is on the page.
    pub(super) fn forget(job: &Job) {
        Self::dismiss(&name(job));
    }

    /// Somebody has seen what an earlier page left.
    pub(crate) fn dismiss(name: &str) {
        if let Some(storage) = storage() {
            // Fails only where there is no storage.
            let _ = storage.remove_item(name);
        }
    }

    /// What earlier pages left unfinished, or other pages are doing now: names
    /// for [`StoredRun::dismiss`], and receipts as JSON.
    pub(crate) fn left() -> Vec<(String, String)> {
        let Some(storage) = storage() else {
            return Vec::new();
        };
        let prefix = routes::stored(PREFIX);
        let count = storage.length().unwrap_or(0);
        let read = |at| {
            let name = storage.key(at).ok().flatten()?;
            if !name.starts_with(&prefix) {
                return None;
            }
            let text = storage.get_item(&name).ok().flatten()?;
            Some((name, text))
        };
        (0..count).filter_map(read).collect()
    }
}
