//! From a plan to its receipt: what is asked first, and what is said after.

use crate::desk::{Desk, Job, Then};
use crate::receipt;
use crate::time;
use crate::ui::code_block::folded;
use crate::ui::confirm::{Question, confirm};
use crate::ui::dialog;
use crate::ui::dom::{El, el};
use crate::words;
use roster::{Change, Confirmation, Plan, Step};
use std::rc::Rc;

/// How many requests of a plan are shown before it runs.
const SHOWN: usize = 50;

/// Asks what `plan` wants asked, carries it out, shows a receipt, calls `then`.
pub(crate) fn carry_out(desk: &Desk, plan: Plan, then: Then) {
    if !plan.items.is_empty() && plan.blocked() == plan.items.len() {
        held_back(&plan);
        return;
    }
    let typed = match plan.confirmation() {
        Confirmation::None => {
            go(desk, plan, then);
            return;
        }
        Confirmation::Ask => None,
        Confirmation::Type(text) => Some(text),
    };
    let question = question(&plan, typed);
    let desk = desk.clone();
    confirm(question, move || go(&desk, plan, then));
}

/// Carries `plan` out without asking, shows a receipt, calls `then`.
pub(crate) fn go(desk: &Desk, plan: Plan, then: Then) {
    desk.start(
        plan,
        Box::new(move |job: &Rc<Job>| {
            receipt::toast(job);
            then(job);
        }),
    );
}

/// What is asked before `plan` is carried out.
pub(crate) fn question(plan: &Plan, typed: Option<String>) -> Question {
    let title = plan.title();
    let mut consequences = plan.consequences();
    match plan.blocked() {
        0 => {}
        some => consequences.push(
            [
                &*time::number(some),
                " of them are held back, and stay as they are.",
            ]
            .concat(),
        ),
    }
    let objects = match plan.items.as_slice() {
        [one] if one.label == one.key => Vec::new(),
        items => items.iter().map(|item| item.key.clone()).collect(),
    };
    let requests = requests(plan);
    Question {
        verb: title.clone(),
        title,
        consequences,
        objects,
        destroys: plan
            .items
            .iter()
            .any(|item| matches!(item.change, Change::Remove | Change::DeleteStatus)),
        typed,
        more: Some(Box::new(move || {
            folded("Requests that will be sent", &requests)
        })),
    }
}

/// Nothing of `plan` may be done: why.
fn held_back(plan: &Plan) {
    let why: Vec<String> = plan
        .items
        .iter()
        .filter_map(|item| {
            let why = item.blocked.as_deref()?;
            Some([&*item.label, ": ", why].concat())
        })
        .collect();
    let title = ["“", &*plan.title(), "” is held back"].concat();
    dialog::open(&title, move |dialog| {
        let closing = dialog.clone();
        let body = why.iter().fold(el("div", "dialog-body"), |body, why| {
            body.child(el("p", "").text(why))
        });
        let close = crate::ui::button::primary("Close", move || closing.close());
        body.child(el("div", "actions").child(close))
    });
}

/// The requests that `plan` comes to, one curl line each, as far as is known
/// before anything is read again.
pub(crate) fn requests(plan: &Plan) -> String {
    let now = time::now_rfc3339();
    let steps: Vec<Step> = plan
        .items
        .iter()
        .take(SHOWN)
        .filter_map(|item| plan.steps(item, &now).ok())
        .flatten()
        .collect();
    let requests: Vec<_> = steps.iter().map(Step::request).collect();
    words::curl(&plan.connection, &requests).unwrap_or_else(|| "(none)".to_owned())
}

/// The requests that `plan` comes to, folded away.
pub(crate) fn folded_requests(plan: &Plan) -> El {
    folded("Requests that will be sent", &requests(plan))
}
