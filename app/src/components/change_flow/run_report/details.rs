//! The full report of a run, in a dialog.

use super::groups::Groups;
use super::{NextSteps, PlatformWords, SaveInterruptedReport, SaveReport, Steps};
use crate::browser::time;
use crate::messages::{changes, outcomes, reports};
use crate::state::user_store::{InterruptedRun, TrackedRun};
use crate::ui::code_block::FoldedText;
use crate::ui::dialog;
use leptos::either::Either;
use leptos::prelude::*;
use roster::{OutcomeKind, ReceiptRow};
use std::rc::Rc;
use std::sync::Arc;
use wire::Platform;

/// Shows the full report of `run`.
pub(crate) fn open(run: &Rc<TrackedRun>) {
    let title = changes::title(&run.execution.plan);
    let run = run.clone();
    dialog::open(&title, move |dialog| {
        let kinds = outcome_kinds(&run);
        let shown = run.clone();
        let row = UnsyncCallback::new(move |index| {
            view! { <ItemDetails run=shown.clone() index=index /> }.into_any()
        });
        let (summary, _) = outcomes::summary(&run.execution);
        let period = period(
            &run.store.connection().label,
            &run.started,
            run.ended.borrow().as_deref(),
        );
        let dialog = dialog.clone();
        let close = UnsyncCallback::new(move |()| dialog.close());
        view! {
            <div class="dialog-body">
                <p>{summary}</p>
                <p class="hint">{period}</p>
                <Groups outcomes=kinds row=row />
                <div class="actions">
                    <NextSteps run=run.clone() before=close />
                    <SaveReport run=run />
                </div>
            </div>
        }
    });
}

/// The outcome of each user of a run.
fn outcome_kinds(run: &TrackedRun) -> Vec<OutcomeKind> {
    let rows = run.execution.rows();
    rows.iter().map(|row| row.outcome.kind()).collect()
}

/// The connection, and when a run began and ended.
fn period(label: &str, started: &str, ended: Option<&str>) -> String {
    let times: Vec<String> = [("began", Some(started)), ("ended", ended)]
        .into_iter()
        .filter_map(|(verb, time)| Some(format!("{verb} {}", time::clock(time?)?)))
        .collect();
    format!("{label} · {}", times.join(", "))
}

/// One user of a run: the outcome, and the steps that led to it.
#[component]
fn ItemDetails(run: Rc<TrackedRun>, index: usize) -> impl IntoView {
    let item = run.execution.plan.items.get(index)?;
    let (words, answer) = match outcomes::problem(&run.execution, index) {
        None => {
            let words = view! { <PlatformWords run=run.clone() index=index /> };
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
            <Steps run=run.clone() index=index />
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

/// Shows the full report of a run that was interrupted.
pub(crate) fn open_interrupted(run: &Arc<InterruptedRun>) {
    let title = reports::title(&run.receipt);
    let run = run.clone();
    dialog::open(&title, move |_| {
        let receipt = &run.receipt;
        let kinds = receipt.rows.iter().map(|row| row.outcome).collect();
        let shown = run.clone();
        let row = UnsyncCallback::new(move |index| {
            let row: Option<&ReceiptRow> = shown.receipt.rows.get(index);
            row.map(|row| interrupted_row(shown.receipt.platform, row))
                .into_any()
        });
        view! {
            <div class="dialog-body">
                <p>{reports::INTERRUPTED_ADVICE}</p>
                <p class="hint">{period(&receipt.label, &receipt.started, None)}</p>
                <Groups outcomes=kinds row=row />
                <div class="actions">
                    <SaveInterruptedReport run=run />
                </div>
            </div>
        }
    });
}

fn interrupted_row(platform: Platform, row: &ReceiptRow) -> impl IntoView + use<> {
    let details = reports::row_details(platform, row);
    let details = (!details.is_empty()).then(|| view! { <p>{details}</p> });
    view! {
        <div class="group-line">
            <GroupName label=row.name.clone() key=row.key.clone() />
            {details}
        </div>
    }
}
