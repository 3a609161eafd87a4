//! How far it is while people leave.

use crate::messages::{self, leave};
use crate::state::people::{Leaving, LeavingPhase};
use crate::state::user_store::TrackedRun;
use leptos::prelude::*;
use std::rc::Rc;

/// How far it is, connection by connection.
#[component]
pub(super) fn Progress(leaving: Rc<Leaving>) -> impl IntoView {
    let phase: Signal<LeavingPhase> = leaving.phase.clone().into();
    let runs = leaving
        .runs
        .iter()
        .map(|run| view! { <RunLine run=run.clone() /> });
    let runs = runs.collect_view();
    let who = leave::leavers(&leaving.plan.leavers);
    let words = move || match phase.get() {
        LeavingPhase::Running => format!("Removing the access of {who}…"),
        LeavingPhase::ReadingBack => "Reading every connection again…".to_owned(),
        LeavingPhase::Filing | LeavingPhase::Ended => "Storing what was done…".to_owned(),
    };
    let leaving = StoredValue::new_local(leaving);
    let cancel = move || {
        (phase.get() == LeavingPhase::Running).then(|| {
            let cancel = move |_| leaving.with_value(|leaving| leaving.cancel());
            view! {
                <button type="button" class="button" on:click=cancel>
                    "Cancel what has not begun"
                </button>
            }
        })
    };
    view! {
        <p role="status">{words}</p>
        <ul class="leave-runs">{runs}</ul>
        <div class="actions">{cancel}</div>
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
    let words = move || leave::processed(done(), all, note());
    view! {
        <li>
            <span class="progress-label">{label.clone()}</span>
            <progress aria-label=label max=all value=done></progress>
            <span class="progress-said">{words}</span>
        </li>
    }
}
