//! Metabase: the people that the connection's own user can send results to.

use super::User;
use crate::browser::task::spawn;
use crate::browser::time::number;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::{self, Problem};
use crate::ui::dialog;
use leptos::either::EitherOf3;
use leptos::prelude::*;
use wire::Endpoint;
use wire::metabase::ListRecipients;

/// Opens a dialog with the recipients.
pub(super) fn show(user: &User) {
    let user = user.clone();
    dialog::open("Recipients", move |_| view! { <Recipients user=user /> });
}

#[component]
fn Recipients(user: User) -> impl IntoView {
    let found: RwSignal<Option<Result<Vec<String>, Problem>>> = RwSignal::new(None);
    let store = user.store;
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
    let shown = move || match found.get() {
        None => EitherOf3::A(view! { <p class="waiting">"Loading…"</p> }),
        Some(Err(problem)) => EitherOf3::B(view! { <ProblemNotice problem=problem /> }),
        Some(Ok(recipients)) => EitherOf3::C(list(recipients)),
    };
    view! { <div class="dialog-body">{shown}</div> }
}

fn list(recipients: Vec<String>) -> impl IntoView {
    let count = match recipients.len() {
        1 => "1 person can be sent results from here.".to_owned(),
        count => format!("{} people can be sent results from here.", number(count)),
    };
    let items = recipients
        .into_iter()
        .map(|address| view! { <li>{address}</li> });
    view! {
        <div class="stack">
            <p>{count}</p>
            <ul class="objects" tabindex="0" role="list" aria-label="Recipients">
                {items.collect_view()}
            </ul>
        </div>
    }
}
