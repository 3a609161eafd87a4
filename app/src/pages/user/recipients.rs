//! Metabase: whom the connection's login may send results to.

use super::User;
use super::form_dialog::LastResult;
use crate::browser::task::spawn;
use crate::browser::time::number;
use crate::components::problem_notice::problem_notice;
use crate::messages::{self, Problem};
use crate::ui::dialog;
use crate::ui::dom::{El, el};
use leptos::prelude::*;
use wire::Endpoint;
use wire::metabase::ListRecipients;

/// Asks, and shows who they are.
pub(super) fn show(user: &User, _: LastResult) {
    let user = user.clone();
    dialog::open("Recipients", move |_| {
        let found: RwSignal<Option<Result<Vec<String>, Problem>>> = RwSignal::new(None);
        let store = user.store.clone();
        spawn(async move {
            let answer = roster::call(&store.transport, &ListRecipients).await;
            let outcome = match answer {
                Ok(page) => Ok(page
                    .users
                    .into_iter()
                    .map(|user| user.email.to_string())
                    .collect()),
                Err(error) => Err(messages::call_failed(
                    store.connection(),
                    "The recipients could not be loaded",
                    &error,
                    &[ListRecipients.request()],
                )),
            };
            found.try_set(Some(outcome));
        });
        el("div", "dialog-body").live(move || {
            Some(match found.get() {
                None => el("p", "waiting").text("Loading…"),
                Some(Err(problem)) => problem_notice(problem, Vec::new()),
                Some(Ok(all)) => list(&all),
            })
        })
    });
}

fn list(all: &[String]) -> El {
    let count = [
        &*number(all.len()),
        " people can be sent results from here.",
    ]
    .concat();
    let names = all.iter().fold(el("ul", "objects"), |list, name| {
        list.child(el("li", "").text(name))
    });
    el("div", "stack").child(el("p", "").text(&count)).child(
        names
            .attr("tabindex", "0")
            .attr("role", "list")
            .attr("aria-label", "Recipients"),
    )
}
