//! What an administrator says about which accounts belong together. It wins over
//! matching by address.

use super::key::{AccountRef, PersonKey};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What an administrator says about one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assignment {
    /// It belongs to this person.
    With(PersonKey),
    /// It is a person's only account, whatever else has its address.
    Alone,
}

/// All that administrators have said. An account without an assignment is matched by
/// its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assignments(HashMap<Box<str>, HashMap<Box<str>, Assignment>>);

impl Assignments {
    /// What was said about an account.
    pub fn get(&self, account: &AccountRef) -> Option<&Assignment> {
        self.0.get(&account.connection)?.get(&account.key)
    }

    /// Says something about an account, or nothing any more.
    pub fn set(&mut self, account: AccountRef, assignment: Option<Assignment>) {
        match assignment {
            Some(assignment) => {
                let accounts = self.0.entry(account.connection).or_default();
                accounts.insert(account.key, assignment);
            }
            None => {
                if let Some(accounts) = self.0.get_mut(&account.connection) {
                    accounts.remove(&account.key);
                    if accounts.is_empty() {
                        self.0.remove(&account.connection);
                    }
                }
            }
        }
    }

    /// Each account that something was said about, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (AccountRef, &Assignment)> {
        self.0.iter().flat_map(|(connection, accounts)| {
            accounts
                .iter()
                .map(|(key, assignment)| (AccountRef::new(connection, key), assignment))
        })
    }

    /// What was said about accounts of one connection, by key.
    pub(super) fn of_connection(&self, connection: &str) -> Option<&HashMap<Box<str>, Assignment>> {
        self.0.get(connection)
    }

    /// The accounts about which `other` says something else.
    pub(super) fn differing(&self, other: &Self) -> Vec<AccountRef> {
        let differs = |other: &Self, account: &AccountRef, assignment: &Assignment| {
            other.get(account) != Some(assignment)
        };
        let changed = self
            .iter()
            .filter(|(account, one)| differs(other, account, one));
        let added = other
            .iter()
            .filter(|(account, _)| self.get(account).is_none());
        changed.chain(added).map(|(account, _)| account).collect()
    }
}

impl FromIterator<(AccountRef, Assignment)> for Assignments {
    fn from_iter<I: IntoIterator<Item = (AccountRef, Assignment)>>(all: I) -> Self {
        let mut assignments = Self::default();
        for (account, assignment) in all {
            assignments.set(account, Some(assignment));
        }
        assignments
    }
}
