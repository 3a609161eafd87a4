//! What was asked, answered and read back, as the page shows it.

mod details;
mod files;
mod groups;

pub(crate) use details::{open, open_left};
pub(crate) use files::{csv, save_buttons, save_left_buttons};

use crate::components::change_flow::carry_out;
use crate::components::problem_notice::problem_notice;
use crate::messages::changes as words;
use crate::state::user_store::{Job, set_docked};
use crate::ui::button::button;
use crate::ui::code_block::folded;
use crate::ui::dom::{El, el};
use crate::ui::icons::{self, icon};
use crate::ui::toast::{self, Act, Toast};
use leptos::prelude::*;
use roster::Plan;
use std::rc::Rc;

/// Says what became of `job`, which has ended: quietly where one thing went
/// well, otherwise in the dock, until it is dismissed.
pub(crate) fn report(job: &Rc<Job>) {
    let (text, failed) = words::summary(&job.run);
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

/// The plan that takes back what `job` did.
pub(crate) fn undo_plan(job: &Job) -> Option<Plan> {
    let people = &job.store.people;
    people.with_untracked(|people| job.run.undo(people))
}

/// The plan that does again what failed or was not tried.
pub(crate) fn retry_plan(job: &Job) -> Option<Plan> {
    let people = &job.store.people;
    people.with_untracked(|people| job.run.retry(people))
}

/// Takes back what `job` did.
pub(crate) fn undo(job: &Rc<Job>) {
    instead_of(job, undo_plan(job));
}

/// Does again what failed.
pub(crate) fn retry(job: &Rc<Job>) {
    instead_of(job, retry_plan(job));
}

/// Carries out `plan`, after which `job` is news of yesterday.
fn instead_of(job: &Rc<Job>, plan: Option<Plan>) {
    if let Some(plan) = plan {
        let before = job.clone();
        carry_out(
            &job.store,
            plan,
            Box::new(move |_| set_docked(&before, false)),
        );
    }
}

/// The buttons for what can still be done about `job`.
pub(crate) fn next_steps(job: &Rc<Job>, before: Rc<dyn Fn()>) -> Vec<El> {
    let mut buttons = Vec::new();
    if job.run.unverified() > 0 {
        let job = job.clone();
        buttons.push(button("Verify now", move || job.verify_now()));
    }
    if retry_plan(job).is_some() {
        let (job, before) = (job.clone(), before.clone());
        let label = match job.run.plan.items.len() {
            1 => "Retry",
            _ => "Retry what failed",
        };
        buttons.push(button(label, move || {
            before();
            retry(&job);
        }));
    }
    if undo_plan(job).is_some() {
        let job = job.clone();
        buttons.push(button("Undo", move || {
            before();
            undo(&job);
        }));
    }
    buttons
}

/// What became of item `at`: asked, answered, read back.
pub(crate) fn row(job: &Rc<Job>, at: usize) -> El {
    let frame = el("div", "receipt");
    if let Some(problem) = words::problem(&job.run, at) {
        let frame = frame.child(problem_notice(problem, Vec::new()));
        return frame.child(steps(job, at));
    }
    let said = el("p", "receipt-said")
        .child(icon(icons::CHECK))
        .child(el("span", "").text(&words::outcome(&job.run, at)));
    frame
        .child(said)
        .children(platform_words(job, at))
        .child(steps(job, at))
}

/// What the platform said about item `at`, where it said anything.
fn platform_words(job: &Job, at: usize) -> Vec<El> {
    let rows = job.run.rows();
    let said = rows
        .get(at)
        .map(|row| row.outcome.words())
        .unwrap_or_default();
    if said.is_empty() {
        return Vec::new();
    }
    let speaker = crate::messages::speaker(job.store.connection().platform);
    vec![el("p", "hint").text(&[speaker, " said: “", &*said, "”"].concat())]
}

/// The requests of item `at`, in order, as they went.
fn steps(job: &Job, at: usize) -> El {
    let rows = job.run.rows();
    let made = rows
        .get(at)
        .map(|row| row.steps.as_slice())
        .unwrap_or_default();
    let list = el("ol", "steps").attr("aria-label", "Steps");
    let list = made.iter().fold(list, |list, step| {
        let (class, strokes, said) = match &step.problem {
            None => ("", icons::CHECK, [step.words, ": accepted"].concat()),
            Some(problem) => ("failed", icons::ALERT, [step.words, ": ", problem].concat()),
        };
        list.child(
            el("li", class)
                .child(icon(strokes))
                .child(el("span", "").text(&said)),
        )
    });
    let plan = &job.run.plan;
    let requests = plan.items.get(at).and_then(|item| {
        let mut item = item.clone();
        let before = rows.get(at).and_then(|row| row.before.clone());
        item.before = before.or(item.before);
        let steps = plan.steps(&item, &job.started).ok()?;
        let requests: Vec<_> = steps.iter().map(roster::Step::request).collect();
        crate::messages::curl(&plan.connection, &requests)
    });
    match requests {
        Some(requests) if !made.is_empty() => el("div", "")
            .child(list)
            .child(folded("Requests", &requests)),
        _ => list,
    }
}
