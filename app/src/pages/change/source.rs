//! Where it is chosen what the access is to be: a profile, or what another person has.

use super::request::ChangePageState;
use crate::components::access_profiles::profile_choices;
use crate::components::navigation::{HistoryEntry, use_navigation};
use crate::components::person_picker::pick_person;
use crate::routes::{self, AccessSource};
use crate::ui::field::Field;
use crate::ui::fields::SelectField;
use leptos::prelude::*;
use roster::people::PersonId;

#[component]
pub(super) fn ChooseSource(state: ChangePageState) -> impl IntoView {
    let people = state.people;
    let navigation = StoredValue::new_local(use_navigation());
    let choose = move |source: AccessSource| {
        if state.source.with_untracked(|before| *before == source) {
            return;
        }
        let url = routes::change(&state.key(), &source);
        navigation.with_value(|one| one.update(&url, HistoryEntry::Replace));
        state.source.set(source);
    };
    let first = match state.source.get_untracked() {
        AccessSource::Profile(name) => name,
        _ => String::new(),
    };
    let name = Field::new("Access profile", vec![first]);
    Effect::new(move |before: Option<String>| {
        let name = name.text();
        if before.is_some_and(|before| before != name) {
            choose(if name.is_empty() {
                AccessSource::None
            } else {
                AccessSource::Profile(name.clone())
            });
        }
        name
    });
    let by_person = move |_| {
        pick_person(people, "The same as…", move |id: PersonId| {
            let key = people.read(|people, lists| people.person(id, lists).key().to_string());
            choose(AccessSource::Person(key));
        });
    };
    let choices = Memo::new(move |_| profile_choices(people));
    let profiles = move || {
        let choices = choices.get();
        // The first is for none.
        if choices.len() > 1 {
            view! { <SelectField field=name choices=choices /> }.into_any()
        } else {
            view! { <p class="hint">"No access profile is stored."</p> }.into_any()
        }
    };
    let example = move || {
        state.example().map(|name| {
            view! {
                <p>
                    "The same as "
                    <bdi>{name}</bdi>
                    ": what they have now."
                </p>
            }
        })
    };
    let url = routes::person(&state.key());
    view! {
        <p class="plan-people">
            <a href=url>
                <bdi>{move || state.name()}</bdi>
            </a>
        </p>
        <div class="fill-in">
            <p class="hint">
                "What the access is to be. Only the connections that the profile names are changed."
            </p>
            <div class="fill-in-controls">
                {profiles}
                <button type="button" class="button" on:click=by_person>
                    "The same as a person…"
                </button>
            </div>
            <div role="status">{example}</div>
        </div>
    }
}
