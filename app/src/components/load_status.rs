//! How loading something went: how much of it there is, how old it is, and what is
//! shown where it could not be loaded.

use crate::browser::time::Now;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::Problem;
use crate::state::loadable::{LoadState, Phase};
use crate::state::people::PeopleStore;
use crate::ui::attributes::boolean;
use leptos::prelude::*;

/// How much there is, how old it is, and a button that loads it again.
#[component]
pub(crate) fn LoadStatus(
    /// How much is shown, in words; empty before anything is loaded.
    #[prop(into)]
    count: Signal<String>,
    state: LoadState,
    #[prop(into)] on_refresh: UnsyncCallback<()>,
) -> impl IntoView {
    let now = expect_context::<Now>();
    let loaded = state.clone();
    let age = move || match loaded.loaded_at() {
        Some(loaded_at) => format!("loaded {}", now.age(loaded_at)),
        None => String::new(),
    };
    view! {
        <p class="meta">
            <span class="count">{count}</span>
            <span class="age">{age}</span>
        </p>
        <LoadButton label="Refresh" state=state on_press=on_refresh />
    }
}

/// How much is known of people, how old the oldest of its lists is, and a button that loads
/// all of them again.
#[component]
pub(crate) fn PeopleLoadStatus(
    /// How much is shown, in words; empty before anything is loaded.
    #[prop(into)]
    count: Signal<String>,
    people: PeopleStore,
) -> impl IntoView {
    let now = expect_context::<Now>();
    let age = move || match people.loaded_at() {
        Some(loaded_at) => format!("loaded {}", now.age(loaded_at)),
        None => String::new(),
    };
    view! {
        <p class="meta">
            <span class="count">{count}</span>
            <span class="age">{age}</span>
        </p>
        <button
            type="button"
            class="button"
            aria-busy=move || boolean(people.is_loading())
            on:click=move |_| people.load()
        >
            "Refresh"
        </button>
    }
}

/// A button that loads something, and is busy while that is being loaded.
#[component]
pub(crate) fn LoadButton(
    label: &'static str,
    state: LoadState,
    #[prop(into)] on_press: UnsyncCallback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button"
            aria-busy=move || boolean(state.is_loading())
            on:click=move |_| on_press.run(())
        >
            {label}
        </button>
    }
}

/// The notice in place of something that could not be loaded, and never was.
#[component]
pub(crate) fn LoadFailed(
    /// The class of its frame.
    class: &'static str,
    state: LoadState,
    #[prop(into)] on_retry: UnsyncCallback<()>,
) -> impl IntoView {
    let notice = move || {
        let (problem, state) = (state.problem()?, state.clone());
        Some(view! {
            <ProblemNotice problem=problem>
                <LoadButton label="Retry" state=state on_press=on_retry />
            </ProblemNotice>
        })
    };
    view! { <div class=class>{notice}</div> }
}

/// The notice above something that could not be loaded again: what was loaded before
/// is shown below it.
#[component]
pub(crate) fn StaleNotice(
    state: LoadState,
    #[prop(into)] on_retry: UnsyncCallback<()>,
) -> impl IntoView {
    let now = expect_context::<Now>();
    move || {
        if state.phase() != Phase::Stale {
            return None;
        }
        let problem = state.problem()?;
        let title = format!("{} again", problem.title);
        let (loaded, state) = (state.clone(), state.clone());
        let age = move || {
            let loaded_at = loaded.loaded_at()?;
            Some(format!("Below is what was loaded {}", now.age(loaded_at)))
        };
        Some(view! {
            <ProblemNotice problem=Problem { title, ..problem }>
                <LoadButton label="Retry" state=state on_press=on_retry />
                <span class="age">{age}</span>
            </ProblemNotice>
        })
    }
}
