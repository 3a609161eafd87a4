//! Every request this page can make, before it is made.

use super::User;
use super::{actions, raw};
use crate::browser::time;
use crate::messages;
use crate::ui::code_block::code_block;
use crate::ui::dom::{El, el};
use crate::ui::panel::folded_section;
use leptos::prelude::*;

pub(super) fn part(user: &User) -> El {
    let opened = RwSignal::new(false);
    let user = user.clone();
    let body = el("div", "stack")
        .child(el("p", "hint").text(
            "Ready to paste into a shell, through this console's server. Secrets are left out.",
        ))
        // Made when it is looked at, and again when the user has changed.
        .live(move || (opened.get()).then(|| list(&user)));
    folded_section("Requests this page can make", body).on("toggle", move || opened.set(true))
}

fn list(user: &User) -> El {
    user.record.track();
    let mut all = el("div", "stack");
    let reading: Vec<_> = raw::requests(user).into_iter().map(Ok).collect();
    if let Some(lines) = messages::curl(user.store.connection(), &reading) {
        all = all.child(code_block("Read the user", &lines));
    }
    let now = time::now_rfc3339();
    for (label, change) in actions::samples(user) {
        let plan = user.plan(&change);
        let steps = plan
            .items
            .first()
            .and_then(|item| plan.steps(item, &now).ok());
        let requests: Vec<_> = steps.iter().flatten().map(roster::Step::request).collect();
        if let Some(lines) = messages::curl(user.store.connection(), &requests) {
            all = all.child(code_block(&label, &lines));
        }
    }
    all
}
