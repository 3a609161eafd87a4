//! The access profiles that the server keeps, to choose one.

use crate::state::people::{PeopleStore, profile};
use crate::ui::fields::Choice;
use roster::people::Profile;

/// The profiles as choices, by alphabet, after the one for none. Reactive.
pub(crate) fn profile_choices(people: PeopleStore) -> Vec<Choice> {
    let mut names: Vec<String> = people.records(|records| {
        let profiles = records.profiles().iter();
        profiles.map(|row| row.name.clone()).collect()
    });
    names.sort_by_cached_key(|name| name.to_lowercase());
    let none = (String::new(), "None chosen".to_owned());
    let choices = names.into_iter().map(|name| (name.clone(), name));
    std::iter::once(none).chain(choices).collect()
}

/// The profile with this name, where there is one. Reactive.
pub(crate) fn stored_profile(people: PeopleStore, name: &str) -> Option<Profile> {
    people.records(|records| {
        let mut profiles = records.profiles().iter();
        let row = profiles.find(|row| row.name == name)?;
        Some(people.read(|people, _| profile(row, people)))
    })
}
