//! One world: what the platforms hold, what time it is, what goes wrong.

use crate::faults::Faults;
use crate::{Clock, Seed, pivot};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use wire::pivot::Generation;

/// How a world begins and answers.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What it holds at first, and after a reset.
    pub seed: Seed,
    /// What time it is there.
    pub clock: Clock,
    /// By which generation of its documents Pivot answers.
    pub generation: Generation,
    /// Whether any token that is not empty will do.
    pub any_token: bool,
}

/// A world. Clones are the same world; two made by [`World::new`] share nothing.
#[derive(Debug, Clone)]
pub struct World {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    options: Options,
    pivot: RwLock<pivot::Store>,
    faults: Mutex<Faults>,
}

impl World {
    /// A new world, holding its seed.
    pub fn new(options: Options) -> Self {
        let pivot = options.seed.pivot(options.generation);
        Self {
            inner: Arc::new(Inner {
                options,
                pivot: RwLock::new(pivot),
                faults: Mutex::default(),
            }),
        }
    }

    /// How this world was made.
    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// Puts the seed back and clears the faults.
    pub fn reset(&self) {
        let options = self.options();
        let pivot = options.seed.pivot(options.generation);
        *self.pivot_mut() = pivot;
        self.faults().clear();
    }

    // A lock is poisoned when a thread panicked while holding it. What it
    // guards is replaced whole or not at all, so it is good to use.

    pub(crate) fn pivot(&self) -> RwLockReadGuard<'_, pivot::Store> {
        self.inner
            .pivot
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn pivot_mut(&self) -> RwLockWriteGuard<'_, pivot::Store> {
        self.inner
            .pivot
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.inner
            .faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
