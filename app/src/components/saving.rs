//! Changing what the server keeps: that it is under way, and why it failed.

use crate::browser::task::spawn;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::Problem;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// A change of what the server keeps. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Saving {
    is_busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

/// What is saved.
pub(crate) type Save = Pin<Box<dyn Future<Output = Result<(), Problem>>>>;

impl Saving {
    /// Nothing is being saved.
    pub(crate) fn new() -> Self {
        Self {
            is_busy: RwSignal::new(false),
            problem: RwSignal::new(None),
        }
    }

    /// Saves, and calls `then` where that succeeded. Nothing happens while something is
    /// being saved.
    pub(crate) fn run(self, save: Save, then: impl FnOnce() + 'static) {
        self.run_boxed(save, Box::new(then));
    }

    fn run_boxed(self, save: Save, then: Box<dyn FnOnce()>) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.problem.set(None);
        spawn(async move {
            let saved = save.await;
            // The page may have been left meanwhile.
            self.is_busy.try_set(false);
            match saved {
                Ok(()) => then(),
                Err(problem) => {
                    self.problem.try_set(Some(problem));
                }
            }
        });
    }

    /// Whether it is being saved. Reactive.
    pub(crate) fn is_busy(self) -> bool {
        self.is_busy.get()
    }
}

/// Why it could not be saved, until it is saved or dismissed.
#[component]
pub(crate) fn SavingProblem(saving: Saving) -> impl IntoView {
    move || {
        let problem = saving.problem.get()?;
        Some(view! {
            <ProblemNotice problem=problem>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| saving.problem.set(None)
                >
                    "Dismiss"
                </button>
            </ProblemNotice>
        })
    }
}
