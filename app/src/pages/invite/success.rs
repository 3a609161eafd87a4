//! After the user was created: what was requested of the platform, and what it
//! does not report.

use super::Invite;
use crate::browser::focus::focus;
use crate::components::change_flow::run_report::ItemReport;
use crate::components::invite::{CREATED, Invitee, PasswordOnce, generated_password};
use crate::messages::speaker;
use crate::routes;
use crate::state::user_store::TrackedRun;
use leptos::prelude::*;
use roster::Change;
use roster::platform::Requested;
use std::rc::Rc;
use wire::Platform;

/// What the page shows after it went well.
#[component]
pub(super) fn Success(invite: Invite, run: Rc<TrackedRun>, invitee: Invitee) -> impl IntoView {
    let store = invite.target.store();
    let connection = store.connection();
    let platform = connection.platform;
    let password = generated_password(&run.execution).map(|password| {
        view! { <PasswordOnce note=CREATED password=password /> }
    });
    let created = match run.execution.plan.items.first().map(|item| &item.change) {
        Some(Change::Create(user)) => Some(&**user),
        _ => None,
    };
    let (support, can_mail) = (invite.target.support(), invite.target.can_mail());
    let requested = created.map(|user| {
        let requested = support.requested(user, &invitee.address, can_mail);
        view! { <RequestReport platform=platform requested=requested /> }
    });
    let has_message = !connection.outbox.is_empty()
        && created.is_some_and(|user| support.sends_email(user, can_mail));
    let message = has_message.then(|| {
        let url = routes::outbox(&connection.outbox, &invitee.address);
        view! {
            <p>
                <a href=url target="_blank" rel="noreferrer">
                    "The message in the mock's outbox"
                </a>
            </p>
        }
    });
    let users = routes::users(&connection.id).unwrap_or_default();
    let start_again = move |_| {
        invite.created.set(None);
        request_animation_frame(|| focus("main h1"));
    };
    view! {
        <section class="invited">
            <h2 tabindex="-1">{format!("{} is on {}", invitee.name, connection.label)}</h2>
            <ItemReport run=run.clone() index=0 />
            {password}
            {requested}
            {message}
            <div class="actions">
                <button type="button" class="button primary" on:click=start_again>
                    "Invite another user"
                </button>
                <a href=routes::searching(&users, &invitee.key)>"Show in the list"</a>
            </div>
        </section>
    }
}

/// What was requested of the platform, and what it does not report.
#[component]
fn RequestReport(platform: Platform, requested: Requested) -> impl IntoView {
    let speaker = speaker(platform);
    let items = requested
        .unreported
        .iter()
        .map(|text| view! { <li>{*text}</li> });
    view! {
        <div class="told">
            <h3>"What was requested"</h3>
            <p>{requested.text}</p>
            <h3>{format!("What {speaker} does not report")}</h3>
            <ul class="untold">{items.collect_view()}</ul>
        </div>
    }
}
