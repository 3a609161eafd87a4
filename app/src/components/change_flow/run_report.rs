//! The report of a run: its outcome, its requests, and what can still be done.

mod details;
mod files;
mod groups;

pub(crate) use details::{open, open_interrupted};
use files::SaveReport;
pub(crate) use files::{SaveInterruptedReport, csv};

use crate::components::change_flow::carry_out;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::{self, outcomes};
use crate::state::user_store::{TrackedRun, show_in_tray};
use crate::ui::code_block::FoldedText;
use crate::ui::icons::{self, Icon};
use crate::ui::toast::{self, Act, Toast};
use leptos::either::Either;
use leptos::prelude::*;
use roster::{Outcome, Plan};
use std::rc::Rc;

/// Reports the result of `run`, which has ended: in a toast where a single change
/// succeeded, otherwise in the job tray, until it is dismissed.
pub(crate) fn report(run: &Rc<TrackedRun>) {
    let (text, failed) = outcomes::summary(&run.execution);
    let quiet = !failed && run.execution.plan.items.len() == 1;
    show_in_tray(run, !quiet);
    if quiet {
        let mut actions: Vec<(&'static str, Act)> = Vec::new();
        if undo_plan(run).is_some() {
            let run = run.clone();
            actions.push(("Undo", Rc::new(move || undo(&run))));
        }
        let run = run.clone();
        actions.push(("Details", Rc::new(move || open(&run))));
        toast::show(Toast {
            text,
            failed,
            actions,
        });
    }
}

/// The plan that undoes what `run` did.
pub(crate) fn undo_plan(run: &TrackedRun) -> Option<Plan> {
    let accounts = &run.store.accounts;
    accounts.with_untracked(|accounts| run.execution.undo(accounts))
}

/// The plan that retries what failed or was not tried.
pub(crate) fn retry_plan(run: &TrackedRun) -> Option<Plan> {
    let accounts = &run.store.accounts;
    accounts.with_untracked(|accounts| run.execution.retry(accounts))
}

/// Undoes what `run` did.
pub(crate) fn undo(run: &Rc<TrackedRun>) {
    run_after(run, undo_plan(run));
}

/// Retries what failed.
pub(crate) fn retry(run: &Rc<TrackedRun>) {
    run_after(run, retry_plan(run));
}

/// Carries out `plan`, and then removes `run` from the job tray.
fn run_after(run: &Rc<TrackedRun>, plan: Option<Plan>) {
    if let Some(plan) = plan {
        let before = run.clone();
        carry_out(
            &run.store,
            plan,
            Box::new(move |_| show_in_tray(&before, false)),
        );
    }
}

/// The buttons for what can still be done about a run.
#[component]
pub(crate) fn NextSteps(
    run: Rc<TrackedRun>,
    /// Called before a retry or an undo.
    #[prop(optional)]
    before: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let prepare = move || {
        if let Some(before) = before {
            before.run(());
        }
    };
    let verifying = (run.execution.unverified() > 0)
        .then(|| run.clone())
        .map(|run| {
            view! {
                <button type="button" class="button" on:click=move |_| run.verify_now()>
                    "Verify now"
                </button>
            }
        });
    let retrying = retry_plan(&run).map(|_| {
        let label = match run.execution.plan.items.len() {
            1 => "Retry",
            _ => "Retry what failed",
        };
        let run = run.clone();
        let press = move |_| {
            prepare();
            retry(&run);
        };
        view! {
            <button type="button" class="button" on:click=press>
                {label}
            </button>
        }
    });
    let undoing = undo_plan(&run).map(|_| {
        let press = move |_| {
            prepare();
            undo(&run);
        };
        view! {
            <button type="button" class="button" on:click=press>
                "Undo"
            </button>
        }
    });
    (verifying, retrying, undoing)
}

/// The outcome of one item of a run, and its steps.
#[component]
pub(crate) fn ItemReport(
    run: Rc<TrackedRun>,
    /// Which item of the plan.
    index: usize,
) -> impl IntoView {
    let outcome = match outcomes::problem(&run.execution, index) {
        Some(problem) => Either::Left(view! { <ProblemNotice problem=problem /> }),
        None => Either::Right(view! {
            <p class="receipt-said">
                <Icon strokes=icons::CHECK />
                <span>{outcomes::outcome(&run.execution, index)}</span>
            </p>
            <PlatformWords run=run.clone() index=index />
        }),
    };
    view! {
        <div class="receipt">
            {outcome}
            <Steps run=run index=index />
        </div>
    }
}

/// What the platform answered about an item, if it said anything.
#[component]
fn PlatformWords(run: Rc<TrackedRun>, index: usize) -> impl IntoView {
    let rows = run.execution.rows();
    let words = match rows.get(index).map(|row| &row.outcome)? {
        Outcome::Done(done) => done.words.clone()?,
        _ => return None,
    };
    let speaker = messages::speaker(run.store.connection().platform);
    Some(view! { <p class="hint">{format!("{speaker} said: “{words}”")}</p> })
}

/// The steps of an item in the order in which they were made, and its requests.
#[component]
fn Steps(run: Rc<TrackedRun>, index: usize) -> impl IntoView {
    let rows = run.execution.rows();
    let row = rows.get(index);
    let made = row.map(|row| row.steps.as_slice()).unwrap_or_default();
    let steps = made.iter().map(|step| {
        let (class, strokes, outcome) = match &step.problem {
            None => (None, icons::CHECK, "accepted"),
            Some(problem) => (Some("failed"), icons::ALERT, &**problem),
        };
        view! {
            <li class=class>
                <Icon strokes=strokes />
                <span>{format!("{}: {outcome}", messages::changes::step(step.kind))}</span>
            </li>
        }
    });
    let list = view! {
        <ol class="steps" aria-label="Steps">
            {steps.collect_view()}
        </ol>
    };
    let plan = &run.execution.plan;
    let requests = plan.items.get(index).and_then(|item| {
        let mut item = item.clone();
        let before = row.and_then(|row| row.before.clone());
        item.before = before.or(item.before);
        let steps = plan.steps(&item, &run.started).ok()?;
        let requests: Vec<_> = steps.iter().map(roster::Step::request).collect();
        messages::curl(&plan.connection, &requests)
    });
    match requests.filter(|_| !made.is_empty()) {
        Some(requests) => Either::Left(view! {
            <div>
                {list}
                <FoldedText summary="Requests" text=requests />
            </div>
        }),
        None => Either::Right(list),
    }
}
