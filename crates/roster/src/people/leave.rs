//! Removing the access of people who leave, on every connection: what will be done, and
//! the proof that it was.
//!
//! A [`LeavePlan`] has one ordinary [`Plan`] for each connection, which the one engine
//! runs. Afterwards every connection is loaded again, those too on which a leaver had no
//! account, and a [`LeaveReceipt`] says for each what was requested, answered and read
//! back.

mod compare;
mod read_back;
mod receipt;

pub use compare::Disagreement;
pub use read_back::{AccountState, ReadBack, StateKind, UnknownKind, Verdict};
pub use receipt::{
    AccountReceipt, AuditReference, ConnectionReceipt, LEAVE_RECEIPT_VERSION, LeaveReceipt,
    LeaveReceiptVersion, ReceiptPerson, RunEnd,
};

use super::address::normalised;
use super::drift::plan_item;
use super::index::{Lists, People, PersonId};
use super::key::{AccountRef, PersonKey};
use super::person::{Person, PersonAccount};
use crate::accounts::Accounts;
use crate::capability::Ability;
use crate::change::Change;
use crate::guard::BlockReason;
use crate::kinds::kinds;
use crate::lowercase::lowercase;
use crate::plan::{Item, Plan, Reversible, UndoLimit};
use crate::record::Record;
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

    const fn change(self) -> Change {
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

/// What is to be done for people who leave.
#[derive(Debug, Clone)]
pub struct LeavePlan {
    /// Who leaves.
    pub leavers: Vec<Leaver>,
    /// What is to be done on each connection on which one of them has an account.
    pub parts: Vec<LeavePart>,
    /// The connections that are not known completely, with why: a leaver may have an
    /// account there that is not in the plan.
    pub unknown: Vec<(usize, UnknownKind)>,
}

/// Someone who leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaver {
    /// What they are called in URLs and by the server.
    pub key: PersonKey,
    /// What people call them.
    pub name: String,
    /// Their addresses.
    pub addresses: Vec<String>,
}

/// What is to be done on one connection.
#[derive(Debug, Clone)]
pub struct LeavePart {
    /// The place of the connection in [`People::connections`].
    pub connection: usize,
    /// The changes, with what guard rails say; the engine runs it.
    pub plan: Plan,
    /// Whose account each item of the plan is: a place in [`LeavePlan::leavers`].
    pub leavers: Vec<usize>,
    /// How many accounts of others each item concerns too, because they have the same key
    /// (pivot note 3).
    pub namesakes: Vec<usize>,
}

/// How a plan differs from an earlier one for the same people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanChange {
    /// An account that was not in it.
    Added(AccountRef),
    /// An account that is not there any more.
    Gone(AccountRef),
    /// An account that can or cannot sign in by now, is or is not an administrator, or that
    /// a guard rail holds back or does not.
    OtherState(AccountRef),
}

/// What is lost with an account's access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It cannot be undone, or not completely.
    Undo(UndoLimit),
    /// The administrator rights.
    AdminRights,
    /// So many accounts of others with the same key lose their access too.
    Namesakes(usize),
}

impl LeavePlan {
    /// The plan for `request`, by what the lists hold now. An account that is disabled
    /// already is in it, so that it is read back; nothing is sent for it.
    pub fn new(people: &People, lists: Lists<'_>, request: &LeaveRequest) -> Self {
        let persons: Vec<Person<'_>> = request
            .people
            .iter()
            .map(|id| people.person(*id, lists))
            .collect();
        let connections = (0..).zip(people.connections()).zip(lists);
        let parts = connections.filter_map(|((at, connection), accounts)| {
            LeavePart::new(people, &persons, request, (at, connection), (*accounts)?)
        });
        let unknown = (0..people.connections().len()).filter_map(|at| {
            let reason = people.state(at)?.unknown_reason()?;
            Some((at, UnknownKind::from(reason)))
        });
        Self {
            leavers: persons.iter().map(Leaver::new).collect(),
            parts: parts.collect(),
            unknown: unknown.collect(),
        }
    }
}

