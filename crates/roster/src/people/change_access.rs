//! Changing the access of people to that of a profile: the mover's plan.
//!
//! What the profile names is brought about: accounts are created, enabled, given exactly its
//! roles or groups, or lose access. Accounts on connections that it does not name are left
//! alone.

use super::account_changes::{Names, WantedAccount, adjust, create};
use super::drift::remove_access;
use super::give::FirstAccess;
use super::index::{Lists, People, PersonId};
use super::leave::is_me;
use super::person::{Person, PersonAccount};
use super::plan::{
    AccountGoal, PeoplePlan, PlanPart, PlannedItem, PlannedPerson, Purpose, places_named,
};
use super::profile::{Profile, ProfileEntry};
use crate::accounts::Accounts;
use crate::guard::{self, BlockReason};
use crate::plan::Item;
use std::collections::HashMap;
use wire::console::Connection;

/// Whose access is to be that of a profile.
#[derive(Debug, Clone, Default)]
pub struct ChangeRequest {
    /// Whose access.
    pub people: Vec<PersonId>,
    /// What they are to have.
    pub profile: Profile,
    /// How they get into a new account, by the id of the connection, where it is not by an
    /// email.
    pub first_access: HashMap<Box<str>, FirstAccess>,
    /// What the person who is signed in here is called, as the session says: they cannot
    /// take their own access or administrator rights away.
    pub me: Option<String>,
}

impl PeoplePlan {
    /// The plan that changes the access of people to that of a profile, by what the lists
    /// hold now. A connection on which it is not known whether they have an account is not
    /// planned for them, but [unknown](PeoplePlan::unknown).
    pub fn change(people: &People, lists: Lists<'_>, request: &ChangeRequest) -> Self {
        let persons: Vec<Person<'_>> = request
            .people
            .iter()
            .map(|id| people.person(*id, lists))
            .collect();
        let connections = (0..).zip(people.connections()).zip(lists);
        let parts = connections.filter_map(|((at, connection), accounts)| {
            let entry = request.profile.entries.get(&*connection.id)?;
            let accounts = (*accounts)?;
            let items = persons.iter().enumerate().flat_map(|(place, person)| {
                let mover = Mover::new(people, request, person, at);
                let items = mover.items(people, (at, connection), accounts, entry);
                items.into_iter().map(move |item| PlannedItem {
                    person: place,
                    ..item
                })
            });
            let owners: Vec<_> = persons.iter().map(|one| Some(one.id())).collect();
            PlanPart::new(people, &owners, (at, connection), accounts, items.collect())
        });
        let named = || request.profile.entries.keys().map(|id| &**id);
        let places = places_named(people, named());
        let planned = persons
            .iter()
            .map(|person| PlannedPerson::new(person, places.clone()));
        Self::about(
            people,
            Purpose::Change,
            planned.collect(),
            parts.collect(),
            named(),
        )
    }
}

/// Someone whose access is changed on one connection.
struct Mover<'a> {
    request: &'a ChangeRequest,
    person: &'a Person<'a>,
    here: Vec<PersonAccount<'a>>,
    is_me: bool,
}

impl<'a> Mover<'a> {
    fn new(people: &People, request: &'a ChangeRequest, person: &'a Person<'a>, at: usize) -> Self {
        let all = person.accounts();
        let is_me = is_me(people, request.me.as_deref(), person, &all);
        let mut here = all;
        here.retain(|one| one.connection == at);
        Self {
            request,
            person,
            here,
            is_me,
        }
    }

    fn items(
        &self,
        people: &People,
        (at, connection): (usize, &Connection),
        accounts: &Accounts,
        entry: &ProfileEntry,
    ) -> Vec<PlannedItem> {
        let mut items = match entry {
            ProfileEntry::NoAccess => self.without_access(accounts),
            ProfileEntry::Access(roles) if self.here.is_empty() => {
                let item = people.is_known(at).then(|| self.create(connection, roles));
                item.into_iter().collect()
            }
            ProfileEntry::Access(roles) => self.with_roles(accounts, roles),
        };
        if self.is_me {
            for item in &mut items {
                let takes = takes_admin(accounts, item) || item.goal == AccountGoal::NoAccess;
                item.blocked = item.blocked.or(takes.then_some(BlockReason::Yourself));
            }
        }
        items
    }

    fn without_access(&self, accounts: &Accounts) -> Vec<PlannedItem> {
        let item = |one: &PersonAccount<'_>| PlannedItem {
            person: 0,
            key: one.account.key.to_string(),
            label: None,
            change: remove_access(accounts.platform),
            goal: AccountGoal::NoAccess,
            blocked: None,
        };
        without_doubles(self.here.iter().map(item))
    }

    /// Those that can sign in get the roles; where none can, the first is enabled.
    fn with_roles(&self, accounts: &Accounts, roles: &[String]) -> Vec<PlannedItem> {
        let enabled = self.here.iter().filter(|one| one.is_enabled());
        let mut changed: Vec<&PersonAccount<'_>> = enabled.collect();
        if changed.is_empty() {
            changed.extend(self.here.first());
        }
        // Namesakes are one account for every request.
        changed.dedup_by(|one, other| one.account.key == other.account.key);
        let items = changed.into_iter();
        items
            .flat_map(|one| adjust(accounts, one.account, roles))
            .collect()
    }

    fn create(&self, connection: &Connection, roles: &[String]) -> PlannedItem {
        let address = self.person.own_address().unwrap_or_default();
        let [first, last] = self.person.first_and_last_name();
        let names = Names {
            address: &address,
            first: &first,
            last: &last,
        };
        let usual = FirstAccess::default();
        let first_access = self.request.first_access.get(&*connection.id);
        let account = WantedAccount {
            key: None,
            roles,
            first_access: first_access.unwrap_or(&usual),
        };
        let item = create(connection, names, &account);
        PlannedItem {
            blocked: address.is_empty().then_some(BlockReason::NoAddress),
            ..item
        }
    }
}

fn without_doubles(items: impl Iterator<Item = PlannedItem>) -> Vec<PlannedItem> {
    let mut all: Vec<PlannedItem> = Vec::new();
    for item in items {
        if all.iter().all(|one| one.key != item.key) {
            all.push(item);
        }
    }
    all
}

fn takes_admin(accounts: &Accounts, item: &PlannedItem) -> bool {
    let item: Item = super::drift::plan_item(accounts, &item.key, &item.change);
    guard::takes_admin(&item)
}

#[cfg(test)]
mod tests;
