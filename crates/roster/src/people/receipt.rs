//! The receipts of a [`PeoplePlan`], one for each person, to be kept, printed and compared
//! with the audit log: kinds and reasons, no sentences of ours.

mod compare;
mod read_back;

pub use compare::Disagreement;
pub use read_back::{AccountState, ReadBack, StateKind, UnknownKind, Verdict};

use super::departed::Departed;
use super::index::{Lists, People};
use super::key::PersonKey;
use super::plan::{AccountGoal, PeoplePlan, PlanPart, Purpose};
use crate::accounts::Accounts;
use crate::change::ChangeKind;
use crate::receipt::{ReceiptStep, receipt_steps};
use crate::run::{OutcomeKind, Reason, Row, Run};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wire::Platform;
use wire::console::TrailChange;

/// The version of the format, which is part of every receipt. Version 1 was for leaving
/// alone: it had no purpose, no goals and no roles, and is read as well.
pub const PEOPLE_RECEIPT_VERSION: u32 = 2;

/// [`PEOPLE_RECEIPT_VERSION`], as a part of a receipt. A newer one is not read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct PeopleReceiptVersion;

impl From<PeopleReceiptVersion> for u32 {
    fn from(_: PeopleReceiptVersion) -> Self {
        PEOPLE_RECEIPT_VERSION
    }
}

impl TryFrom<u32> for PeopleReceiptVersion {
    type Error = &'static str;

    fn try_from(version: u32) -> Result<Self, Self::Error> {
        match version {
            1..=PEOPLE_RECEIPT_VERSION => Ok(Self),
            _ => Err("a receipt of another version"),
        }
    }
}

/// What was done with the accounts of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleReceipt {
    /// The version of the format.
    pub version: PeopleReceiptVersion,
    /// What it was done for.
    #[serde(default)]
    pub purpose: Purpose,
    /// Whose accounts they are.
    pub person: ReceiptPerson,
    /// Who did it, as the session said.
    pub by: Option<String>,
    /// When the run began, RFC 3339.
    pub started: String,
    /// When everything was read back, RFC 3339.
    pub ended: String,
    /// The connections that it is about. Of a leave every connection, those too on which
    /// there was no account.
    pub connections: Vec<ConnectionReceipt>,
}

/// Someone whose accounts were changed, as a receipt has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPerson {
    /// What they are called in URLs and by the server.
    pub key: PersonKey,
    /// What people call them.
    pub name: String,
    /// Their addresses.
    pub addresses: Vec<String>,
}

/// What was done on one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionReceipt {
    /// The connection's id.
    pub connection: String,
    /// The connection's name.
    pub label: String,
    /// Its platform.
    pub platform: Platform,
    /// Why it was not known for certain which accounts there are when this was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_before: Option<UnknownKind>,
    /// What was requested for each account that was known.
    pub accounts: Vec<AccountReceipt>,
    /// What was read back in the end.
    pub read_back: ReadBack,
    /// What that says.
    pub verdict: Verdict,
    /// The names of the roles or groups that are in it, by ID, where they have others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub role_names: BTreeMap<String, String>,
}

/// What was done to one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountReceipt {
    /// Its key.
    pub key: String,
    /// The key that it was planned with, where the platform chose another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_key: Option<String>,
    /// Its display name.
    pub name: String,
    /// What was to be done.
    pub change: ChangeKind,
    /// What was to be read back.
    #[serde(default = "no_access", skip_serializing_if = "is_no_access")]
    pub goal: AccountGoal,
    /// The outcome.
    pub outcome: OutcomeKind,
    /// What there is to know about the outcome besides its kind.
    pub reason: Option<Reason>,
    /// The words of the platform, or of the server or network in front of it.
    pub message: Option<String>,
    /// The requests that were made.
    pub steps: Vec<ReceiptStep>,
    /// What the audit log says about them, in its order.
    pub audit: Vec<AuditReference>,
}

/// The goal of receipts that name none.
const fn no_access() -> AccountGoal {
    AccountGoal::NoAccess
}

