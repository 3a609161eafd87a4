//! Asking before something is done: what will happen, and to whom.

use super::button::{Reason, button, guarded};
use super::dialog::{self, Dialog};
use super::dom::{El, el};
use super::field::Field;
use super::fields;
use crate::browser::time::number;
use roster::input::line;
use std::rc::Rc;

/// What is asked.
#[derive(Default)]
pub(crate) struct Question {
    /// What is about to be done: "Delete ada@company.com".
    pub(crate) title: String,
    /// What follows from it, a sentence or two each.
    pub(crate) consequences: Vec<String>,
    /// Who or what it is done to, where the title does not name them.
    pub(crate) objects: Vec<String>,
    /// Who is held back, and why.
    pub(crate) held: Vec<String>,
    /// What the button says: "Delete 12 users".
    pub(crate) verb: String,
    /// Whether it destroys something.
    pub(crate) destroys: bool,
    /// What has to be typed before it can be done, for what cannot be undone.
    pub(crate) typed: Option<String>,
    /// What else there is to see.
    pub(crate) more: Option<Box<dyn FnOnce() -> El>>,
}

/// Asks, and calls `go` if the answer is yes.
pub(crate) fn confirm(question: Question, go: impl FnOnce() + 'static) {
    let title = question.title.clone();
    let go: Box<dyn FnOnce()> = Box::new(go);
    dialog::open(&title, move |dialog| body(dialog, question, go));
}

fn body(dialog: &Dialog, question: Question, go: Box<dyn FnOnce()>) -> El {
    let mut body = el("form", "dialog-body").flag("novalidate", true);
    for sentence in &question.consequences {
        body = body.child(el("p", "").text(sentence));
    }
    if !question.objects.is_empty() {
        body = body.child(names("Concerned", &question.objects));
    }
    if !question.held.is_empty() {
        let some = number(question.held.len());
        let said = [&*some, " held back, and left as before:"].concat();
        body = body
            .child(el("p", "").text(&said))
            .child(names("Held back", &question.held));
    }
    if let Some(more) = question.more {
        body = body.child(more());
    }
    let mut reason: Reason = Rc::new(|| None);
    if let Some(wanted) = question.typed {
        let label = ["Type “", &*wanted, "” to confirm"].concat();
        let typed = Field::new(&label, Vec::new());
        let asked = fields::text(typed, "text", "");
        if let Ok(Some(input)) = asked.element().query_selector("input") {
            // Fails only for names that no attribute has.
            let _ = input.set_attribute("autofocus", "");
        }
        body = body.child(asked);
        reason = Rc::new(move || {
            // Nobody can type what is not seen.
            let matches = line(&typed.text()) == line(&wanted);
            (!matches).then(|| ["It waits for you to type “", &*wanted, "”."].concat())
        });
    }
    let mut go = Some(go);
    let closing = dialog.clone();
    let asked = reason.clone();
    let mut press = move || {
        if leptos::prelude::untrack(|| asked()).is_none()
            && let Some(go) = go.take()
        {
            closing.close();
            go();
        }
    };
    let cancelling = dialog.clone();
    let [yes, why] = guarded(&question.verb, reason, || {});
    let class = if question.destroys {
        "button danger"
    } else {
        "button primary"
    };
    let no = button("Cancel", move || cancelling.close());
    // What has to be typed comes first. What only asks can be answered with Enter at once; what destroys cannot.
    let no = no.flag("autofocus", question.destroys);
    let yes = yes
        .attr("class", class)
        .attr("type", "submit")
        .flag("autofocus", !question.destroys);
    body.on_event("submit", move |event| {
        event.prevent_default();
        press();
    })
    .child(el("div", "actions").child(yes).child(no))
    .child(why)
}

/// How many names are shown.
const SHOWN: usize = 100;

/// A list of names; where they are many they scroll.
fn names(label: &str, names: &[String]) -> El {
    let list = names
        .iter()
        .take(SHOWN)
        .fold(el("ul", "objects"), |list, name| {
            list.child(el("li", "").text(name))
        });
    let list = match names.len().saturating_sub(SHOWN) {
        0 => list,
        more => list.child(el("li", "").text(&["and ", &*number(more), " more"].concat())),
    };
    list.attr("tabindex", "0")
        .attr("role", "list")
        .attr("aria-label", label)
}
