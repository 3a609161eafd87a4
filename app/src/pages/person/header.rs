//! The top of the page: who it is, and what can be done about all of their accounts.

use super::PersonPage;
use crate::browser::focus::focus;
use crate::browser::time;
use crate::messages::people::{drift_title, flag};
use crate::routes::{self, AccessSource};
use crate::state::people::kind_name;
use crate::ui::link::ButtonLink;
use crate::ui::row_button::RowButton;
use crate::ui::toast;
use leptos::prelude::*;
use roster::people::PersonFlag;

#[component]
pub(super) fn Header(page: PersonPage) -> impl IntoView {
    let name = move || page.name();
    let names = move || {
        let names = page.get(|model| model.names.clone());
        let own = page.name();
        let others: Vec<String> = names.into_iter().filter(|name| *name != own).collect();
        (!others.is_empty()).then(|| {
            view! { <p class="person-names">"Also called " {others.join(", ")}</p> }
        })
    };
    let addresses = move || {
        let addresses = page.get(|model| model.addresses.clone());
        let addresses = addresses.into_iter().map(|address| {
            view! { <li class="name">{address}</li> }
        });
        addresses.collect_view()
    };
    let flags = move || {
        let flags = page.get(|model| model.flags.clone()).into_iter();
        let flags = flags.map(|one| {
            let warns = matches!(one, PersonFlag::Departed | PersonFlag::EnabledAndDisabled);
            view! { <li class="flag" data-warns=warns.then_some("")>{flag(one)}</li> }
        });
        flags.collect_view()
    };
    let drift = move || {
        let kinds = page.get(|model| model.drift.clone());
        let links = kinds.iter().map(|kind| {
            let url = format!("{}#{}", routes::drift(), kind_name(*kind));
            view! { <li><a href=url>{drift_title(*kind)}</a></li> }
        });
        let links = links.collect_view();
        (!kinds.is_empty()).then(|| {
            view! {
                <div class="person-drift">
                    <span>"Drift:"</span>
                    <ul role="list">{links}</ul>
                </div>
            }
        })
    };
    view! {
        <div class="page-head person-head">
            <div class="title-row">
                <h1 tabindex="-1">{name}</h1>
                <ul class="flags" role="list" aria-label="About this person">{flags}</ul>
            </div>
            {names}
            <ul class="person-addresses" role="list" aria-label="Addresses">{addresses}</ul>
            {drift}
            <Actions page=page />
            <p class="reason">{move || page.unchanged_reason().get()}</p>
        </div>
    }
}

/// What can be done about all of their accounts.
#[component]
fn Actions(page: PersonPage) -> impl IntoView {
    let leave = move || {
        view! {
            <ButtonLink
                label="Remove access everywhere"
                url=page.people.leave_url(&[page.key_text()])
                unavailable=page.unchanged_reason().get()
            />
        }
    };
    let profile = move || {
        view! {
            <ButtonLink
                label="Make a profile"
                url=routes::profile_of(&page.key_text())
                unavailable=page.unsaved_reason().get()
            />
        }
    };
    let give = move || {
        view! {
            <ButtonLink
                label="Give access…"
                url=routes::give(Some(&page.key_text()))
                unavailable=page.unchanged_reason().get()
            />
        }
    };
    let change = move || {
        view! {
            <ButtonLink
                label="Change access…"
                url=routes::change(&page.key_text(), &AccessSource::None)
                unavailable=page.unchanged_reason().get()
            />
        }
    };
    view! {
        <div class="actions">
            {leave}
            {give}
            {change}
            {profile}
            <button
                type="button"
                class="button"
                on:click=move |_| page.people.load()
            >
                "Refresh"
            </button>
        </div>
    }
}

/// That the person has departed, where they have, and the way back.
#[component]
pub(super) fn Departure(page: PersonPage) -> impl IntoView {
    move || {
        let departed = page.get(|model| model.departed.clone())?;
        let by = page.people.records(|records| {
            let row = records.departed(&departed.person.to_string());
            row.and_then(|row| row.by.clone())
        });
        let written = time::write(&departed.at);
        let when = written.map_or_else(|| departed.at.clone(), |written| written.whole);
        let by = by.map(|by| format!(", recorded by {by}"));
        let receipt = departed.receipt.map(|id| {
            view! { <a class="button" href=routes::receipt(&id)>"Receipt"</a> }
        });
        let person = departed.person;
        let take_back = move |()| {
            let person = person.clone();
            let save = async move { page.people.take_back(&person).await };
            page.saving.run(Box::pin(save), || {
                toast::say("Recorded that they have returned.");
                focus("main h1");
            });
        };
        Some(view! {
            <section class="departed" aria-label="Departed">
                <p>
                    <strong>"Departed "</strong>
                    <time datetime=departed.at.clone() title=departed.at>
                        {when}
                    </time>
                    {by}
                    "."
                </p>
                <div class="actions">
                    {receipt}
                    <RowButton
                        label="They have returned"
                        name="They have returned"
                        reason=page.unsaved_reason()
                        on_press=take_back
                    />
                </div>
            </section>
        })
    }
}