fn is_no_access(goal: &AccountGoal) -> bool {
    *goal == AccountGoal::NoAccess
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditReference {
    /// The number of the request, as each answer has it (`x-request-id`).
    pub id: String,
    /// The number of the entry; nothing until it is known.
    pub number: Option<u64>,
    /// The hash of its row.
    pub hash: Option<String>,
    /// The number of the row with its outcome.
    pub outcome_number: Option<u64>,
    /// The hash of that row.
    pub outcome_hash: Option<String>,
}

/// How a run ended: who began it, when, and when everything was read back.
#[derive(Debug, Clone, Copy)]
pub struct RunEnd<'a> {
    /// Who did it, as the session says.
    pub by: Option<&'a str>,
    /// When the run began, RFC 3339.
    pub started: &'a str,
    /// When everything was read back, RFC 3339.
    pub ended: &'a str,
}

impl PeopleReceipt {
    /// The receipt for each person of `plan`: by the `runs` of its parts, in their order,
    /// and by what `people` says after every connection was loaded again.
    pub fn for_each(
        plan: &PeoplePlan,
        runs: &[&Run],
        people: &People,
        lists: Lists<'_>,
        end: RunEnd<'_>,
    ) -> Vec<Self> {
        let all = 0..plan.people.len();
        all.filter_map(|at| Self::of(plan, at, runs, people, lists, end))
            .collect()
    }

    /// As [`for_each`](Self::for_each), for the person at a place of the plan alone.
    pub fn of(
        plan: &PeoplePlan,
        at: usize,
        runs: &[&Run],
        people: &People,
        lists: Lists<'_>,
        end: RunEnd<'_>,
    ) -> Option<Self> {
        let person = plan.people.get(at)?;
        let all = people.connections().enumerate();
        let connections = all.filter(|(place, _)| person.connections.contains(place));
        let connections = connections.map(|(place, connection)| {
            let part = plan.parts.iter().zip(runs.iter().copied());
            let part = part.filter(|(part, _)| part.connection == place);
            let accounts = part.flat_map(|(part, run)| accounts(part, run, at));
            let unknown = plan.unknown.iter().find(|(unknown, _)| *unknown == place);
            let mut receipt = ConnectionReceipt {
                connection: connection.id.clone(),
                label: connection.label.clone(),
                platform: connection.platform,
                unknown_before: unknown.map(|(_, reason)| reason.clone()),
                accounts: accounts.collect(),
                read_back: ReadBack::new(people, lists, place, &person.key),
                verdict: Verdict::NotVerified,
                role_names: BTreeMap::new(),
            };
            receipt.find_created(people, lists, place, &person.key);
            receipt.verdict = receipt.judge(plan.purpose);
            let accounts = lists.get(place).copied().flatten();
            receipt.role_names =
                accounts.map_or_else(BTreeMap::new, |accounts| receipt.names_of_roles(accounts));
            receipt
        });
        Some(Self {
            version: PeopleReceiptVersion,
            purpose: plan.purpose,
            person: ReceiptPerson {
                key: person.key.clone(),
                name: person.name.clone(),
                addresses: person.addresses.clone(),
            },
            by: end.by.map(str::to_owned),
            started: end.started.to_owned(),
            ended: end.ended.to_owned(),
            connections: connections.collect(),
        })
    }

    /// Its person as departed, with the id that the server gave the receipt.
    pub fn departed(&self, receipt: Option<&str>) -> Departed {
        Departed {
            person: self.person.key.clone(),
            name: self.person.name.clone(),
            at: self.ended.clone(),
            receipt: receipt.map(str::to_owned),
        }
    }

    /// Whether what was wanted was read back on every connection. Of a leave: whether no
    /// connection is left on which they can or may be able to sign in.
    pub fn is_proven(&self) -> bool {
        self.connections.iter().all(|one| one.verdict.is_wanted())
    }

    /// Adds the numbers and hashes of the entries that are about its requests. Those of
    /// other requests are left alone.
    pub fn add_entries(&mut self, entries: &[TrailChange]) {
        let accounts = self
            .connections
            .iter_mut()
            .flat_map(|one| &mut one.accounts);
        for reference in accounts.flat_map(|account| &mut account.audit) {
            if let Some(entry) = entries.iter().find(|entry| entry.id == reference.id) {
                reference.number = Some(entry.number);
                reference.hash.clone_from(&entry.hash);
                reference.outcome_number = entry.outcome_number;
                reference.outcome_hash.clone_from(&entry.outcome_hash);
            }
        }
    }

