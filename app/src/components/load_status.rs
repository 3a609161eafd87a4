//! How the loading of a list went: how much of it there is, how old it is, and what
//! is shown where it could not be loaded.

use crate::browser::time::Now;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::Problem;
use crate::state::user_store::UserStore;
use crate::ui::attributes::boolean;
use leptos::prelude::*;

/// How much there is, how old it is, and a button that loads it again.
#[component]
pub(crate) fn LoadStatus(
    /// How much is shown, in words; empty before anything is loaded.
    #[prop(into)]
    count: Signal<String>,
    /// When it was loaded, in milliseconds since 1970.
    #[prop(into)]
    loaded_at: Signal<Option<f64>>,
    #[prop(into)] loading: Signal<bool>,
    #[prop(into)] on_refresh: UnsyncCallback<()>,
) -> impl IntoView {
    let now = expect_context::<Now>();
    let age = move || match loaded_at.get() {
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
            aria-busy=move || boolean(loading.get())
            on:click=move |_| on_refresh.run(())
        >
            "Refresh"
        </button>
    }
}

/// The users could not be loaded, and never were.
#[component]
pub(crate) fn UsersFailed(
    store: UserStore,
    /// The class of its frame.
    class: &'static str,
) -> impl IntoView {
    let notice = move || {
        let problem = store.problem.get()?;
        let store = store.clone();
        Some(view! {
            <ProblemNotice problem=problem>
                <button type="button" class="button" on:click=move |_| store.load()>
                    "Retry"
                </button>
            </ProblemNotice>
        })
    };
    view! { <div class=class>{notice}</div> }
}

/// The notice above a list that could not be loaded again.
#[component]
pub(crate) fn StaleNotice(
    problem: Problem,
    /// When the list was loaded, in milliseconds since 1970.
    loaded_at: f64,
    #[prop(into)] on_retry: UnsyncCallback<()>,
) -> impl IntoView {
    let now = expect_context::<Now>();
    let age = move || format!("Below is what was loaded {}", now.age(loaded_at));
    let title = format!("{} again", problem.title);
    view! {
        <ProblemNotice problem=Problem { title, ..problem }>
            <button type="button" class="button" on:click=move |_| on_retry.run(())>
                "Retry"
            </button>
            <span class="age">{age}</span>
        </ProblemNotice>
    }
}
