//! What was asked, answered and read back, as the page shows it.

use crate::carry_out::carry_out;
use crate::desk::Job;
use crate::ui::button::button;
use crate::ui::code_block::folded;
use crate::ui::dialog;
use crate::ui::dom::{El, el};
use crate::ui::download::download;
use crate::ui::icons::{self, icon};
use crate::ui::notice::notice;
use crate::ui::toast::{self, Act, Toast};
use crate::words::change as words;
use leptos::prelude::*;
use roster::csv::Csv;
use roster::{Plan, Receipt};
use std::rc::Rc;

/// How many rows a receipt shows; all of them are in its files.
const SHOWN: usize = 100;

/// Says what became of `job` at the foot of the page.
pub(crate) fn toast(job: &Rc<Job>) {
    let (text, failed) = words::summary(&job.run);
    let mut actions: Vec<(&'static str, Act)> = Vec::new();
    if undo(job).is_some() {
        let undone = job.clone();
        actions.push((
            "Undo",
            Rc::new(move || {
                if let Some(plan) = undo(&undone) {
                    carry_out(&undone.desk, plan, Box::new(|_| {}));
                }
            }),
        ));
    }
    let shown = job.clone();
    actions.push(("Details", Rc::new(move || open(&shown))));
    toast::show(Toast {
        text,
        failed,
        actions,
    });
}

/// The plan that takes back what `job` did.
fn undo(job: &Job) -> Option<Plan> {
    job.desk
        .people
        .with_untracked(|people| job.run.undo(people))
}

/// Shows all of a receipt.
pub(crate) fn open(job: &Rc<Job>) {
    let title = job.run.plan.title();
    let job = job.clone();
    dialog::open(&title, move |dialog| {
        let (said, _) = words::summary(&job.run);
        let mut body = el("div", "dialog-body").child(el("p", "").text(&said));
        let count = job.run.plan.items.len();
        for at in 0..count.min(SHOWN) {
            body = body.child(row(&job, at));
        }
        if count > SHOWN {
            let rest = [
                "The first ",
                &*SHOWN.to_string(),
                " are shown; the files hold all.",
            ];
            body = body.child(el("p", "hint").text(&rest.concat()));
        }
        let mut actions = el("div", "actions");
        let again = job
            .desk
            .people
            .with_untracked(|people| job.run.retry(people));
        if let Some(plan) = again {
            let closing = dialog.clone();
            let desk = job.desk.clone();
            let mut plan = Some(plan);
            actions = actions.child(button("Retry what failed", move || {
                closing.close();
                if let Some(plan) = plan.take() {
                    carry_out(&desk, plan, Box::new(|_| {}));
                }
            }));
        }
        let [json, csv] = [job.clone(), job.clone()];
        actions = actions
            .child(button("Save as JSON", move || {
                download("receipt.json", "application/json", &of(&json).json());
            }))
            .child(button("Save as CSV", move || {
                download("receipt.csv", "text/csv", &table(&of(&csv)));
            }));
        body.child(actions)
    });
}

fn of(job: &Job) -> Receipt {
    Receipt::new(&job.run, &job.started, &job.ended.borrow())
}

fn table(receipt: &Receipt) -> String {
    let mut csv = Csv::new(true);
    for row in receipt.table() {
        let cells: Vec<&str> = row.iter().map(|cell| &**cell).collect();
        csv.row(&cells);
    }
    csv.text()
}

/// What became of item `at`: asked, answered, read back.
pub(crate) fn row(job: &Rc<Job>, at: usize) -> El {
    let frame = el("div", "receipt");
    if let Some(problem) = words::problem(&job.run, at) {
        let frame = frame.child(notice(&problem.title, problem.details, Vec::new()));
        return frame.child(steps(job, at));
    }
    let said = el("p", "receipt-said")
        .child(icon(icons::CHECK))
        .child(el("span", "").text(&words::outcome(&job.run, at)));
    let rows = job.run.rows();
    let platform = rows
        .get(at)
        .map(|row| row.outcome.words())
        .unwrap_or_default();
    let frame = frame.child(said);
    let frame = if platform.is_empty() {
        frame
    } else {
        let speaker = crate::words::speaker(job.desk.connection().platform);
        frame.child(el("p", "hint").text(&[speaker, " said: “", &*platform, "”"].concat()))
    };
    frame.child(steps(job, at))
}

/// The requests of item `at`, in order, as they went.
fn steps(job: &Rc<Job>, at: usize) -> El {
    let rows = job.run.rows();
    let made = rows
        .get(at)
        .map(|row| row.steps.as_slice())
        .unwrap_or_default();
    let list = made.iter().fold(el("ol", "steps"), |list, step| {
        let said = match &step.problem {
            None => [step.words, ": accepted"].concat(),
            Some(problem) => [step.words, ": ", problem].concat(),
        };
        let strokes = if step.problem.is_none() {
            icons::CHECK
        } else {
            icons::ALERT
        };
        list.child(
            el("li", "")
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
        crate::words::curl(&plan.connection, &requests)
    });
    match requests {
        Some(requests) if !made.is_empty() => el("div", "")
            .child(list)
            .child(folded("Requests", &requests)),
        _ => list,
    }
}
