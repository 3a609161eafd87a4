//! The full report of a run, in a dialog.

use super::groups::Groups;
use super::{NextSteps, PlatformWords, SaveInterruptedReport, SaveReport, Steps};
use crate::browser::time;
use crate::messages::changes as messages;
use crate::state::user_store::{InterruptedRow, InterruptedRun, Job};
use crate::ui::code_block::FoldedText;
use crate::ui::dialog;
use leptos::either::Either;
use leptos::prelude::*;
use std::rc::Rc;

/// Shows the full report of `job`.
pub(crate) fn open(job: &Rc<Job>) {
    let title = job.run.plan.title();
    let job = job.clone();
    dialog::open(&title, move |dialog| {
        let outcomes = outcomes(&job);
        let shown = job.clone();
        let row = UnsyncCallback::new(move |index| {
            view! { <ItemDetails job=shown.clone() index=index /> }.into_any()
        });
        let (summary, _) = messages::summary(&job.run);
        let period = period(
            &job.store.connection().label,
            &job.started,
            &job.ended.borrow(),
        );
        let dialog = dialog.clone();
        let close = UnsyncCallback::new(move |()| dialog.close());
        view! {
            <div class="dialog-body">
                <p>{summary}</p>
                <p class="hint">{period}</p>
                <Groups outcomes=outcomes row=row />
                <div class="actions">
                    <NextSteps job=job.clone() before=close />
                    <SaveReport job=job />
                </div>
            </div>
        }
    });
}

/// The outcome of each user of a run.
fn outcomes(job: &Job) -> Vec<String> {
    let rows = job.run.rows();
    let words = rows.iter().map(|row| row.outcome.word().to_owned());
    words.collect()
}

/// The connection, and when a run began and ended.
fn period(label: &str, started: &str, ended: &str) -> String {
    let times: Vec<String> = [("began", started), ("ended", ended)]
        .iter()
        .filter_map(|(verb, time)| Some(format!("{verb} {}", time::clock(time)?)))
        .collect();
    format!("{label} · {}", times.join(", "))
}

/// One user of a run: the outcome, and the steps that led to it.
#[component]
fn ItemDetails(job: Rc<Job>, index: usize) -> impl IntoView {
    let item = job.run.plan.items.get(index)?;
    let (words, answer) = match messages::problem(&job.run, index) {
        None => {
            let words = view! { <PlatformWords job=job.clone() index=index /> };
            (Either::Left(words), None)
        }
        Some(problem) => {
            let details = problem.details;
            let advice = (!details.advice.is_empty())
                .then(|| view! { <p class="advice">{details.advice}</p> });
            let words = view! {
                <p>{details.words}</p>
                {advice}
            };
            (Either::Right(words), details.answer)
        }
    };
    let answer = answer.as_deref().map(str::trim);
    let answer = answer.filter(|answer| !answer.is_empty()).map(|answer| {
        view! { <FoldedText summary="Answer as it came" text=answer.to_owned() /> }
    });
    Some(view! {
        <div class="group-line">
            <GroupName label=item.label.clone() key=item.key.clone() />
            {words}
            <Steps job=job.clone() index=index />
            {answer}
        </div>
    })
}

/// The display name of a user, and its key where that is another.
#[component]
fn GroupName(label: String, key: String) -> impl IntoView {
    let key = (label != key).then(|| {
        view! {
            " "
            <span class="name">{key}</span>
        }
    });
    view! { <p class="group-name">{label} {key}</p> }
}

/// Shows the full report of a run that an earlier page left unfinished.
pub(crate) fn open_interrupted(run: &Rc<InterruptedRun>) {
    let title = run.title.clone();
    let run = run.clone();
    dialog::open(&title, move |_| {
        let outcomes = run.rows.iter().map(|row| row.outcome.clone()).collect();
        let shown = run.clone();
        let row = UnsyncCallback::new(move |index| {
            let row: Option<&InterruptedRow> = shown.rows.get(index);
            row.map(interrupted_row).into_any()
        });
        view! {
            <div class="dialog-body">
                <p>{messages::LEFT_ADVICE}</p>
                <p class="hint">{period(&run.label, &run.started, "")}</p>
                <Groups outcomes=outcomes row=row />
                <div class="actions">
                    <SaveInterruptedReport run=run />
                </div>
            </div>
        }
    });
}

fn interrupted_row(row: &InterruptedRow) -> impl IntoView + use<> {
    let words = (!row.words.is_empty()).then(|| view! { <p>{row.words.clone()}</p> });
    view! {
        <div class="group-line">
            <GroupName label=row.name.clone() key=row.key.clone() />
            {words}
        </div>
    }
}
