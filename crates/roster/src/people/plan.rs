//! Changes to the accounts of several people on several connections: what will be done.
//!
//! A [`PeoplePlan`] has one ordinary [`Plan`] for each connection, which the one engine
//! runs. Afterwards every connection is loaded again, and a
//! [`PeopleReceipt`](super::PeopleReceipt) for each person says what was requested,
//! answered and read back. What makes such a plan is beside this: leaving (`leave.rs`).

use super::drift::plan_item;
use super::index::{People, PersonId};
use super::key::{AccountRef, PersonKey};
use super::person::Person;
use super::receipt::UnknownKind;
use crate::accounts::Accounts;
use crate::change::{Change, ChangeKind};
use crate::guard::{self, BlockReason};
use crate::kinds::kinds;
use crate::merge::difference;
use crate::plan::{Item, Plan, Reversible, UndoLimit};
use crate::platform::common_role;
use crate::record::Record;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use wire::console::Connection;

kinds! {
    /// What the accounts of people are changed for.
    pub enum Purpose {
        /// They leave: their access is removed everywhere.
        Leave,
        /// They are given access.
        Give,
        /// Their access is changed.
        Change,
        /// The platforms are to agree with a list of people.
        Reconcile,
        /// What a review of their access has decided.
        Review,
    }
}

impl Default for Purpose {
    /// That of receipts from before there were others.
    fn default() -> Self {
        Self::Leave
    }
}

/// What a plan is to bring about for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountGoal {
    /// It cannot sign in: it is disabled, or there is none.
    NoAccess,
    /// There is none.
    Absent,
    /// It exists.
    Present {
        /// Whether it can sign in; nothing where that is left as it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        enabled: Option<bool>,
        /// Exactly these roles or groups; nothing where they are left as they are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        roles: Option<Vec<String>>,
    },
}

/// What is to be done with the accounts of some people.
#[derive(Debug, Clone)]
pub struct PeoplePlan {
    /// What for.
    pub purpose: Purpose,
    /// Whose accounts they are.
    pub people: Vec<PlannedPerson>,
    /// What is to be done on each connection on which there is something to do or to read
    /// back.
    pub parts: Vec<PlanPart>,
    /// The connections that are not known completely, with why: one of the people may have
    /// an account there that is not in the plan.
    pub unknown: Vec<(usize, UnknownKind)>,
    /// The IDs that were named and that no connection has.
    pub missing: Vec<Box<str>>,
}

/// Someone whose accounts are changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPerson {
    /// What they are called in URLs and by the server.
    pub key: PersonKey,
    /// What people call them.
    pub name: String,
    /// Their addresses.
    pub addresses: Vec<String>,
    /// The connections that the plan is about for them, as places in
    /// [`People::connections`]: these are read back.
    pub connections: Vec<usize>,
}

/// What is to be done on one connection.
#[derive(Debug, Clone)]
pub struct PlanPart {
    /// The place of the connection in [`People::connections`].
    pub connection: usize,
    /// The changes, with what guard rails say; the engine runs it.
    pub plan: Plan,
    /// What each item of the plan is for.
    pub targets: Vec<PlanTarget>,
}

/// What an item of a plan is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanTarget {
    /// Whose account it is: a place in [`PeoplePlan::people`].
    pub person: usize,
    /// What is to be read back of it.
    pub goal: AccountGoal,
    /// How many accounts of others it concerns too, because they have the same key
    /// (pivot note 3).
    pub namesakes: usize,
}

/// How a plan differs from an earlier one for the same people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanChange {
    /// An account that was not in it.
    Added(AccountRef),
    /// One that is to be created, and was not.
    ToCreate(AccountRef),
    /// One that was to be created, and is not any more: someone else has created it, or the
    /// person has another account by now.
    NotToCreate(AccountRef),
    /// An account that is not there any more.
    Gone(AccountRef),
    /// An account that can or cannot sign in by now, is or is not an administrator, that a
    /// guard rail holds back or does not, or that needs another change.
    OtherState(AccountRef),
}

/// What is lost by a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It cannot be undone, or not completely.
    Undo(UndoLimit),
    /// The administrator rights.
    AdminRights,
    /// So many accounts of others with the same key lose the same.
    Namesakes(usize),
}

