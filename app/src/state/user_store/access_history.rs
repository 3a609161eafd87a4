//! The changes of accounts' access that this browser has seen, and when.

use super::UserStore;
use crate::browser::time;
use leptos::prelude::*;
use roster::record::{Access, Record};
use std::mem::discriminant;

/// How many are kept.
const KEPT: usize = 500;

/// An account's access, as it was read at one time.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct AccessChange {
    key: String,
    /// When, RFC 3339.
    pub(crate) at: String,
    /// The access; nothing where the account was gone.
    pub(crate) access: Option<Access>,
    /// Whether it was read back after a change from here.
    pub(crate) changed_here: bool,
}

/// All of them, oldest first.
pub(super) struct AccessHistory(ArcRwSignal<Vec<AccessChange>>);

impl AccessHistory {
    pub(super) fn new() -> Self {
        Self(ArcRwSignal::new(Vec::new()))
    }
}

impl UserStore {
    /// Adds what was read of an account, where its access differs from the last time.
    pub(crate) fn record_access(&self, key: &str, record: Option<&Record>, changed_here: bool) {
        let access = record.map(Record::access);
        // Since when it is so is no news.
        let kind = |access: &Option<Access>| access.as_ref().map(discriminant);
        let AccessHistory(history) = &self.access_history;
        let is_unchanged = history.with_untracked(|all| {
            let last = all.iter().rev().find(|change| change.key == key);
            last.is_some_and(|last| kind(&last.access) == kind(&access))
        });
        if is_unchanged {
            return;
        }
        let change = AccessChange {
            key: key.to_owned(),
            at: time::now_rfc3339(),
            access,
            changed_here,
        };
        history.update(|all| {
            if all.len() >= KEPT {
                all.remove(0);
            }
            all.push(change);
        });
    }

    /// What was read of an account's access since the page was opened, newest first.
    /// Reactive.
    pub(crate) fn access_history(&self, key: &str) -> Vec<AccessChange> {
        self.access_history.0.with(|all| {
            let of_key = all.iter().rev().filter(|change| change.key == key);
            of_key.cloned().collect()
        })
    }
}
