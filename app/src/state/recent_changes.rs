//! The newest changes that the audit log of the console's server has.

use crate::api::console_api::{ConsoleApi, Unanswered};
use crate::browser::task::spawn;
use crate::browser::time;
use crate::routes;
use crate::state::loadable::{LoadState, Loadable};
use leptos::prelude::*;
use std::cmp::Reverse;
use std::sync::Arc;
use wire::console::{TrailChange, TrailKind, TrailPage};

/// How many changes are shown.
pub(crate) const SHOWN: usize = 5;

/// How many parts of the log are searched for them at most, for each kind: in a large
/// log they may be far back.
const PARTS: usize = 4;

/// Entries of the log, each with a number that no other has on this page.
type Numbered = Vec<(u32, Arc<TrailChange>)>;

/// The newest changes, of accounts and of what the server keeps about people. All copies
/// are the same.
#[derive(Clone, Copy)]
pub(crate) struct RecentChanges {
    api: ConsoleApi,
    list: StoredValue<Loadable<Numbered>>,
    /// How many entries were loaded: each gets a number that no other has.
    count: StoredValue<u32>,
}

impl RecentChanges {
    /// None of them are loaded yet.
    pub(crate) fn new(api: ConsoleApi) -> Self {
        Self {
            api,
            list: StoredValue::new(Loadable::new(Vec::new())),
            count: StoredValue::new(0),
        }
    }

    /// Loads them, again.
    pub(crate) fn load(self) {
        let list = self.list.get_value();
        list.begin(time::now());
        spawn(async move {
            let loaded = self.request().await;
            // The page may be gone.
            if self.list.try_get_value().is_none() {
                return;
            }
            match loaded {
                Ok(entries) => list.succeed(self.number(entries), time::now()),
                Err(error) => list.fail(error.problem),
            }
        });
    }

    async fn request(self) -> Result<Vec<TrailChange>, Unanswered> {
        let mut entries = self.newest(TrailKind::Change).await?;
        entries.extend(self.newest(TrailKind::People).await?);
        Ok(newest(entries))
    }

    /// The newest entries of one kind.
    async fn newest(self, kind: TrailKind) -> Result<Vec<TrailChange>, Unanswered> {
        let (mut entries, mut before) = (Vec::new(), String::new());
        for _ in 0..PARTS {
            let pairs = [
                ("kind", kind.name().to_owned()),
                ("limit", SHOWN.to_string()),
                ("before", before),
            ];
            let TrailPage { changes, next } = self.api.trail(&routes::query(&pairs)).await?;
            entries.extend(changes);
            match next {
                Some(next) if entries.len() < SHOWN => before = next.to_string(),
                _ => break,
            }
        }
        Ok(entries)
    }

    fn number(self, entries: Vec<TrailChange>) -> Numbered {
        let first = self.count.get_value();
        let numbered = (first..).zip(entries.into_iter().map(Arc::new));
        let numbered: Vec<_> = numbered.collect();
        let next = numbered.last().map_or(first, |(number, _)| number + 1);
        self.count.set_value(next);
        numbered
    }

    /// How loading them went.
    pub(crate) fn load_state(self) -> LoadState {
        self.list.with_value(|list| list.state().clone())
    }

    /// Those that are loaded, newest first.
    pub(crate) fn entries(self) -> Signal<Numbered> {
        self.list.with_value(|list| list.value().into())
    }
}

/// The newest of `entries`, newest first.
fn newest(mut entries: Vec<TrailChange>) -> Vec<TrailChange> {
    entries.sort_by_key(|entry| Reverse(entry.number));
    entries.truncate(SHOWN);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u64) -> TrailChange {
        let text = format!(
            r#"{{"number":{number},"kind":"people","at":"2026-11-26T06:00:00.000000Z",
            "ended":null,"id":"0f","who":"ada","connection":"",
            "action":"rollcall.person-linked","target":[],
            "request":{{"query":[],"body":null}},"outcome":"open"}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_newest_of_both_kinds_come_first_and_no_more_than_are_shown() {
        let entries = [9, 4, 2, 8, 7, 3].map(entry).to_vec();
        let numbers: Vec<_> = newest(entries).iter().map(|one| one.number).collect();
        assert_eq!(numbers, [9, 8, 7, 4, 3]);
        assert!(newest(Vec::new()).is_empty());
    }
}