impl PeoplePlan {
    /// How it differs from an earlier plan for the same people: what has to be shown before
    /// it is run in place of that one.
    pub fn changes_since(&self, earlier: &Self) -> Vec<PlanChange> {
        let (now, before) = (self.states(), earlier.states());
        let (known, earlier) = (by_identity(&now), by_identity(&before));
        let mut changes = Vec::new();
        for one in &now {
            match earlier.get(&one.identity()) {
                None if one.is_creation => changes.push(PlanChange::ToCreate(one.account.clone())),
                None => changes.push(PlanChange::Added(one.account.clone())),
                Some(earlier) if earlier.items != one.items => {
                    changes.push(PlanChange::OtherState(one.account.clone()));
                }
                Some(_) => {}
            }
        }
        let is_gone = |one: &&AccountStates| !known.contains_key(&one.identity());
        for one in before.iter().filter(is_gone) {
            let account = one.account.clone();
            if !one.is_creation {
                changes.push(PlanChange::Gone(account));
            } else if !self.unknown.iter().any(|(at, _)| *at == one.connection) {
                changes.push(PlanChange::NotToCreate(account));
            }
        }
        changes
    }

    fn states(&self) -> Vec<AccountStates> {
        let mut states: Vec<AccountStates> = Vec::new();
        for part in &self.parts {
            for (item, target) in part.plan.items.iter().zip(&part.targets) {
                let account = AccountRef::new(&part.plan.connection.id, &item.key);
                let is_creation = matches!(item.change, Change::Create(_));
                let state = ItemState::new(item, &target.goal);
                // Several changes of one account follow one another.
                match states.last_mut() {
                    Some(last) if last.identity() == (&account, is_creation) => {
                        last.items.push(state);
                    }
                    _ => states.push(AccountStates {
                        connection: part.connection,
                        account,
                        is_creation,
                        items: vec![state],
                    }),
                }
            }
        }
        states
    }

    /// A plan about some connections only, by their IDs.
    pub(super) fn about<'a>(
        people: &People,
        purpose: Purpose,
        planned: Vec<PlannedPerson>,
        parts: Vec<PlanPart>,
        named: impl Iterator<Item = &'a str>,
    ) -> Self {
        let is_missing = |id: &&str| people.connections().all(|one| one.id != **id);
        let mut missing: Vec<Box<str>> = named.filter(is_missing).map(Into::into).collect();
        missing.sort_unstable();
        missing.dedup();
        let mut unknown = Self::unknown_connections(people);
        let is_named = |at: &usize| planned.iter().any(|one| one.connections.contains(at));
        unknown.retain(|(at, _)| is_named(at));
        Self {
            purpose,
            people: planned,
            parts,
            unknown,
            missing,
        }
    }

    /// The connections that are not known completely.
    pub(super) fn unknown_connections(people: &People) -> Vec<(usize, UnknownKind)> {
        let unknown = (0..people.connections().len()).filter_map(|at| {
            let reason = people.state(at)?.unknown_reason()?;
            Some((at, UnknownKind::from(reason)))
        });
        unknown.collect()
    }
}

/// What a plan has about one account.
struct AccountStates {
    /// The place of its connection in [`People::connections`].
    connection: usize,
    account: AccountRef,
    is_creation: bool,
    items: Vec<ItemState>,
}

fn by_identity(states: &[AccountStates]) -> HashMap<(&AccountRef, bool), &AccountStates> {
    states.iter().map(|one| (one.identity(), one)).collect()
}

impl AccountStates {
    const fn identity(&self) -> (&AccountRef, bool) {
        (&self.account, self.is_creation)
    }
}

/// What has to be the same for a change to be the one that was looked at.
#[derive(PartialEq, Eq)]
struct ItemState {
    change: ChangeKind,
    goal: AccountGoal,
    blocked: Option<BlockReason>,
    is_enabled: Option<bool>,
    is_admin: bool,
    /// The roles or groups, where the change is about them.
    roles: Option<Vec<String>>,
}

impl ItemState {
    fn new(item: &Item, goal: &AccountGoal) -> Self {
        let before = item.before.as_ref();
        let names_roles = matches!(goal, AccountGoal::Present { roles: Some(_), .. });
        Self {
            change: item.change.kind(),
            goal: goal.clone(),
            blocked: item.blocked,
            is_enabled: before.map(|record| record.access().is_enabled()),
            is_admin: before.is_some_and(Record::is_admin),
            roles: before.filter(|_| names_roles).map(Record::role_ids),
        }
    }
}

impl PlannedPerson {
    /// A person who is known, about these connections.
    pub(super) fn new(person: &Person<'_>, connections: Vec<usize>) -> Self {
        Self {
            key: person.key().clone(),
            name: person.name(),
            addresses: person.addresses(),
            connections,
        }
    }
}

