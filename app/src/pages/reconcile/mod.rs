//! The page that compares a list of people with the platforms: the file, what its columns
//! mean, what was found, the plan, the run and the outcome.
//!
//! The file stays in the browser, and lives as long as the console is open.

mod choices;
mod connection_settings;
mod controls;
mod file_choice;
mod lists;
mod plan;
mod reading;
mod report;
mod role_values;
mod rows;
mod settings;
mod state;
mod table;
mod work;

use crate::browser::events::on_window;
use crate::browser::focus::focus_if_lost;
use crate::browser::reactive::watch;
use crate::components::page_title::show_page;
use crate::components::people_plan::{Outcome, Progress};
use crate::messages::people_plan::OF_OTHERS;
use crate::state::people::use_people;
use file_choice::FileChoice;
use leptos::prelude::*;
use lists::FoundLists;
use plan::PlanView;
use report::save_report;
use roster::people::Purpose;
use settings::Settings;
use state::{ReconcileState, Step, use_reconcile};

/// What the page is called.
const TITLE: &str = "Reconcile with a list";

/// The page at `/people/reconcile`.
pub(crate) fn page() -> AnyView {
    show_page(&[TITLE]);
    let people = use_people();
    let state = use_reconcile(people);
    // The outcome of the last run is shown where it is by this page. A receipt that is
    // nowhere else stays until it is stored.
    if let Some(last) = untrack(|| people.current_run())
        && untrack(|| last.is_over())
        && last.is_stored()
        && last.plan.purpose != Purpose::Reconcile
    {
        people.forget_run();
    }
    watch(move || {
        people.track();
        state.note_results();
        if people.is_settled() {
            state.follow_people();
        }
    });
    // A file that is dropped where none is expected would replace the console.
    on_window("dragover", |event| event.prevent_default());
    on_window("drop", |event| event.prevent_default());
    view! { <ReconcilePage state=state /> }.into_any()
}

#[component]
fn ReconcilePage(state: ReconcileState) -> impl IntoView {
    let people = state.people;
    let mut is_first = true;
    let is_wide = move || people.current_run().is_none() && state.step.get() == Step::Lists;
    let content = move || {
        let content = content(state);
        // The button that led here is gone.
        if !std::mem::take(&mut is_first) {
            focus_if_lost("main h1");
        }
        content
    };
    let class = move || {
        if is_wide() {
            "page reconcile-lists"
        } else {
            "page people-plan"
        }
    };
    view! {
        <div class=class>
            <h1 class="page-head" tabindex="-1">
                {TITLE}
            </h1>
            <WorkProgress state=state />
            {content}
        </div>
    }
}

/// The part of the page that is shown. Reactive.
fn content(state: ReconcileState) -> AnyView {
    let people = state.people;
    if let Some(run) = people.current_run() {
        if !run.is_over() {
            return view! { <Progress people=people run=run /> }.into_any();
        }
        state.note_results();
        let is_own = run.plan.purpose == Purpose::Reconcile;
        let others = (!is_own).then(|| view! { <p class="hint">{OF_OTHERS}</p> });
        let report = (is_own && state.file.with_untracked(Option::is_some)).then(|| {
            view! {
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| save_report(state)>
                        "Download the report"
                    </button>
                </div>
            }
        });
        return view! {
            {others}
            {report}
            <Outcome people=people run=run />
        }
        .into_any();
    }
    let file = state.file.get();
    match (state.step.get(), file) {
        (Step::Settings, Some(file)) => {
            untrack(|| view! { <Settings state=state file=file /> }).into_any()
        }
        (Step::Lists, Some(_)) => {
            untrack(|| state.follow_people());
            view! { <FoundLists state=state /> }.into_any()
        }
        (Step::Plan, Some(_)) => view! { <PlanView state=state /> }.into_any(),
        _ => view! { <FileChoice state=state /> }.into_any(),
    }
}

/// How far work is that goes on, and a button that cancels it.
#[component]
fn WorkProgress(state: ReconcileState) -> impl IntoView {
    let is_shown = Memo::new(move |_| state.work.with(Option::is_some));
    let words = move || {
        let work = state.work.get();
        work.map(|work| work.words()).unwrap_or_default()
    };
    let numbers = move || {
        let work = state.work.get();
        work.map_or((0, 1), |work| (work.done, work.all.max(1)))
    };
    let can_cancel = move || {
        let work = state.work.get();
        work.is_some_and(|work| work.can_cancel)
    };
    move || {
        is_shown.get().then(|| {
            view! {
                <div class="reconcile-work">
                    <p role="status">{words}</p>
                    <progress
                        aria-label="Progress"
                        max=move || numbers().1
                        value=move || numbers().0
                    ></progress>
                    <button
                        type="button"
                        class="button"
                        hidden=move || !can_cancel()
                        on:click=move |_| state.cancel()
                    >
                        "Cancel"
                    </button>
                </div>
            }
        })
    }
}
