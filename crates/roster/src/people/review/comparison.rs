//! What has changed on the platforms since a review began.

use super::freezing::{last_sign_in, roles, state};
use crate::accounts::{Account, Accounts};
use crate::people::index::{Lists, People};
use crate::people::receipt::UnknownKind;
use crate::people::state::UnknownReason;
use crate::view::millis;
use wire::console::reviews::{LastSignInThen, ReviewItem, RoleThen, StateThen};

/// An account of a review as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemNow {
    /// It is known, with what is different; nothing of it where it is as it was.
    Known(Vec<ItemChange>),
    /// It is not known, for this reason.
    Unknown(UnknownKind),
    /// Its connection is not there any more.
    NoConnection,
}

/// Something that is different about an account now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemChange {
    /// It is not there any more.
    Gone,
    /// It cannot sign in any more.
    Disabled,
    /// It can sign in again.
    Enabled,
    /// Its platform does not tell any more whether it can sign in.
    StateUnknown,
    /// It is an administrator now.
    BecameAdmin,
    /// It is no administrator any more.
    NoLongerAdmin,
    /// It has other roles or groups.
    Roles {
        /// Those that it did not have.
        added: Vec<RoleThen>,
        /// Those that it does not have any more.
        removed: Vec<RoleThen>,
    },
    /// It was used since, at this RFC 3339 time.
    SignedIn(String),
    /// It belongs to another person, by this key.
    OtherPerson(String),
}

/// What is different about an account now. It takes no longer the more accounts there
/// are in the review: a page asks for the rows that it shows.
pub fn compare_with_now(people: &People, lists: Lists<'_>, item: &ReviewItem) -> ItemNow {
    let mut connections = people.connections();
    let place = connections.position(|one| one.id == item.account.connection);
    let Some(connection) = place else {
        return ItemNow::NoConnection;
    };
    let unknown = people
        .state(connection)
        .map_or(Some(UnknownReason::NotLoaded), |state| {
            state.unknown_reason()
        });
    let accounts = lists.get(connection).copied().flatten();
    let found = accounts.and_then(|accounts| {
        let place = accounts.place(&item.account.key)?;
        Some((accounts, place, accounts.list.get(place)?))
    });
    match (unknown, found) {
        // An account that is in an incomplete list is known.
        (None | Some(UnknownReason::Incomplete), Some((accounts, place, account))) => {
            let mut changes = changes(accounts, account, item);
            let person = people.person_at(connection, place);
            let person = person.map(|id| people.person(id, lists).key().to_string());
            if let Some(person) = person.filter(|person| *person != item.person) {
                changes.push(ItemChange::OtherPerson(person));
            }
            ItemNow::Known(changes)
        }
        (None, None) => ItemNow::Known(vec![ItemChange::Gone]),
        (Some(reason), _) => ItemNow::Unknown(UnknownKind::from(reason)),
    }
}

fn changes(accounts: &Accounts, account: &Account, item: &ReviewItem) -> Vec<ItemChange> {
    let mut changes = Vec::new();
    let now = state(&account.access());
    if now != item.state {
        changes.push(match now {
            StateThen::Enabled => ItemChange::Enabled,
            StateThen::Disabled => ItemChange::Disabled,
            StateThen::Unknown => ItemChange::StateUnknown,
        });
    }
    match (item.admin, account.is_admin()) {
        (false, true) => changes.push(ItemChange::BecameAdmin),
        (true, false) => changes.push(ItemChange::NoLongerAdmin),
        _ => {}
    }
    let now = roles(accounts, account);
    // By their IDs: a role that was renamed is the same.
    let without = |roles: &[RoleThen], others: &[RoleThen]| {
        let is_new = |role: &&RoleThen| !others.iter().any(|other| other.id == role.id);
        roles.iter().filter(is_new).cloned().collect::<Vec<_>>()
    };
    let (added, removed) = (without(&now, &item.roles), without(&item.roles, &now));
    if !(added.is_empty() && removed.is_empty()) {
        changes.push(ItemChange::Roles { added, removed });
    }
    if let LastSignInThen::At(time) = last_sign_in(account) {
        let before = match &item.last_sign_in {
            LastSignInThen::At(before) => millis(before),
            LastSignInThen::NotTold | LastSignInThen::Never => None,
        };
        if millis(&time) > before {
            changes.push(ItemChange::SignedIn(time));
        }
    }
    changes
}
