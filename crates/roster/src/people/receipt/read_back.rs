//! What a connection says about a person when it was loaded again.

use crate::kinds::kinds;
use crate::people::index::{Lists, People};
use crate::people::key::PersonKey;
use crate::people::plan::AccountGoal;
use crate::people::state::UnknownReason;
use crate::platform::{common_role, same_set};
use crate::record::Access;
use serde::{Deserialize, Serialize};
use wire::Platform;

kinds! {
    /// Whether an account can sign in.
    pub enum StateKind {
        /// It can.
        Enabled,
        /// It cannot.
        Disabled,
        /// The platform does not say.
        Unknown,
    }
}

kinds! {
    /// What reading a connection again says about a person.
    pub enum Verdict {
        /// Of a leave: they have no account there.
        NoAccount,
        /// Of a leave: every account they have there is disabled.
        Disabled,
        /// Of a leave: an account can still sign in.
        StillEnabled,
        /// Of anything else: every account in the plan is as it was wanted.
        AsPlanned,
        /// Of anything else: an account is not as it was wanted.
        Different,
        /// It could not be read, or not all of it, so nothing is certain.
        NotVerified,
    }
}

impl Verdict {
    /// Whether it is what was wanted.
    pub const fn is_wanted(self) -> bool {
        matches!(self, Self::NoAccount | Self::Disabled | Self::AsPlanned)
    }
}

/// Why it is not known who has an account on a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownKind {
    /// It was not loaded.
    NotLoaded,
    /// It could not be loaded, in these words.
    Failed(String),
    /// The platform did not list all accounts.
    Incomplete,
}

/// An account as it was read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountState {
    /// Its key.
    pub key: String,
    /// Whether it can sign in.
    pub state: StateKind,
    /// Whether it is an administrator.
    pub admin: bool,
    /// The IDs of its roles or groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

/// What was read back of one connection about one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadBack {
    /// Their accounts, in the order of the list.
    pub accounts: Vec<AccountState>,
    /// Why there may be others, where that is not certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<UnknownKind>,
}

impl ReadBack {
    /// What the lists say now about the person called `key`.
    pub fn new(people: &People, lists: Lists<'_>, connection: usize, key: &PersonKey) -> Self {
        let state = people.state(connection);
        let unknown = match state {
            Some(state) => state.unknown_reason().map(UnknownKind::from),
            None => Some(UnknownKind::NotLoaded),
        };
        let person = people.find(key).map(|id| people.person(id, lists));
        let accounts = person.map(|person| person.accounts()).unwrap_or_default();
        // A list that could not be loaded again is of before the run: nothing was read.
        let is_read = matches!(unknown, None | Some(UnknownKind::Incomplete));
        let accounts = if is_read { accounts } else { Vec::new() };
        let here = accounts.iter().filter(|one| one.connection == connection);
        let state = |access: Access| match access {
            access if access.is_enabled() => StateKind::Enabled,
            access if access.is_disabled() => StateKind::Disabled,
            _ => StateKind::Unknown,
        };
        let accounts = here.map(|one| AccountState {
            key: one.account.key.to_string(),
            state: state(one.account.access()),
            admin: one.account.is_admin(),
            roles: one.account.record.role_ids(),
        });
        Self {
            accounts: accounts.collect(),
            unknown,
        }
    }

    /// What it says of a person who leaves.
    pub fn verdict(&self) -> Verdict {
        let any = |state| self.accounts.iter().any(|one| one.state == state);
        if any(StateKind::Enabled) {
            Verdict::StillEnabled
        } else if self.unknown.is_some() || any(StateKind::Unknown) {
            Verdict::NotVerified
        } else if self.accounts.is_empty() {
            Verdict::NoAccount
        } else {
            Verdict::Disabled
        }
    }
}

impl ReadBack {
    /// What it says beside what was wanted: of each account by its key. Without any account
    /// nothing was planned, so nothing is certain.
    pub(super) fn compare<'a>(
        &self,
        platform: Platform,
        goals: impl Iterator<Item = (&'a str, &'a AccountGoal)>,
    ) -> Verdict {
        let found = goals.map(|(key, goal)| self.compare_account(platform, key, goal));
        let mut all = None;
        for one in found {
            all = match (all, one) {
                (_, Some(false)) => return Verdict::Different,
                (None | Some(Verdict::AsPlanned), Some(true)) => Some(Verdict::AsPlanned),
                _ => Some(Verdict::NotVerified),
            };
        }
        all.unwrap_or(Verdict::NotVerified)
    }

    /// Whether an account is as it was wanted; nothing where that is not certain.
    fn compare_account(&self, platform: Platform, key: &str, goal: &AccountGoal) -> Option<bool> {
        if matches!(
            self.unknown,
            Some(UnknownKind::NotLoaded | UnknownKind::Failed(_))
        ) {
            // What is there is older.
            return None;
        }
        let found: Vec<&AccountState> = self
            .accounts
            .iter()
            .filter(|account| account.key == key)
            .collect();
        let is_certain = self.unknown.is_none() || !found.is_empty();
        match goal {
            AccountGoal::Absent => is_certain.then_some(found.is_empty()),
            AccountGoal::NoAccess => {
                let mut is_out = found.iter().map(|one| one.is_enabled().map(|is| !is));
                is_certain.then(|| is_out.try_fold(true, |all, one| Some(all && one?)))?
            }
            AccountGoal::Present { enabled, roles } => {
                if found.is_empty() {
                    return is_certain.then_some(false);
                }
                let common: Vec<String> = common_role(platform).into_iter().collect();
                let plus = |roles: &[String]| [roles, &*common].concat();
                let is_same = |wanted: &Vec<String>, one: &AccountState| {
                    same_set(&plus(wanted), &plus(&one.roles))
                };
                let has_roles = found
                    .iter()
                    .all(|one| roles.as_ref().is_none_or(|wanted| is_same(wanted, one)));
                if !has_roles {
                    return Some(false);
                }
                let mut states = found.iter().map(|one| match enabled {
                    None => Some(true),
                    Some(wanted) => one.is_enabled().map(|is| is == *wanted),
                });
                states.try_fold(true, |all, one| Some(all && one?))
            }
        }
    }
}

impl AccountState {
    /// Whether it can sign in, where the platform says.
    const fn is_enabled(&self) -> Option<bool> {
        match self.state {
            StateKind::Enabled => Some(true),
            StateKind::Disabled => Some(false),
            StateKind::Unknown => None,
        }
    }
}

impl From<UnknownReason<'_>> for UnknownKind {
    fn from(reason: UnknownReason<'_>) -> Self {
        match reason {
            UnknownReason::NotLoaded => Self::NotLoaded,
            UnknownReason::Failed(problem) => Self::Failed(problem.to_string()),
            UnknownReason::Incomplete => Self::Incomplete,
        }
    }
}
