//! Changing what the server keeps: that it is under way, and why it failed.

use crate::browser::task::spawn;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::Problem;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// A change of what the server keeps. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Saving(RwSignal<State>);

#[derive(Clone, Default)]
struct State {
    is_busy: bool,
    /// Why it failed last, unless that was dismissed.
    problem: Option<Problem>,
}

/// What is saved.
pub(crate) type Save = Pin<Box<dyn Future<Output = Result<(), Problem>>>>;

impl Saving {
    /// Nothing is being saved.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(State::default()))
    }

    /// Saves, and calls `then` where that succeeded. Nothing happens while something is
    /// being saved.
    pub(crate) fn run(self, save: Save, then: impl FnOnce() + 'static) {
        self.run_boxed(save, Box::new(then));
    }

    fn run_boxed(self, save: Save, then: Box<dyn FnOnce()>) {
        if untrack(|| self.is_busy()) {
            return;
        }
        self.0.set(State {
            is_busy: true,
            problem: None,
        });
        spawn(async move {
            let problem = save.await.err();
            let has_succeeded = problem.is_none();
            // The page may have been left meanwhile.
            self.0.try_set(State {
                is_busy: false,
                problem,
            });
            if has_succeeded {
                then();
            }
        });
    }

    /// What went wrong is not shown any longer.
    pub(crate) fn dismiss(self) {
        self.0.update(|state| state.problem = None);
    }

    /// Whether it is being saved. Reactive.
    pub(crate) fn is_busy(self) -> bool {
        self.0.with(|state| state.is_busy)
    }
}

/// Why it could not be saved, until it is saved or dismissed.
#[component]
pub(crate) fn SavingProblem(saving: Saving) -> impl IntoView {
    move || {
        let problem = saving.0.with(|state| state.problem.clone())?;
        Some(view! {
            <ProblemNotice problem=problem>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| saving.dismiss()
                >
                    "Dismiss"
                </button>
            </ProblemNotice>
        })
    }
}
