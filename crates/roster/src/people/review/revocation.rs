//! What a review has revoked, as a plan: one maker of a [`PeoplePlan`].

use crate::change::Change;
use crate::guard::BlockReason;
use crate::people::index::{Lists, People, PersonId};
use crate::people::key::AccountRef;
use crate::people::leave::{LeaveWay, is_me};
use crate::people::person::Person;
use crate::people::plan::{AccountGoal, PeoplePlan, PlanPart, PlannedItem, PlannedPerson, Purpose};
use std::collections::{HashMap, HashSet};
use wire::Platform;

/// Which accounts lose their access, and how.
#[derive(Debug, Clone, Default)]
pub struct RevokeRequest {
    /// Which accounts ([`revoked_accounts`](super::revoked_accounts)).
    pub accounts: Vec<AccountRef>,
    /// How, for accounts where it is not the platform's usual way.
    pub ways: HashMap<AccountRef, LeaveWay>,
    /// What the person who is signed in here is called, as the session says: they cannot
    /// remove their own access.
    pub me: Option<String>,
}

impl PeoplePlan {
    /// The plan that removes the access of accounts, by what the lists hold now. Other
    /// accounts of the same people are left alone. An account that is disabled already is in
    /// it, so that it is read back; one that is gone is not, nor is one on a connection that
    /// is not loaded, which is among the unknown ones.
    pub fn revoke(people: &People, lists: Lists<'_>, request: &RevokeRequest) -> Self {
        let places: HashMap<&str, usize> = people
            .connections()
            .enumerate()
            .map(|(place, connection)| (&*connection.id, place))
            .collect();
        let mut persons = Persons::default();
        let mut planned: Vec<Vec<PlannedItem>> = Vec::new();
        planned.resize_with(places.len(), Vec::new);
        let mut known = HashSet::new();
        for account in &request.accounts {
            let found = places.get(&*account.connection).and_then(|connection| {
                let accounts = lists.get(*connection).copied().flatten()?;
                let place = accounts.place(&account.key)?;
                let person = people.person_at(*connection, place)?;
                let change = change(request, accounts.platform, account)?;
                Some((*connection, person, change))
            });
            let Some((connection, person, change)) = found.filter(|_| known.insert(account)) else {
                continue;
            };
            let place = persons.place(people, lists, request, person);
            let planned_person = &mut persons.all[place];
            if !planned_person.connections.contains(&connection) {
                planned_person.connections.push(connection);
            }
            planned[connection].push(PlannedItem {
                person: place,
                key: account.key.to_string(),
                label: None,
                change,
                goal: AccountGoal::NoAccess,
                blocked: planned_person.is_me.then_some(BlockReason::Yourself),
            });
        }
        let owners: Vec<_> = persons.all.iter().map(|one| Some(one.id)).collect();
        let parts = (0..).zip(people.connections()).zip(lists).zip(planned);
        let parts = parts.filter_map(|((connection, accounts), items)| {
            PlanPart::new(people, &owners, connection, (*accounts)?, items)
        });
        let planned = persons.all.into_iter().map(|mut one| {
            one.connections.sort_unstable();
            let person = people.person(one.id, lists);
            PlannedPerson::new(&person, one.connections)
        });
        let named = request.accounts.iter().map(|account| &*account.connection);
        let parts = parts.collect();
        let mut plan = Self::about(people, Purpose::Review, planned.collect(), parts, named);
        // Those too on which no account is known that was revoked: it may be there.
        let named = request.accounts.iter();
        let named: HashSet<_> = named
            .filter_map(|account| places.get(&*account.connection))
            .collect();
        plan.unknown = Self::unknown_connections(people);
        plan.unknown.retain(|(place, _)| named.contains(place));
        plan
    }
}

fn change(request: &RevokeRequest, platform: Platform, account: &AccountRef) -> Option<Change> {
    let usual = || LeaveWay::of_platform(platform).first().copied();
    let way = request.ways.get(account).copied().or_else(usual)?;
    Some(way.change())
}

/// The people whose accounts lose their access, each once.
#[derive(Default)]
struct Persons {
    all: Vec<Revoked>,
    places: HashMap<PersonId, usize>,
}

struct Revoked {
    id: PersonId,
    is_me: bool,
    connections: Vec<usize>,
}

impl Persons {
    fn place(
        &mut self,
        people: &People,
        lists: Lists<'_>,
        request: &RevokeRequest,
        id: PersonId,
    ) -> usize {
        *self.places.entry(id).or_insert_with(|| {
            let person: Person<'_> = people.person(id, lists);
            let me = request.me.as_deref();
            self.all.push(Revoked {
                id,
                is_me: is_me(people, me, &person, &person.accounts()),
                connections: Vec::new(),
            });
            self.all.len() - 1
        })
    }
}
