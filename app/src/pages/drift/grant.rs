//! The dialog in which the new administrator is chosen.

use crate::components::account_menu::make_change;
use crate::components::picker::{PickerChoice, PickerWords, SHOWN, open_picker};
use crate::messages::speaker;
use crate::state::people::PeopleStore;
use leptos::prelude::*;
use roster::accounts::Account;
use roster::people::grant_admin;
use roster::view::fold;

/// Opens it for the connection with this ID.
pub(super) fn open(people: PeopleStore, connection: &str) {
    let stores = untrack(|| people.user_stores());
    let mut stores = stores.into_iter();
    let Some(store) = stores.find(|store| store.connection().id == connection) else {
        return;
    };
    let platform = store.connection().platform;
    let words = PickerWords {
        title: format!("Add an administrator to {}", store.connection().label),
        text: format!(
            "Choose an enabled user. They can then administer everything on {}.",
            speaker(platform),
        ),
        search: "Search users",
        list: "Users",
        no_match: "No enabled user matches.",
    };
    let accounts = store.accounts.clone();
    let find = move |text: &str| {
        let words = fold(text);
        accounts.with(|accounts| {
            let found = accounts.list.iter();
            let found = found.filter(|account| is_choice(account, &words));
            found.take(SHOWN).map(choice).collect()
        })
    };
    open_picker(words, find, move |key: String| {
        make_change(&store, &grant_admin(platform), &[&key]);
    });
}

fn choice(account: &Account) -> PickerChoice<String> {
    let (label, exact) = (account.label(), account.handle());
    PickerChoice {
        key: account.key.to_string(),
        second: if exact == label {
            String::new()
        } else {
            exact.to_owned()
        },
        label,
    }
}

/// Whether a user can be made an administrator, and matches these folded words.
fn is_choice(account: &Account, words: &str) -> bool {
    let is_free = account.access().is_enabled() && !account.is_admin();
    is_free
        && words.split_whitespace().all(|word| {
            let texts = [account.label(), account.handle().to_owned()];
            texts.iter().any(|text| fold(text).contains(word))
        })
}
