//! After the user was created: what was requested of the platform, and what it
//! does not report.

use super::Invite;
use super::form_model::Invitee;
use super::password::{CREATED, PasswordOnce, generated_password};
use crate::browser::focus::focus;
use crate::components::change_flow::run_report::ItemReport;
use crate::messages::speaker;
use crate::routes;
use crate::state::user_store::TrackedRun;
use leptos::prelude::*;
use roster::{Change, NewUser};
use std::rc::Rc;
use wire::Platform;

/// What the page shows after it went well.
#[component]
pub(super) fn Success(invite: Invite, run: Rc<TrackedRun>, invitee: Invitee) -> impl IntoView {
    let store = invite.store();
    let connection = store.connection();
    let platform = connection.platform;
    let password = generated_password(&run.execution).map(|password| {
        view! { <PasswordOnce note=CREATED password=password /> }
    });
    let created = match run.execution.plan.items.first().map(|item| &item.change) {
        Some(Change::Create(user)) => Some(&**user),
        _ => None,
    };
    let mail = invite.has_mail();
    let requested = created.map(|user| {
        let (requested, unreported) = requested(platform, user, &invitee.address, mail);
        view! { <Requested platform=platform requested=requested unreported=unreported /> }
    });
    let has_message = !connection.outbox.is_empty()
        && created.is_some_and(|user| sends_email(platform, user, mail));
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

/// Whether the platform was to send an email. `mail` as [`Invite::has_mail`].
fn sends_email(platform: Platform, user: &NewUser, mail: Option<bool>) -> bool {
    match platform {
        Platform::Pivot => user.welcome.is_some(),
        Platform::Actian => user.password.is_none(),
        // An invitation is sent even if a password was set (metabase note 19).
        Platform::Metabase => mail == Some(true),
    }
}

#[component]
fn Requested(
    platform: Platform,
    requested: String,
    unreported: &'static [&'static str],
) -> impl IntoView {
    let speaker = speaker(platform);
    let items = unreported.iter().map(|text| view! { <li>{*text}</li> });
    view! {
        <div class="told">
            <h3>"What was requested"</h3>
            <p>{requested}</p>
            <h3>{format!("What {speaker} does not report")}</h3>
            <ul class="untold">{items.collect_view()}</ul>
        </div>
    }
}

/// What was requested of the platform, and what it does not report.
fn requested(
    platform: Platform,
    user: &NewUser,
    address: &str,
    mail: Option<bool>,
) -> (String, &'static [&'static str]) {
    match platform {
        Platform::Pivot => match &user.welcome {
            Some(link) => {
                let start = link
                    .as_deref()
                    .unwrap_or("the name by which this console's server calls it");
                (
                    format!(
                        "Pivot was asked to send the welcome email to {address}, with a link that \
                         starts with {start}."
                    ),
                    &[
                        "Whether the email was sent, or arrived.",
                        "How long its link works, and whether it was used.",
                    ],
                )
            }
            None => (
                "Pivot was not asked to send an email. The user was not notified.".to_owned(),
                &["Whether a password has been set since."],
            ),
        },
        Platform::Actian if user.password.is_none() => (
            format!(
                "Actian was given no password, for which its documentation promises an activation \
                 email to {address}."
            ),
            &[
                "Whether the email was sent, or arrived.",
                "Whether the account has been activated since.",
            ],
        ),
        Platform::Actian => (
            "Actian was given the password. Hand it over yourself.".to_owned(),
            &["Whether the user has signed in since."],
        ),
        Platform::Metabase => requested_of_metabase(user, address, mail),
    }
}

fn requested_of_metabase(
    user: &NewUser,
    address: &str,
    mail: Option<bool>,
) -> (String, &'static [&'static str]) {
    let request = if user.password.is_some() {
        "Metabase was given the password."
    } else {
        "Metabase was asked to create the user without a password."
    };
    if mail == Some(false) {
        return (
            format!("{request} No mail is set up there, so the user was not notified."),
            &["Whether the user has signed in, until the list shows it."],
        );
    }
    let condition = if mail == Some(true) {
        "With mail set up"
    } else {
        "Where mail is set up"
    };
    (
        format!("{request} {condition} it sends its invitation to {address}."),
        &[
            "Whether the email was sent, or arrived.",
            "Whether its link was used, until the list shows a first sign-in.",
        ],
    )
}
