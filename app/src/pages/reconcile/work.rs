//! The work that goes on about a list: how far it is, and that only what was begun last
//! goes on.

use crate::browser::time::number;
use leptos::prelude::*;

/// Work that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Work {
    /// What is being done.
    pub(super) label: &'static str,
    pub(super) done: usize,
    pub(super) all: usize,
    /// Whether it can be cancelled: what nothing goes on without cannot.
    pub(super) can_cancel: bool,
}

/// Begins work and ends it: when something else is begun, what was begun before ends. All
/// copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Turns {
    work: RwSignal<Option<Work>>,
    /// Counts what was begun.
    count: StoredValue<u32>,
}

impl Turns {
    /// Those of the work that `work` shows.
    pub(super) fn new(work: RwSignal<Option<Work>>) -> Self {
        Self {
            work,
            count: StoredValue::new(0),
        }
    }

    /// Begins work, which ends other work.
    pub(super) fn begin(self, label: &'static str, all: usize) -> Turn {
        let turn = self.count.get_value() + 1;
        self.count.set_value(turn);
        self.work.set(Some(Work {
            label,
            done: 0,
            all,
            can_cancel: true,
        }));
        Turn { turns: self, turn }
    }

    /// Ends the work that goes on.
    pub(super) fn cancel(self) {
        self.count.update_value(|turn| *turn += 1);
        self.work.set(None);
    }
}

/// Work that was begun, as long as nothing else is.
pub(super) struct Turn {
    turns: Turns,
    turn: u32,
}

impl Turn {
    /// Whether nothing else was begun, and it was not cancelled.
    pub(super) fn is_current(&self) -> bool {
        self.turns.count.get_value() == self.turn
    }

    /// Says how far it is. Returns whether it goes on.
    pub(super) fn report(&self, done: usize) -> bool {
        self.update(|work| work.done = done)
    }

    /// As [`report`](Self::report), of so many.
    pub(super) fn report_of(&self, done: usize, all: usize) -> bool {
        self.update(|work| (work.done, work.all) = (done, all))
    }

    pub(super) fn rename(&self, label: &'static str) {
        self.update(|work| {
            work.label = label;
            (work.done, work.all) = (0, 0);
        });
    }

    pub(super) fn update(&self, change: impl FnOnce(&mut Work)) -> bool {
        if !self.is_current() {
            return false;
        }
        self.turns.work.update(|work| {
            if let Some(work) = work {
                change(work);
            }
        });
        true
    }

    /// It has ended.
    pub(super) fn end(&self) {
        if self.is_current() {
            self.turns.work.set(None);
        }
    }
}

impl Work {
    /// How far it is, in words.
    pub(super) fn words(&self) -> String {
        match self.all {
            0 => format!("{}…", self.label),
            all => format!("{}: {} %", self.label, number(self.done * 100 / all)),
        }
    }
}
