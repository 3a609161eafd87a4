//! Fills in the form: by an access profile, or by what another person has.

use super::request::GivePageState;
use crate::components::access_profiles::{profile_choices, stored_profile};
use crate::components::person_picker::pick_person;
use crate::messages::access;
use crate::ui::field::Field;
use crate::ui::fields::SelectField;
use crate::ui::toast;
use leptos::prelude::*;
use roster::people::{PersonId, Profile};

#[component]
pub(super) fn FillIn(state: GivePageState) -> impl IntoView {
    let people = state.people;
    let name = Field::new("Access profile", vec![String::new()]);
    let choices = Memo::new(move |_| profile_choices(people));
    let by_profile = move |_| {
        let wanted = untrack(|| name.text());
        if let Some(profile) = untrack(|| stored_profile(people, &wanted)) {
            fill_in(state, &profile, &wanted);
        } else {
            name.fail("Choose a profile.");
            name.focus();
        }
    };
    let by_person = move |_| {
        pick_person(people, "The same as…", move |id: PersonId| {
            let (profile, name) = people.read(|people, lists| {
                let person = people.person(id, lists);
                (Profile::of_person("", people, &person), person.name())
            });
            fill_in(state, &profile, &name);
        });
    };
    let profiles = move || {
        let choices = choices.get();
        // The first is for none.
        (choices.len() > 1).then(|| {
            view! {
                <SelectField field=name choices=choices />
                <button type="button" class="button" on:click=by_profile>
                    "Use the profile"
                </button>
            }
        })
    };
    view! {
        <section class="fill-in" aria-label="Fill in every connection">
            <p class="hint">
                "You can fill in every connection below at once, and change it afterwards."
            </p>
            <div class="fill-in-controls">
                {profiles}
                <button type="button" class="button" on:click=by_person>
                    "The same as a person…"
                </button>
            </div>
        </section>
    }
}

fn fill_in(state: GivePageState, profile: &Profile, source: &str) {
    let (given, open) = state.fill_in(profile);
    toast::say(&access::filled_in(source, given, &open));
}
