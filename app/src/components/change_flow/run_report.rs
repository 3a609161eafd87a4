//! The report of a run: its outcome, its requests, and what can still be done.

mod details;
mod files;
mod groups;

pub(crate) use details::{open, open_interrupted};
use files::SaveReport;
pub(crate) use files::{SaveInterruptedReport, csv};

use crate::components::change_flow::carry_out;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::{self, changes};
use crate::state::user_store::{Job, set_docked};
use crate::ui::code_block::FoldedText;
use crate::ui::icons::{self, Icon};
use crate::ui::toast::{self, Act, Toast};
use leptos::either::Either;
use leptos::prelude::*;
use roster::Plan;
use std::rc::Rc;

/// Reports the result of `job`, which has ended: in passing where a single change
/// succeeded, otherwise in the tray, until it is dismissed.
pub(crate) fn report(job: &Rc<Job>) {
    let (text, failed) = changes::summary(&job.run);
    let quiet = !failed && job.run.plan.items.len() == 1;
    set_docked(job, !quiet);
    if quiet {
        let mut actions: Vec<(&'static str, Act)> = Vec::new();
        if undo_plan(job).is_some() {
            let job = job.clone();
            actions.push(("Undo", Rc::new(move || undo(&job))));
        }
        let job = job.clone();
        actions.push(("Details", Rc::new(move || open(&job))));
        toast::show(Toast {
            text,
            failed,
            actions,
        });
    }
}

/// The plan that undoes what `job` did.
pub(crate) fn undo_plan(job: &Job) -> Option<Plan> {
    let people = &job.store.people;
    people.with_untracked(|people| job.run.undo(people))
}

/// The plan that retries what failed or was not tried.
pub(crate) fn retry_plan(job: &Job) -> Option<Plan> {
    let people = &job.store.people;
    people.with_untracked(|people| job.run.retry(people))
}

/// Undoes what `job` did.
pub(crate) fn undo(job: &Rc<Job>) {
    run_after(job, undo_plan(job));
}

/// Retries what failed.
pub(crate) fn retry(job: &Rc<Job>) {
    run_after(job, retry_plan(job));
}

/// Carries out `plan`, and then takes `job` out of the tray.
fn run_after(job: &Rc<Job>, plan: Option<Plan>) {
    if let Some(plan) = plan {
        let before = job.clone();
        carry_out(
            &job.store,
            plan,
            Box::new(move |_| set_docked(&before, false)),
        );
    }
}

/// The buttons for what can still be done about a run.
#[component]
pub(crate) fn NextSteps(
    job: Rc<Job>,
    /// Called before a retry or an undo.
    #[prop(optional)]
    before: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let prepare = move || {
        if let Some(before) = before {
            before.run(());
        }
    };
    let verifying = (job.run.unverified() > 0).then(|| job.clone()).map(|job| {
        view! {
            <button type="button" class="button" on:click=move |_| job.verify_now()>
                "Verify now"
            </button>
        }
    });
    let retrying = retry_plan(&job).map(|_| {
        let label = match job.run.plan.items.len() {
            1 => "Retry",
            _ => "Retry what failed",
        };
        let job = job.clone();
        let press = move |_| {
            prepare();
            retry(&job);
        };
        view! {
            <button type="button" class="button" on:click=press>
                {label}
            </button>
        }
    });
    let undoing = undo_plan(&job).map(|_| {
        let press = move |_| {
            prepare();
            undo(&job);
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
    job: Rc<Job>,
    /// Which item of the plan.
    index: usize,
) -> impl IntoView {
    let outcome = match changes::problem(&job.run, index) {
        Some(problem) => Either::Left(view! { <ProblemNotice problem=problem /> }),
        None => Either::Right(view! {
            <p class="receipt-said">
                <Icon strokes=icons::CHECK />
                <span>{changes::outcome(&job.run, index)}</span>
            </p>
            <PlatformWords job=job.clone() index=index />
        }),
    };
    view! {
        <div class="receipt">
            {outcome}
            <Steps job=job index=index />
        </div>
    }
}

/// What the platform answered about an item, if it said anything.
#[component]
fn PlatformWords(job: Rc<Job>, index: usize) -> impl IntoView {
    let rows = job.run.rows();
    let words = rows.get(index).map(|row| row.outcome.words());
    let words = words.filter(|words| !words.is_empty())?;
    let speaker = messages::speaker(job.store.connection().platform);
    Some(view! { <p class="hint">{format!("{speaker} said: “{words}”")}</p> })
}

/// The steps of an item in the order in which they were made, and its requests.
#[component]
fn Steps(job: Rc<Job>, index: usize) -> impl IntoView {
    let rows = job.run.rows();
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
                <span>{format!("{}: {outcome}", step.words)}</span>
            </li>
        }
    });
    let list = view! {
        <ol class="steps" aria-label="Steps">
            {steps.collect_view()}
        </ol>
    };
    let plan = &job.run.plan;
    let requests = plan.items.get(index).and_then(|item| {
        let mut item = item.clone();
        let before = row.and_then(|row| row.before.clone());
        item.before = before.or(item.before);
        let steps = plan.steps(&item, &job.started).ok()?;
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
