//! Removing the access of people who leave, on every connection: one maker of a
//! [`PeoplePlan`]. Its receipts say that no access is left on any connection, those too on
//! which a leaver had no account.

use super::address::normalised;
use super::index::{Lists, People, PersonId};
use super::key::AccountRef;
use super::person::{Person, PersonAccount};
use super::plan::{AccountGoal, PeoplePlan, PlanPart, PlannedItem, PlannedPerson, Purpose};
use crate::accounts::Accounts;
use crate::capability::Ability;
use crate::change::Change;
use crate::guard::BlockReason;
use crate::kinds::kinds;
use crate::lowercase::lowercase;
use std::collections::{HashMap, HashSet};
use wire::Platform;
use wire::console::Connection;

kinds! {
    /// How an account's access is removed.
    pub enum LeaveWay {
        /// It is disabled, and can be enabled again.
        Disable,
        /// It is deleted, or removed from the tenant.
        Remove,
    }
}

impl LeaveWay {
    /// The ways that a platform has, the usual one first.
    pub fn of_platform(platform: Platform) -> Vec<Self> {
        let has = |ability: Ability| ability.unsupported_reason(platform).is_none();
        let ways = [
            (Self::Disable, has(Ability::SwitchAccess)),
            (Self::Remove, has(Ability::Remove)),
        ];
        let ways = ways.into_iter().filter(|(_, has)| *has);
        ways.map(|(way, _)| way).collect()
    }

    pub(super) const fn change(self) -> Change {
        match self {
            Self::Disable => Change::Disable { since: None },
            Self::Remove => Change::Remove,
        }
    }
}

/// Whose access is to be removed, and how.
#[derive(Debug, Clone, Default)]
pub struct LeaveRequest {
    /// Who leaves.
    pub people: Vec<PersonId>,
    /// How, for accounts where it is not the platform's usual way.
    pub ways: HashMap<AccountRef, LeaveWay>,
    /// What the person who is signed in here is called, as the session says: they cannot
    /// remove themselves.
    pub me: Option<String>,
}

impl PeoplePlan {
    /// The plan that removes the access of people on every connection, by what the lists
    /// hold now. An account that is disabled already is in it, so that it is read back;
    /// nothing is sent for it.
    pub fn leave(people: &People, lists: Lists<'_>, request: &LeaveRequest) -> Self {
        let persons: Vec<Person<'_>> = request
            .people
            .iter()
            .map(|id| people.person(*id, lists))
            .collect();
        let connections = (0..).zip(people.connections()).zip(lists);
        let parts = connections.filter_map(|((at, connection), accounts)| {
            leave_part(people, &persons, request, (at, connection), (*accounts)?)
        });
        let all: Vec<usize> = (0..people.connections().len()).collect();
        let planned = |person| PlannedPerson::new(person, all.clone());
        Self {
            purpose: Purpose::Leave,
            people: persons.iter().map(planned).collect(),
            parts: parts.collect(),
            unknown: Self::unknown_connections(people),
            missing: Vec::new(),
        }
    }
}

fn leave_part(
    people: &People,
    persons: &[Person<'_>],
    request: &LeaveRequest,
    (at, connection): (usize, &Connection),
    accounts: &Accounts,
) -> Option<PlanPart> {
    let usual = LeaveWay::of_platform(connection.platform)
        .first()
        .copied()?;
    let mut items: Vec<PlannedItem> = Vec::new();
    let mut keys = HashSet::new();
    for (place, person) in persons.iter().enumerate() {
        let all = person.accounts();
        let is_me = is_me(people, request.me.as_deref(), person, &all);
        for one in all.iter().filter(|one| one.connection == at) {
            if !keys.insert(&*one.account.key) {
                continue;
            }
            let way = request.ways.get(&one.to_ref()).copied().unwrap_or(usual);
            items.push(PlannedItem {
                person: place,
                key: one.account.key.to_string(),
                label: None,
                change: way.change(),
                goal: AccountGoal::NoAccess,
                blocked: is_me.then_some(BlockReason::Yourself),
            });
        }
    }
    let owners: Vec<_> = persons.iter().map(|person| Some(person.id())).collect();
    PlanPart::new(people, &owners, (at, connection), accounts, items)
}

/// Whether a person is the one who is signed in here: by an address or by the key of an
/// account.
pub(super) fn is_me(
    people: &People,
    me: Option<&str>,
    person: &Person<'_>,
    accounts: &[PersonAccount<'_>],
) -> bool {
    let Some(me) = me else {
        return false;
    };
    let address = normalised(me, people.rules);
    let has = |address: &str| {
        let own = person.key().address();
        let is_it = |one: &PersonAccount<'_>| {
            super::matching::address(one.account, people.rules).as_deref() == Some(address)
        };
        own.is_some_and(|own| own.as_str() == address) || accounts.iter().any(is_it)
    };
    let name = lowercase(me);
    address.is_some_and(|address| has(&address))
        || accounts
            .iter()
            .any(|one| lowercase(&one.account.key) == name)
}

#[cfg(test)]
pub(super) mod tests;