    /// The receipt as JSON.
    pub fn json(&self) -> String {
        // Texts, numbers and lists of them: cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl ConnectionReceipt {
    /// Looks for accounts that were to be created and whose keys no answer said: the
    /// person's account that was not in the plan.
    fn find_created(&mut self, people: &People, lists: Lists<'_>, at: usize, key: &PersonKey) {
        let is_known = |accounts: &[AccountReceipt], key: &str| {
            accounts.iter().any(|account| account.key == key)
        };
        let others = self.read_back.accounts.iter();
        let others = others.filter(|state| !is_known(&self.accounts, &state.key));
        let others: Vec<String> = others.map(|state| state.key.clone()).collect();
        let [other] = others.as_slice() else {
            return;
        };
        let person = people.find(key).map(|id| people.person(id, lists));
        let is_theirs = |address: &str| {
            let accounts = person.map(|person| person.accounts()).unwrap_or_default();
            let account = accounts
                .iter()
                .find(|one| one.connection == at && *one.account.key == **other);
            let read = account.and_then(|one| super::matching::address(one.account, people.rules));
            read.is_some() && read == super::address::normalised(address, people.rules)
        };
        let is_missing = |account: &&mut AccountReceipt| {
            let states = self.read_back.accounts.iter();
            account.change == ChangeKind::Create
                && !states.into_iter().any(|state| state.key == account.key)
        };
        let mut missing = self.accounts.iter_mut().filter(is_missing);
        if let Some(account) = missing.find(|account| is_theirs(&account.key)) {
            account.planned_key = Some(std::mem::replace(&mut account.key, other.clone()));
        }
    }

    /// What was read back, beside what was wanted.
    fn judge(&self, purpose: Purpose) -> Verdict {
        if purpose == Purpose::Leave {
            return self.read_back.verdict();
        }
        if self.accounts.is_empty() && self.unknown_before.is_none() {
            // There was no account, and none was to be created.
            return match self.read_back.verdict() {
                Verdict::NotVerified => Verdict::NotVerified,
                verdict if verdict.is_wanted() => Verdict::AsPlanned,
                _ => Verdict::Different,
            };
        }
        let goals = self.accounts.iter();
        let goals = goals.map(|account| (&*account.key, &account.goal));
        self.read_back.compare(self.platform, goals)
    }

    fn names_of_roles(&self, accounts: &Accounts) -> BTreeMap<String, String> {
        let wanted = self.accounts.iter().filter_map(|one| match &one.goal {
            AccountGoal::Present { roles, .. } => roles.as_ref(),
            AccountGoal::NoAccess | AccountGoal::Absent => None,
        });
        let read = self.read_back.accounts.iter().map(|one| &one.roles);
        let names = wanted.chain(read).flatten().filter_map(|id| {
            let name = accounts.title_of(id);
            (name != id).then(|| (id.clone(), name.to_owned()))
        });
        names.collect()
    }
}

/// What was done to the accounts of one person on one connection.
fn accounts(part: &PlanPart, run: &Run, person: usize) -> Vec<AccountReceipt> {
    let rows = run.rows();
    let items = part.plan.items.iter().zip(rows.iter()).zip(&part.targets);
    let of_person = items.filter(|(_, target)| target.person == person);
    of_person
        .map(|((item, row), target)| {
            let created = row.created_key.clone().filter(|key| *key != item.key);
            AccountReceipt {
                planned_key: created.is_some().then(|| item.key.clone()),
                key: created.unwrap_or_else(|| item.key.clone()),
                name: item.label.clone(),
                change: item.change.kind(),
                goal: target.goal.clone(),
                outcome: row.outcome.kind(),
                reason: row.outcome.reason(),
                message: row.outcome.message(),
                steps: receipt_steps(row),
                audit: references(row),
            }
        })
        .collect()
}

fn references(row: &Row) -> Vec<AuditReference> {
    let reference = |id: &String| AuditReference {
        id: id.clone(),
        number: None,
        hash: None,
        outcome_number: None,
        outcome_hash: None,
    };
    row.request_ids.iter().map(reference).collect()
}

#[cfg(test)]
mod tests;