/// The places of the connections with these IDs, in order.
pub(super) fn places_named<'a>(
    people: &People,
    ids: impl Iterator<Item = &'a str> + Clone,
) -> Vec<usize> {
    let connections = (0..).zip(people.connections());
    let named = connections.filter(|(_, one)| ids.clone().any(|id| id == one.id));
    named.map(|(at, _)| at).collect()
}

/// An item of a plan, with whose account it is.
pub(super) struct PlannedItem {
    /// The place of the person among those of the plan.
    pub(super) person: usize,
    pub(super) key: String,
    pub(super) label: Option<String>,
    pub(super) change: Change,
    pub(super) goal: AccountGoal,
    /// What keeps it from being done, besides the guard rails of every plan.
    pub(super) blocked: Option<BlockReason>,
}

impl PlanPart {
    /// The part for the connection at a place, where there is something in it. `owners` are
    /// the people of the plan: an account of one who is not known yet belongs to others.
    pub(super) fn new(
        people: &People,
        owners: &[Option<PersonId>],
        (at, connection): (usize, &Connection),
        accounts: &Accounts,
        planned: Vec<PlannedItem>,
    ) -> Option<Self> {
        if planned.is_empty() {
            return None;
        }
        let (mut items, mut targets, mut blocked) = (Vec::new(), Vec::new(), Vec::new());
        for one in planned {
            let mut item = plan_item(accounts, &one.key, &one.change);
            if let Some(label) = one.label {
                item.label = label;
            }
            let owner = owners.get(one.person).copied().flatten();
            targets.push(PlanTarget {
                person: one.person,
                goal: one.goal,
                // Where others have the key of a new one, nothing is sent.
                namesakes: match one.change {
                    Change::Create(_) => 0,
                    _ => namesakes(people, at, accounts, &one.key, owner),
                },
            });
            items.push(item);
            blocked.push(one.blocked);
        }
        let mut plan = Plan::from_items(connection, accounts, items);
        for (item, blocked) in plan.items.iter_mut().zip(blocked) {
            item.blocked = item.blocked.or(blocked);
        }
        Some(Self {
            connection: at,
            plan,
            targets,
        })
    }

    /// What becomes of the roles or groups of the account of an item, without the one that
    /// everyone is in. Where roles are not planned, they are unchanged.
    pub fn role_difference(&self, item: usize) -> RoleDifference {
        let (Some(one), Some(target)) = (self.plan.items.get(item), self.targets.get(item)) else {
            return RoleDifference::default();
        };
        let common = common_role(self.plan.connection.platform);
        let is_own = |role: &String| common.as_ref() != Some(role);
        let mut before = one
            .before
            .as_ref()
            .map(Record::role_ids)
            .unwrap_or_default();
        before.retain(is_own);
        let mut after = match &target.goal {
            AccountGoal::Present {
                roles: Some(roles), ..
            } => roles.clone(),
            _ => before.clone(),
        };
        after.retain(is_own);
        let [added, removed] = difference(&before, &after);
        before.retain(|role| !removed.contains(role));
        RoleDifference {
            added,
            removed,
            unchanged: before,
        }
    }

    /// What is lost by an item of its plan.
    pub fn losses(&self, item: usize) -> Vec<Loss> {
        let (Some(one), Some(target)) = (self.plan.items.get(item), self.targets.get(item)) else {
            return Vec::new();
        };
        let undo = match self.plan.item_reversible(one) {
            Reversible::Yes => None,
            Reversible::Partly(limit) | Reversible::No(limit) => Some(Loss::Undo(limit)),
        };
        let is_admin = |record: &Record| record.is_admin() && !record.access().is_disabled();
        let admin = one.before.as_ref().is_some_and(is_admin) && guard::takes_admin(one);
        let losses = [
            undo,
            admin.then_some(Loss::AdminRights),
            (target.namesakes > 0).then_some(Loss::Namesakes(target.namesakes)),
        ];
        losses.into_iter().flatten().collect()
    }
}

/// What becomes of the roles or groups of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDifference {
    /// Those that it gets.
    pub added: Vec<String>,
    /// Those that it loses.
    pub removed: Vec<String>,
    /// Those that it keeps.
    pub unchanged: Vec<String>,
}

/// How many accounts with this key are of others than `owner`.
fn namesakes(
    people: &People,
    connection: usize,
    accounts: &Accounts,
    key: &str,
    owner: Option<PersonId>,
) -> usize {
    let place = accounts.place(key).unwrap_or(accounts.list.len());
    let same = accounts.list[place..].iter();
    let same = same.take_while(|other| *other.key == *key);
    let owners = (place..)
        .zip(same)
        .map(|(place, _)| people.person_at(connection, place));
    owners.filter(|one| *one != owner).count()
}

#[cfg(test)]
mod tests;
