//! The people that the connection's own user can send results to (Metabase).

use super::User;
use crate::browser::time::number;
use crate::components::load_status::LoadFailed;
use crate::messages::{self, Problem};
use crate::state::loadable::{Loadable, Phase};
use crate::state::user_store::UserStore;
use crate::ui::dialog;
use leptos::either::EitherOf3;
use leptos::prelude::*;
use roster::platform::edit_support;

/// Opens a dialog with the recipients.
pub(super) fn show(user: &User) {
    let user = user.clone();
    dialog::open("Recipients", move |_| view! { <Recipients user=user /> });
}

#[component]
fn Recipients(user: User) -> impl IntoView {
    let recipients = Loadable::new(Vec::new());
    let state = recipients.state().clone();
    let load = {
        let (recipients, store) = (recipients.clone(), user.store);
        UnsyncCallback::new(move |()| recipients.load(request(store.clone())))
    };
    load.run(());
    let addresses = recipients.value();
    let shown = move || match state.phase() {
        Phase::Loading => EitherOf3::A(view! { <p class="waiting">"Loading…"</p> }),
        Phase::Failed => {
            let state = state.clone();
            EitherOf3::B(view! { <LoadFailed class="part" state=state on_retry=load /> })
        }
        Phase::Ready | Phase::Stale => EitherOf3::C(list(addresses.get())),
    };
    view! { <div class="dialog-body">{shown}</div> }
}

/// Requests the addresses of the recipients.
async fn request(store: UserStore) -> Result<Vec<String>, Problem> {
    let support = edit_support(store.connection().platform);
    let recipients = support.load_recipients(&store.transport).await;
    recipients.map_err(|error| {
        messages::call_failed(
            store.connection(),
            "The recipients could not be loaded",
            &error,
            support.recipients_request().as_slice(),
        )
    })
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
