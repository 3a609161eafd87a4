//! The journal: every call to a platform, without its secrets.

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

/// How many calls are kept; the oldest are dropped first.
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
    /// Numbers and stores the call.
    fn add(&self, mut entry: Entry) {
        let mut calls = self.calls();
        calls.counted += 1;
        entry.number = calls.counted;
        let entry = Arc::new(entry);
        if calls.kept.len() == KEPT {
            calls.kept.pop_front();
        }
        // Sent while the lock is held, so that listeners receive the calls in
        // order. Having no listeners is not an error.
        if self.live.receiver_count() > 0 {
            let _ = self.live.send(Arc::clone(&entry));
        }
        calls.kept.push_back(entry);
    }

    /// The calls that match `filter`, oldest first: the first ones after
    /// `since` if it is given, otherwise the last ones.
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

    /// The stored calls after `since`, and a receiver of all later ones.
    pub(crate) fn follow(
        &self,
        filter: &Filter,
    ) -> (VecDeque<Arc<Entry>>, broadcast::Receiver<Arc<Entry>>) {
        // The lock is held, so no call is added between the two.
        let calls = self.calls();
        let live = self.live.subscribe();
        let mut missed = VecDeque::new();
        if filter.since.is_some() {
            let fits = |entry: &&Arc<Entry>| filter.fits(entry);
            missed.extend(calls.kept.iter().filter(fits).cloned());
        }
        (missed, live)
    }

    /// How many calls there have been, which is the number of the last one.
    pub(crate) fn counted(&self) -> u64 {
        self.calls().counted
    }

    /// Deletes all calls. Numbers continue.
    pub(crate) fn clear(&self) {
        self.calls().kept.clear();
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