impl LeavePlan {
    /// How it differs from an earlier plan for the same people: what has to be shown before
    /// it is run in place of that one.
    pub fn changes_since(&self, earlier: &Self) -> Vec<PlanChange> {
        let (now, before) = (self.items(), earlier.items());
        let state = |item: &Item| {
            let before = item.before.as_ref();
            let access = before.map(|record| record.access().is_enabled());
            (access, before.is_some_and(Record::is_admin), item.blocked)
        };
        let earlier: HashMap<&AccountRef, &Item> = before
            .iter()
            .map(|(account, item)| (account, *item))
            .collect();
        let mut changes = Vec::new();
        for (account, item) in &now {
            match earlier.get(account) {
                None => changes.push(PlanChange::Added(account.clone())),
                Some(other) if state(item) != state(other) => {
                    changes.push(PlanChange::OtherState(account.clone()));
                }
                Some(_) => {}
            }
        }
        let known: HashSet<&AccountRef> = now.iter().map(|(account, _)| account).collect();
        let is_gone = |(account, _): &&(AccountRef, &Item)| !known.contains(account);
        let gone = before.iter().filter(is_gone);
        changes.extend(gone.map(|(account, _)| PlanChange::Gone(account.clone())));
        changes
    }

    fn items(&self) -> Vec<(AccountRef, &Item)> {
        let items = self.parts.iter().flat_map(|part| {
            let connection = &part.plan.connection.id;
            let items = part.plan.items.iter();
            items.map(|item| (AccountRef::new(connection, &item.key), item))
        });
        items.collect()
    }
}

impl Leaver {
    fn new(person: &Person<'_>) -> Self {
        Self {
            key: person.key().clone(),
            name: person.name(),
            addresses: person.addresses(),
        }
    }
}

impl LeavePart {
    fn new(
        people: &People,
        persons: &[Person<'_>],
        request: &LeaveRequest,
        (at, connection): (usize, &Connection),
        accounts: &Accounts,
    ) -> Option<Self> {
        let usual = LeaveWay::of_platform(connection.platform)
            .first()
            .copied()?;
        let mut items: Vec<Item> = Vec::new();
        let mut leavers = Vec::new();
        let mut mine = Vec::new();
        let mut keys = HashSet::new();
        for (leaver, person) in persons.iter().enumerate() {
            let all = person.accounts();
            let is_me = is_me(people, request, person, &all);
            for one in all.iter().filter(|one| one.connection == at) {
                if !keys.insert(&*one.account.key) {
                    continue;
                }
                let way = request.ways.get(&one.to_ref()).copied().unwrap_or(usual);
                items.push(plan_item(accounts, &one.account.key, &way.change()));
                leavers.push(leaver);
                mine.push(is_me);
            }
        }
        if items.is_empty() {
            return None;
        }
        let mut plan = Plan::from_items(connection, accounts, items);
        for (item, is_mine) in plan.items.iter_mut().zip(mine) {
            if is_mine {
                item.blocked = item.blocked.or(Some(BlockReason::Yourself));
            }
        }
        let namesakes = |(item, leaver): (&Item, &usize)| {
            let place = accounts.place(&item.key).unwrap_or(accounts.list.len());
            let same = accounts.list[place..].iter();
            let same = same.take_while(|other| *other.key == *item.key);
            let owners = (place..)
                .zip(same)
                .map(|(place, _)| people.person_at(at, place));
            owners
                .filter(|owner| *owner != Some(persons[*leaver].id()))
                .count()
        };
        Some(Self {
            connection: at,
            namesakes: plan.items.iter().zip(&leavers).map(namesakes).collect(),
            plan,
            leavers,
        })
    }

    /// What is lost with an item of its plan.
    pub fn losses(&self, item: usize) -> Vec<Loss> {
        let Some(one) = self.plan.items.get(item) else {
            return Vec::new();
        };
        let undo = match self.plan.item_reversible(one) {
            Reversible::Yes => None,
            Reversible::Partly(limit) | Reversible::No(limit) => Some(Loss::Undo(limit)),
        };
        let is_admin = |record: &Record| record.is_admin() && !record.access().is_disabled();
        let admin = one.before.as_ref().is_some_and(is_admin);
        let namesakes = self.namesakes.get(item).copied().unwrap_or_default();
        let losses = [
            undo,
            admin.then_some(Loss::AdminRights),
            (namesakes > 0).then_some(Loss::Namesakes(namesakes)),
        ];
        losses.into_iter().flatten().collect()
    }
}

/// Whether a person is the one who is signed in here: by an address or by the key of an
/// account.
fn is_me(
    people: &People,
    request: &LeaveRequest,
    person: &Person<'_>,
    accounts: &[PersonAccount<'_>],
) -> bool {
    let Some(me) = &request.me else {
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
mod tests;
