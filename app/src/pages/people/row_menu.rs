//! What the menu of a row offers.

use super::export::export;
use super::{PeopleList, bulk};
use crate::routes;
use crate::ui::menu::Choice;
use leptos::prelude::untrack;
use roster::input::isolated;

/// What the menu of the row with this key offers.
pub(super) fn choices(people: &PeopleList, row: u32) -> Vec<Choice> {
    let found = people.with_person(row, |person| {
        let accounts = person.accounts();
        let account = |one: &roster::people::PersonAccount<'_>| {
            let connection = people.stores.get(one.connection)?.connection();
            let label = match accounts
                .iter()
                .filter(|other| other.connection == one.connection)
                .count()
            {
                1 => format!("Open in {}", connection.label),
                _ => format!(
                    "Open {} in {}",
                    isolated(&one.account.label()),
                    connection.label
                ),
            };
            Some((label, routes::user(&connection.id, &one.account.key)))
        };
        let accounts: Vec<_> = accounts.iter().filter_map(account).collect();
        (person.key().to_string(), accounts)
    });
    let Some((key, accounts)) = found else {
        return Vec::new();
    };
    let open = |url: String| {
        let navigation = people.navigation.clone();
        move || navigation.open(&url)
    };
    let mut choices = vec![Choice::new("Open", open(routes::person(&key)))];
    choices.extend(accounts.into_iter().map(|(label, url)| {
        let reason = if url.is_none() {
            routes::UNADDRESSABLE
        } else {
            ""
        };
        Choice::new(&label, open(url.unwrap_or_default())).unless(reason)
    }));
    let exported = people.clone();
    choices.push(Choice::new("Export CSV", move || {
        export(&exported, vec![row]);
    }));
    let give = Choice::new("Give access…", open(routes::give(Some(&key))));
    let view_only = untrack(|| people.people.view_only_reason());
    choices.push(give.unless(view_only.unwrap_or_default()));
    let leave = Choice::new(bulk::REMOVE_EVERYWHERE, open(routes::leave(&[key])));
    let reason = untrack(|| bulk::unavailable(people.session, 1));
    choices.push(leave.unless(reason.unwrap_or_default()).dangerous());
    choices
}
