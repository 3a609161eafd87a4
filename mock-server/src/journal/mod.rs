//! Every call of a platform, without its secrets.

mod entry;
mod mask;
mod record;
#[cfg(test)]
mod tests;

pub(crate) use entry::{Entry, Filter, platform};
pub(crate) use record::{FaultSlot, platform_of, record};

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// As many calls as are kept; the oldest go first.
pub(crate) const KEPT: usize = 10_000;

/// How many calls a listener may fall behind.
const BEHIND: usize = 1_000;

/// The calls, oldest first.
#[derive(Debug)]
pub(crate) struct Journal {
    calls: Mutex<Calls>,
    live: broadcast::Sender<Arc<Entry>>,
}

#[derive(Debug, Default)]
struct Calls {
    kept: VecDeque<Arc<Entry>>,
    counted: u64,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            calls: Mutex::default(),
            live: broadcast::Sender::new(BEHIND),
        }
    }
}

impl Journal {
    /// Gives the call its number and keeps it.
    fn add(&self, mut entry: Entry) {
        let mut calls = self.calls();
        calls.counted += 1;
        entry.number = calls.counted;
        let entry = Arc::new(entry);
        if calls.kept.len() == KEPT {
            calls.kept.pop_front();
        }
        // While nobody else counts, so that listeners hear them in order.
        // Nobody listening is no error.
        if self.live.receiver_count() > 0 {
            let _ = self.live.send(Arc::clone(&entry));
        }
        calls.kept.push_back(entry);
    }

    /// The calls that `filter` lets through, oldest first: the first of those
    /// after `since`, where that is given, else the last there are.
    pub(crate) fn find(&self, filter: &Filter) -> Vec<Arc<Entry>> {
        let calls = self.calls();
        let fits = |entry: &&Arc<Entry>| filter.fits(entry);
        if filter.since.is_some() {
            let found = calls.kept.iter().filter(fits);
            found.take(filter.limit).cloned().collect()
        } else {
            let found = calls.kept.iter().rev().filter(fits);
            let mut found: Vec<_> = found.take(filter.limit).cloned().collect();
            found.reverse();
            found
        }
    }

    /// What was called after `since` and is still kept, and what will be.
    pub(crate) fn follow(
        &self,
        filter: &Filter,
    ) -> (VecDeque<Arc<Entry>>, broadcast::Receiver<Arc<Entry>>) {
        // Nothing can be added between the two.
        let calls = self.calls();
        let live = self.live.subscribe();
        let mut missed = VecDeque::new();
        if filter.since.is_some() {
            let fits = |entry: &&Arc<Entry>| filter.fits(entry);
            missed.extend(calls.kept.iter().filter(fits).cloned());
        }
        (missed, live)
    }

    /// How many calls there have been; the number of the last one.
    pub(crate) fn counted(&self) -> u64 {
        self.calls().counted
    }

    /// Forgets all of them. Numbers go on.
    pub(crate) fn clear(&self) {
        self.calls().kept.clear();
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
