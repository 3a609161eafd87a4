//! Metabase: whom the connection's login may send results to.

use super::User;
use super::ask::Last;
use crate::task::spawn;
use crate::time::number;
use crate::ui::dialog;
use crate::ui::dom::{El, el};
use crate::ui::notice::notice;
use crate::words::{self, Problem};
use leptos::prelude::*;
use wire::Endpoint;
use wire::metabase::ListRecipients;

/// Asks, and shows who they are.
pub(super) fn show(user: &User, _: Last) {
    let user = user.clone();
    dialog::open("Recipients", move |_| {
        let found: RwSignal<Option<Result<Vec<String>, Problem>>> = RwSignal::new(None);
        let desk = user.desk.clone();
        spawn(async move {
            let answer = roster::call(&desk.transport, &ListRecipients).await;
            let outcome = match answer {
                Ok(page) => Ok(page
                    .users
                    .into_iter()
                    .map(|user| user.email.to_string())
                    .collect()),
                Err(error) => Err(words::call_failed(
                    desk.connection(),
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
                Some(Err(problem)) => notice(&problem.title, problem.details, Vec::new()),
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
