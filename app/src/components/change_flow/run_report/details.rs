//! All of a receipt, in a dialog.

use super::groups::{MakeRow, groups};
use super::{next_steps, platform_words, save_buttons, save_left_buttons, steps};
use crate::browser::time;
use crate::messages::changes as words;
use crate::state::user_store::{InterruptedRow, InterruptedRun, Job};
use crate::ui::code_block::folded;
use crate::ui::dialog::{self, Dialog};
use crate::ui::dom::{El, el};
use std::rc::Rc;

/// Shows all of what became of `job`.
pub(crate) fn open(job: &Rc<Job>) {
    let title = job.run.plan.title();
    let job = job.clone();
    dialog::open(&title, move |dialog| {
        let rows = job.run.rows();
        let outcomes: Vec<&str> = rows.iter().map(|row| row.outcome.word()).collect();
        let shown = job.clone();
        let make: MakeRow = Rc::new(move |at| line(&shown, at));
        let label = &job.store.connection().label;
        let ended = job.ended.borrow();
        el("div", "dialog-body")
            .child(el("p", "").text(&words::summary(&job.run).0))
            .child(when(label, &job.started, &ended))
            .child(groups(&outcomes, &make))
            .child(actions(&job, dialog))
    });
}

fn actions(job: &Rc<Job>, dialog: &Dialog) -> El {
    let closing = dialog.clone();
    el("div", "actions")
        .children(next_steps(job, Rc::new(move || closing.close())))
        .children(save_buttons(job).into())
}

/// Where, and from when to when.
fn when(label: &str, started: &str, ended: &str) -> El {
    let times: Vec<String> = [("began", started), ("ended", ended)]
        .iter()
        .filter_map(|(verb, time)| Some([*verb, " ", &*time::clock(time)?].concat()))
        .collect();
    el("p", "hint").text(&[label, " · ", &*times.join(", ")].concat())
}

/// One login of a run: what became of it, and all that went with that.
fn line(job: &Rc<Job>, at: usize) -> El {
    let Some(item) = job.run.plan.items.get(at) else {
        return el("div", "");
    };
    let head = named(&item.label, &item.key);
    let Some(problem) = words::problem(&job.run, at) else {
        return head.children(platform_words(job, at)).child(steps(job, at));
    };
    let details = problem.details;
    let mut frame = head.child(el("p", "").text(&details.words));
    if !details.advice.is_empty() {
        frame = frame.child(el("p", "advice").text(&details.advice));
    }
    frame = frame.child(steps(job, at));
    match details.answer.as_deref().map(str::trim) {
        Some("") | None => frame,
        Some(answer) => frame.child(folded("Answer as it came", answer)),
    }
}

/// The head of a login's line: what people call it, and its key.
fn named(label: &str, key: &str) -> El {
    let name = el("p", "group-name").text(label);
    let name = if label == key {
        name
    } else {
        name.text(" ").child(el("span", "name").text(key))
    };
    el("div", "group-line").child(name)
}

/// Shows all of what an earlier page left unfinished.
pub(crate) fn open_left(left: &Rc<InterruptedRun>) {
    let left = left.clone();
    let title = left.title.clone();
    dialog::open(&title, move |_| {
        let outcomes: Vec<&str> = left.rows.iter().map(|row| &*row.outcome).collect();
        let shown = left.clone();
        let make: MakeRow =
            Rc::new(move |at| shown.rows.get(at).map_or_else(|| el("div", ""), left_line));
        el("div", "dialog-body")
            .child(el("p", "").text(words::LEFT_ADVICE))
            .child(when(&left.label, &left.started, ""))
            .child(groups(&outcomes, &make))
            .child(el("div", "actions").children(save_left_buttons(&left).into()))
    });
}

fn left_line(row: &InterruptedRow) -> El {
    let head = named(&row.name, &row.key);
    if row.words.is_empty() {
        head
    } else {
        head.child(el("p", "").text(&row.words))
    }
}
