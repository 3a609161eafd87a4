//! One person: what they have on each connection, what can be done about it, and what was
//! done.

mod account_card;
mod cards;
mod header;
mod history;
mod model;
mod receipts;
mod suggestions;

use crate::browser::reactive::watch;
use crate::components::not_found::NotFound;
use crate::components::page_actions::action;
use crate::components::page_title::{name_page, show_page};
use crate::components::records_notice::RecordsNotice;
use crate::components::saving::{Saving, SavingProblem};
use crate::components::unknown_connections::UnknownConnections;
use crate::routes;
use crate::state::loadable::Phase;
use crate::state::people::{PeopleStore, use_people};
use crate::ui::placeholders::Skeleton;
use cards::Cards;
use header::{Departure, Header};
use history::History;
use leptos::prelude::*;
use model::PersonModel;
use receipts::Receipts;
use roster::people::PersonKey;
use suggestions::Suggestions;

/// What the parts of the page share. All copies are the same.
#[derive(Clone, Copy)]
struct PersonPage {
    people: PeopleStore,
    key: StoredValue<PersonKey>,
    /// The person; nothing where there is none with this key.
    model: Memo<Option<PersonModel>>,
    /// What is being saved about them.
    saving: Saving,
}

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ViewState {
    Loading,
    Missing,
    Found,
}

impl PersonPage {
    fn new(people: PeopleStore, key: PersonKey) -> Self {
        let key = StoredValue::new(key);
        Self {
            people,
            key,
            model: Memo::new(move |_| {
                people.track();
                people.track_drift();
                key.with_value(|key| model::read(people, key))
            }),
            saving: Saving::new(),
        }
    }

    /// Why nothing can be changed on platforms, if so.
    fn unchanged_reason(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.people.view_only_reason())
    }

    /// Why nothing that the server keeps can be changed, if so.
    fn unsaved_reason(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.people.unsaved_reason())
    }

    /// A part of the person; the empty one where there is none. Reactive.
    fn get<T: Default>(self, part: impl FnOnce(&PersonModel) -> T) -> T {
        self.model
            .with(|model| model.as_ref().map(part))
            .unwrap_or_default()
    }

    /// The key as URLs and the server have it.
    fn key_text(self) -> String {
        self.key.with_value(ToString::to_string)
    }

    /// What they are called.
    fn name(self) -> String {
        let name = self.get(|model| model.name.clone());
        if !name.is_empty() {
            return name;
        }
        self.key.with_value(|key| match key {
            PersonKey::Address(address) => address.to_string(),
            PersonKey::Account(account) => account.key.to_string(),
        })
    }

    fn view_state(self) -> ViewState {
        if self.model.with(Option::is_some) {
            return ViewState::Found;
        }
        let people = self.people;
        let is_waiting = people.user_stores().is_empty()
            || people.is_loading()
            || people.records_state().phase() == Phase::Loading;
        if is_waiting || !people.is_settled() {
            ViewState::Loading
        } else {
            ViewState::Missing
        }
    }
}

/// The page of the person with this key, a text.
pub(crate) fn page(key: &str) -> AnyView {
    if let Ok(key) = key.parse::<PersonKey>() {
        view! { <Page person_key=key /> }.into_any()
    } else {
        let what = "This address names no person.".to_owned();
        view! { <NotFound what=what /> }.into_any()
    }
}

#[component]
fn Page(person_key: PersonKey) -> impl IntoView {
    let people = use_people();
    let page = PersonPage::new(people, person_key);
    show_page(&[&untrack(|| page.name()), "People"]);
    watch(move || name_page(&[&page.name(), "People"]));
    action("Refresh", "", move || people.load());
    let state = Memo::new(move |_| page.view_state());
    let is_missing = Memo::new(move |_| state.get() == ViewState::Missing);
    let is_found = Memo::new(move |_| state.get() == ViewState::Found);
    let body = move || {
        if is_found.get() {
            view! {
                <Departure page=page />
                <Cards page=page />
                <Suggestions page=page />
                <Receipts page=page />
                <History page=page />
            }
            .into_any()
        } else {
            view! { <Skeleton /> }.into_any()
        }
    };
    move || {
        if is_missing.get() {
            view! { <Missing page=page /> }.into_any()
        } else {
            // The heading, which has the focus after a navigation, stays while they load.
            view! {
                <Header page=page />
                <RecordsNotice people=people />
                <SavingProblem saving=page.saving />
                {body}
            }
            .into_any()
        }
    }
}

/// There is no such person, or no longer.
#[component]
fn Missing(page: PersonPage) -> impl IntoView {
    let others = page
        .key
        .with_value(|key| model::linked_elsewhere(page.people, key));
    let others = others.into_iter().map(|(key, name)| {
        view! {
            <p>
                "An account with this address was linked to "
                <a href=routes::person(&key)>{name}</a> "."
            </p>
        }
    });
    let others = others.collect_view();
    view! {
        <div class="instead">
            <h1 tabindex="-1">"Not found"</h1>
            <p>
                "No loaded account belongs to "
                <span class="name">{untrack(|| page.name())}</span>
                "."
            </p>
            {others}
            <a href=routes::people()>"Go to people"</a>
        </div>
        <UnknownConnections people=page.people />
    }
}
