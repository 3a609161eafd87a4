//! What of a run outlives its page: if the tab is closed in the middle, the next page
//! can report what was done and what was not.

use super::TrackedRun;
use crate::browser::time;
use crate::routes;
use leptos::prelude::*;
use roster::Receipt;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

/// What the names of stored runs begin with.
const PREFIX: &str = "rollcall.run.";

/// The shortest time between two writings of a run, in milliseconds.
const PACE: f64 = 500.0;

/// A run as it is stored. A receipt has no password, and says which version it is.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredRun {
    /// Whether the page that carried it out was left.
    pub(super) is_left: bool,
    /// When this was written, RFC 3339 in UTC with milliseconds.
    pub(super) written: String,
    pub(super) receipt: Receipt,
}

impl StoredRun {
    /// Reads a run that this version has stored.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn json(&self) -> String {
        // Texts, numbers and lists of them: cannot fail. On several lines like a saved
        // report, so that the code for it is in the page once.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn prefix() -> String {
    routes::stored(PREFIX)
}

/// The name under which `run` is stored, and locked for as long as its page lives.
pub(super) fn name(run: &TrackedRun) -> String {
    format!("{}{}", prefix(), run.started)
}

/// Whether a name is one of a stored run.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(&prefix())
}

/// Stores the progress of `run`.
pub(super) fn write(run: &TrackedRun) {
    run.stored_at.set(Some(time::now()));
    let stored = StoredRun {
        is_left: run.is_left.get(),
        written: time::now_rfc3339(),
        receipt: Receipt::new(&run.execution, &run.started, None),
    };
    if let Some(storage) = storage() {
        // The changes go on even where the storage is full.
        let _ = storage.set_item(&name(run), &stored.json());
    }
}

/// Stores the progress of `run`, unless that was done just now.
pub(super) fn write_progress(run: &TrackedRun) {
    let stored_at = run.stored_at.get().unwrap_or_default();
    if time::now() - stored_at > PACE && !run.is_over() {
        write(run);
    }
}

/// Removes a stored run.
pub(super) fn remove(name: &str) {
    if let Some(storage) = storage() {
        // Fails only where there is no storage.
        let _ = storage.remove_item(name);
    }
}

/// The names of all stored runs, of this page and of others.
pub(super) fn names() -> Vec<String> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|name| is_name(name))
        .collect()
}

/// What is stored under a name.
pub(super) fn read(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use roster::{ChangeKind, RECEIPT_VERSION, ReceiptVersion};
    use wire::Platform;

    fn stored() -> StoredRun {
        StoredRun {
            is_left: true,
            written: "2026-01-15T09:30:01.000Z".to_owned(),
            receipt: Receipt {
                version: ReceiptVersion,
                change: Some(ChangeKind::Disable),
                connection: "pivot".to_owned(),
                label: "Pivot".to_owned(),
                platform: Platform::Pivot,
                started: "2026-01-15T09:30:00.000Z".to_owned(),
                ended: None,
                rows: Vec::new(),
            },
        }
    }

    #[test]
    fn a_stored_run_is_read_as_it_was_written() {
        let read = StoredRun::parse(&stored().json()).unwrap();
        assert!(read.is_left);
        assert_eq!(read.written, "2026-01-15T09:30:01.000Z");
        assert_eq!(read.receipt, stored().receipt);
    }

    #[test]
    fn a_run_that_another_version_stored_is_not_read() {
        let version = |version: u32| format!("\"version\": {version},");
        let other = stored()
            .json()
            .replace(&version(RECEIPT_VERSION), &version(RECEIPT_VERSION + 1));
        assert!(other.contains(&version(RECEIPT_VERSION + 1)));
        assert!(StoredRun::parse(&other).is_none());
        // The first version stored a receipt with sentences.
        let first = r#"{"title":"Disable 1 user","started":"","ended":"","rows":[]}"#;
        for text in [first, "", "{}", "null", "[]"] {
            assert!(StoredRun::parse(text).is_none(), "{text}");
        }
    }
}
