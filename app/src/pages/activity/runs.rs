//! The changes made from this page, and what can still be done about them.

use crate::browser::time;
use crate::components::change_flow::run_report::{self, NextSteps};
use crate::messages::{changes, outcomes};
use crate::state::user_store::{TrackedRun, runs};
use crate::ui::attributes::new_id;
use crate::ui::icons::{self, Icon};
use leptos::either::Either;
use leptos::prelude::*;
use std::rc::Rc;

/// All of them, the newest first. It is hidden where there are none.
#[component]
pub(super) fn RunList() -> impl IntoView {
    let id = new_id();
    let numbers = || {
        runs()
            .iter()
            .rev()
            .map(|run| run.number)
            .collect::<Vec<_>>()
    };
    view! {
        <section class="runs-frame" aria-labelledby=id hidden=|| runs().is_empty()>
            <h2 id=id.clone()>"Changes"</h2>
            <ul class="runs">
                <For
                    each=numbers
                    key=|number| *number
                    children=|number| view! { <li>{row(number)}</li> }
                />
            </ul>
        </section>
    }
}

/// The run called `number`: that it is in progress, or its outcome.
fn row(number: u32) -> Option<impl IntoView> {
    let all = untrack(runs);
    let run = all.into_iter().find(|run| run.number == number)?;
    let is_over: Signal<bool> = run.over.clone().into();
    let run = StoredValue::new_local(run);
    Some(move || {
        let is_over = is_over.get();
        run.with_value(|run| {
            untrack(|| {
                if is_over {
                    Either::Left(outcome(run))
                } else {
                    Either::Right(progress(run))
                }
            })
        })
    })
}

fn progress(run: &TrackedRun) -> impl IntoView + use<> {
    let text = format!("{}: in progress", changes::title(&run.execution.plan));
    view! {
        <div class="run">
            {start_time(run)}
            <p>{text}</p>
        </div>
    }
}

fn outcome(run: &Rc<TrackedRun>) -> impl IntoView + use<> {
    let (summary, failed) = outcomes::summary(&run.execution);
    let (class, strokes) = if failed {
        ("run failed", icons::ALERT)
    } else {
        ("run", icons::CHECK)
    };
    let text = format!("{}: {summary}", run.store.connection().label);
    let shown = run.clone();
    view! {
        <div class=class>
            {start_time(run)}
            <Icon strokes=strokes />
            <p>{text}</p>
            <NextSteps run=run.clone() />
            <button type="button" class="button" on:click=move |_| run_report::open(&shown)>
                "Details"
            </button>
        </div>
    }
}

fn start_time(run: &TrackedRun) -> impl IntoView + use<> {
    let clock = time::clock(&run.started).unwrap_or_default();
    view! { <time datetime=run.started.clone()>{clock}</time> }
}
