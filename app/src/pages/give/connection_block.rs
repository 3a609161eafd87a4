//! The part of the form about one connection.

use super::connection_form::ConnectionForm;
use super::request::GivePageState;
use crate::components::invite::{Email, FirstPasswordControls, Roles, address_or_line};
use crate::components::platform_icon::PlatformIcon;
use crate::messages::access;
use crate::routes;
use crate::ui::attributes::new_id;
use crate::ui::fields::{TextField, TickBox};
use leptos::prelude::*;

#[component]
pub(super) fn ConnectionBlock(state: GivePageState, connection: ConnectionForm) -> impl IntoView {
    let store = connection.target.store();
    let details = store.connection().clone();
    let environment = details.environment.name();
    let id = new_id();
    let title_id = id.clone();
    let content = match connection.unavailable_reason() {
        Some(reason) => view! { <p class="hint">{reason}</p> }.into_any(),
        None => view! { <Access state=state connection=connection /> }.into_any(),
    };
    view! {
        <section class="plan-part give-connection" aria-labelledby=id>
            <div class="card-head">
                <PlatformIcon platform=details.platform />
                <h2 id=title_id>{details.label}</h2>
                <span class="environment" data-environment=environment>
                    {environment}
                </span>
            </div>
            {content}
        </section>
    }
}

/// Whether access is given, and how.
#[component]
fn Access(state: GivePageState, connection: ConnectionForm) -> impl IntoView {
    let existing = Memo::new(move |_| state.existing(connection));
    let target = connection.target;
    let note = move || {
        let account = existing.get()?;
        let store = target.store();
        let url = routes::user(&store.connection().id, &account.key);
        let words = access::existing(
            &account.label,
            account.is_disabled,
            account.role_ids.is_some().then_some(&*account.roles),
            target.platform(),
        );
        let link = url.map(|url| view! { <a href=url>"Show the user"</a> });
        Some(view! {
            <div class="strip">
                <p>{words}</p>
                <p>
                    "No new user is created here. If something differs, you choose in the plan \
                     whether it is changed."
                </p>
                {link}
            </div>
        })
    };
    let is_new = Memo::new(move |_| existing.with(Option::is_none));
    let controls = move || {
        connection.is_given.is_ticked().then(|| {
            let is_new = is_new.get();
            untrack(|| view! { <Details connection=connection is_new=is_new /> })
        })
    };
    view! {
        <div class="give-existing" role="status">
            {note}
        </div>
        <TickBox field=connection.is_given />
        <div class="give-details">{controls}</div>
    }
}

/// The roles or groups, and for a new user how they get in and the email.
#[component]
fn Details(connection: ConnectionForm, is_new: bool) -> impl IntoView {
    let (target, form) = (connection.target, connection.form);
    let description = form.fields().description;
    let key = (is_new && !description.key.is_address).then(|| {
        let hint = format!(
            "{} If it is empty, it is the email address.",
            description.key.hint
        );
        view! { <TextField field=form.fields().key hint=hint read=address_or_line /> }
    });
    let access = is_new.then(|| {
        let store = target.store();
        let summary = format!("The email from {}", store.connection().label);
        view! {
            <FirstPasswordControls target=target form=form />
            <details class="part">
                <summary>{summary}</summary>
                <div class="message">
                    <Email target=target form=form />
                </div>
            </details>
        }
    });
    view! {
        {key}
        <Roles target=target form=form />
        {access}
    }
}
