//! One world: the platforms' data, the clock, and the faults.

use crate::clock::SharedClock;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::outbox::{Outbox, SmtpServer};
use crate::{Clock, Seed, actian, metabase, pivot};
use axum::body::Bytes;
use jiff::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use wire::pivot::Generation;

/// The initial state of a world, and how it answers.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The data at first, and after a reset.
    pub seed: Seed,
    /// The clock.
    pub clock: Clock,
    /// The generation of the documents that Pivot follows.
    pub generation: Generation,
    /// Whether any non-empty token is accepted.
    pub any_token: bool,
    /// Whether a platform follows its source where that differs from its
    /// documents.
    pub as_observed: bool,
    /// Whether Metabase has no mail configured, and so invites no users.
    pub no_mail: bool,
    /// The SMTP server to which every email is sent as well.
    pub smtp: Option<SmtpServer>,
}

/// A world. Clones share their state; two worlds made by [`World::new`] share
/// nothing.
#[derive(Debug, Clone)]
pub struct World {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    options: Options,
    seed: Mutex<Seed>,
    clock: SharedClock,
    journal: Journal,
    pivot: RwLock<pivot::Store>,
    /// Pivot's list of users as it was last sent, until the store changes:
    /// serializing it is most of the cost of a list request.
    pivot_users: Mutex<Option<Bytes>>,
    actian: RwLock<actian::Store>,
    metabase: RwLock<metabase::Store>,
    faults: Mutex<Faults>,
    outbox: Mutex<Outbox>,
}

impl World {
    /// A new world, filled with its seed.
    pub fn new(options: Options) -> Self {
        let now = options.clock.now();
        let pivot = options.seed.pivot(options.generation, now);
        let actian = options.seed.actian();
        let metabase = options.seed.metabase(now);
        let clock = SharedClock::new(options.clock);
        Self {
            inner: Arc::new(Inner {
                seed: Mutex::new(options.seed),
                journal: Journal::default(),
                outbox: Mutex::new(Outbox::new(clock.clone(), options.smtp.clone())),
                clock,
                options,
                pivot: RwLock::new(pivot),
                pivot_users: Mutex::default(),
                actian: RwLock::new(actian),
                metabase: RwLock::new(metabase),
                faults: Mutex::default(),
            }),
        }
    }

    /// The options with which this world was made.
    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// Restores the initial data and clock, and clears the faults, the outbox
    /// and the journal.
    pub fn reset(&self) {
        // Before filling it: the seed's dates are relative to the clock.
        self.inner.clock.set(self.options().clock);
        self.fill();
        self.faults().clear();
        self.outbox().clear();
        self.journal().clear();
    }

    /// Fills the platforms with `seed`, now and after every [`World::reset`].
    pub fn plant(&self, seed: Seed) {
        self.remember(seed);
        self.fill();
    }

    /// Fills the platforms with `seed` after the next [`World::reset`].
    pub(crate) fn remember(&self, seed: Seed) {
        *self.seed_mut() = seed;
    }

    /// What the platforms are filled with after a reset.
    pub fn seed(&self) -> Seed {
        *self.seed_mut()
    }

    fn seed_mut(&self) -> MutexGuard<'_, Seed> {
        self.inner
            .seed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Fills the platforms with the seed.
    fn fill(&self) {
        let seed = self.seed();
        // Made before anything is locked: a large seed takes a while.
        let now = self.now();
        let pivot = seed.pivot(self.options().generation, now);
        let actian = seed.actian();
        let metabase = seed.metabase(now);
        *self.pivot_mut() = pivot;
        *self.actian_mut() = actian;
        *self.metabase_mut() = metabase;
    }

    /// The world's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.get().now()
    }

    /// The world's clock.
    pub(crate) fn clock(&self) -> &SharedClock {
        &self.inner.clock
    }

    /// All calls to the platforms.
    pub(crate) fn journal(&self) -> &Journal {
        &self.inner.journal
    }

    // A lock is poisoned when a thread panicked while holding it. Its data is
    // replaced as a whole or not at all, so it is still valid.

    pub(crate) fn pivot(&self) -> RwLockReadGuard<'_, pivot::Store> {
        self.inner
            .pivot
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Pivot's list of users as it was last sent. Read it while holding the
    /// store's read lock, so that it matches the store.
    pub(crate) fn pivot_users(&self) -> MutexGuard<'_, Option<Bytes>> {
        self.inner
            .pivot_users
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn pivot_mut(&self) -> RwLockWriteGuard<'_, pivot::Store> {
        let store = self
            .inner
            .pivot
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *self.pivot_users() = None;
        store
    }

    pub(crate) fn actian(&self) -> RwLockReadGuard<'_, actian::Store> {
        self.inner
            .actian
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn actian_mut(&self) -> RwLockWriteGuard<'_, actian::Store> {
        self.inner
            .actian
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn metabase(&self) -> RwLockReadGuard<'_, metabase::Store> {
        self.inner
            .metabase
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn metabase_mut(&self) -> RwLockWriteGuard<'_, metabase::Store> {
        self.inner
            .metabase
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.inner
            .faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.inner
            .outbox
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
