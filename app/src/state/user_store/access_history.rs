//! What this browser saw of a login's access, and when.

use super::UserStore;
use crate::browser::time;
use leptos::prelude::*;
use roster::record::{Access, Record};

/// How many are kept.
const KEPT: usize = 500;

/// A login's access as it was seen once.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct AccessChange {
    key: String,
    /// When, RFC 3339.
    pub(crate) at: String,
    /// What was seen: “Disabled”, or that it was gone.
    pub(crate) word: &'static str,
    /// Whether it was read back after a change from here.
    pub(crate) changed_here: bool,
}

impl UserStore {
    /// Remembers what was read of a login, where it is news.
    pub(crate) fn saw(&self, key: &str, record: Option<&Record>, changed_here: bool) {
        let word = match record.map(Record::access) {
            None => "Not there",
            Some(Access::NoRecord) => "Enabled, no status record",
            Some(access) => access.word(),
        };
        let known = self.sightings.with_untracked(|all| {
            let last = all.iter().rev().find(|one| one.key == key);
            last.is_some_and(|last| last.word == word)
        });
        if known {
            return;
        }
        let sighting = AccessChange {
            key: key.to_owned(),
            at: time::now_rfc3339(),
            word,
            changed_here,
        };
        self.sightings.update(|all| {
            if all.len() >= KEPT {
                all.remove(0);
            }
            all.push(sighting);
        });
    }

    /// What was seen of a login since the page was opened, the last first.
    /// Reactive.
    pub(crate) fn seen(&self, key: &str) -> Vec<AccessChange> {
        self.sightings.with(|all| {
            let of_key = all.iter().rev().filter(|one| one.key == key);
            of_key.cloned().collect()
        })
    }
}
