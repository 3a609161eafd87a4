//! Saves decisions in the background. Nothing that another reviewer decided meanwhile is
//! overwritten, and nothing that was decided here is lost because it could not be saved.

use super::ReviewStore;
use crate::browser::task::spawn;
use crate::messages::{Problem, reviews as words};
use leptos::prelude::*;
use roster::people::{Overruled, ReviewDecisions};
use wire::console::reviews::{DecisionValue, ReviewState};

/// How often the same decisions are saved again because others decide meanwhile.
const ATTEMPTS: u32 = 3;

/// The status of an answer to decisions of which some have another version by now.
const CONFLICT: u16 = 409;

impl ReviewStore {
    /// Decides about accounts, or withdraws the decisions about them. It shows at once and
    /// is saved afterwards.
    pub(crate) fn decide(self, items: &[usize], value: Option<&DecisionValue>) {
        let me = self.me();
        if self.unsaved() == 0 {
            self.author.set_value(me);
        } else if self.author.get_value() != me {
            self.say_whose();
            return;
        }
        self.decisions.update_value(|all| all.decide(items, value));
        self.decided.set(());
        self.save();
    }

    /// Saves what is not saved.
    pub(crate) fn save(self) {
        if self.is_saving.get_untracked() || self.unsaved() == 0 {
            return;
        }
        if self.author.get_value() != self.me() {
            self.say_whose();
            return;
        }
        self.is_saving.set(true);
        spawn(async move {
            let result = self.save_all().await;
            // Forgotten by now only where nothing is unsaved.
            self.problem.try_set(result.err());
            self.is_saving.try_set(false);
            self.decided.try_set(());
        });
    }

    async fn save_all(self) -> Result<(), Problem> {
        let mut conflicts = 0;
        loop {
            let batch = self.decisions.try_update_value(ReviewDecisions::batch);
            let batch = batch.unwrap_or_default();
            if batch.is_empty() {
                return Ok(());
            }
            let answer = self.api().decide(&self.id(), batch).await;
            match answer {
                Ok(made) => {
                    let rows = made.rows.into_iter().flatten().collect();
                    self.decisions.try_update_value(|all| all.saved(rows));
                    self.decided.try_set(());
                    conflicts = 0;
                }
                Err(error) => {
                    self.decisions.try_update_value(ReviewDecisions::failed);
                    conflicts += 1;
                    let is_conflict = error.status == CONFLICT && !error.is_intercepted;
                    if !is_conflict || conflicts > ATTEMPTS {
                        return Err(error.problem);
                    }
                    self.refresh().await?;
                    if untrack(|| self.state()) != Some(ReviewState::Open) {
                        return Err(error.problem);
                    }
                }
            }
        }
    }

    /// Says that someone else made the decisions that are not saved.
    fn say_whose(self) {
        let author = self.author.get_value();
        let name = author.map(|author| author.name);
        self.problem.set(Some(words::decided_by_other(name)));
    }

    /// Gives up the decisions that are not saved: what the server has is shown.
    pub(crate) fn discard(self) {
        let items = untrack(|| self.found()).map_or(0, |found| found.items.len());
        self.decisions.set_value(ReviewDecisions::new(items));
        self.problem.set(None);
        self.decided.set(());
        self.load();
    }

    /// How many decisions are not saved. Not reactive.
    pub(crate) fn unsaved(self) -> usize {
        self.decisions
            .try_with_value(ReviewDecisions::unsaved)
            .unwrap_or_default()
    }

    /// Whether decisions are being saved. Reactive.
    pub(crate) fn is_saving(self) -> bool {
        self.is_saving.get()
    }

    /// Why decisions could not be saved, if so. Reactive.
    pub(crate) fn saving_problem(self) -> Option<Problem> {
        self.problem.get()
    }

    /// The decisions of others because of which decisions made here were given up.
    /// Reactive.
    pub(crate) fn overruled(self) -> Vec<Overruled> {
        self.overruled.get()
    }

    /// Decides again what was given up.
    pub(crate) fn insist(self) {
        let all = std::mem::take(&mut *self.overruled.write());
        for Overruled { here, there } in all {
            self.decide(&[there.item], here.as_ref());
        }
    }

    /// Accepts what others decided.
    pub(crate) fn accept(self) {
        self.overruled.set(Vec::new());
    }
}
