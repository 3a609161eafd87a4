//! How far the run of a plan about people is.

use crate::messages::{self, people_plan};
use crate::state::people::{PeopleRun, PeopleStore, RunPhase};
use crate::state::user_store::TrackedRun;
use leptos::prelude::*;
use std::rc::Rc;

/// How far it is, connection by connection.
#[component]
pub(crate) fn Progress(people: PeopleStore, run: Rc<PeopleRun>) -> impl IntoView {
    let phase: Signal<RunPhase> = run.phase.clone().into();
    let lines = run
        .runs
        .iter()
        .map(|one| view! { <RunLine run=one.clone() /> });
    let lines = lines.collect_view();
    let running = people_plan::running(run.plan.purpose, &run.plan.people);
    let words = move || match phase.get() {
        RunPhase::Running => running.clone(),
        RunPhase::ReadingBack => "Reading every connection again…".to_owned(),
        RunPhase::Interrupted => people_plan::INTERRUPTED.to_owned(),
        RunPhase::Filing | RunPhase::Ended => "Storing what was done…".to_owned(),
    };
    let run = StoredValue::new_local(run);
    let cancel = move || {
        (phase.get() == RunPhase::Running).then(|| {
            let cancel = move |_| run.with_value(|run| run.cancel());
            view! {
                <button type="button" class="button" on:click=cancel>
                    "Cancel what has not begun"
                </button>
            }
        })
    };
    let unread = move || {
        (phase.get() == RunPhase::Interrupted).then(|| {
            let skip = move |_| run.with_value(|run| run.skip_unread());
            view! {
                <button type="button" class="button" on:click=move |_| people.load()>
                    "Retry"
                </button>
                <button type="button" class="button" on:click=skip>
                    "Continue without reading"
                </button>
            }
        })
    };
    view! {
        <p role="status">{words}</p>
        <ul class="plan-runs">{lines}</ul>
        <div class="actions">{cancel} {unread}</div>
    }
}

/// How far it is on one connection.
#[component]
fn RunLine(run: Rc<TrackedRun>) -> impl IntoView {
    let label = run.store.connection().label.clone();
    let all = run.execution.plan.items.len();
    let (progress, over): (Signal<()>, Signal<bool>) =
        (run.progress.clone().into(), run.over.clone().into());
    let run = StoredValue::new_local(run);
    let done = move || {
        progress.track();
        over.track();
        run.with_value(|run| run.processed())
    };
    let note = move || {
        progress.track();
        run.with_value(|run| messages::waiting(run.store.connection().platform, run.pause.get()))
    };
    let words = move || people_plan::processed(done(), all, note());
    view! {
        <li>
            <span class="progress-label">{label.clone()}</span>
            <progress aria-label=label max=all value=done></progress>
            <span class="progress-said">{words}</span>
        </li>
    }
}
