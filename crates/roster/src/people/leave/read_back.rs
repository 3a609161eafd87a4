//! What a connection says about a leaver when it was loaded again.

use crate::kinds::kinds;
use crate::people::index::{Lists, People};
use crate::people::key::PersonKey;
use crate::people::state::UnknownReason;
use crate::record::Access;
use serde::{Deserialize, Serialize};

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
    /// What reading a connection again says about a leaver.
    pub enum Verdict {
        /// They have no account there.
        NoAccount,
        /// Every account they have there is disabled.
        Disabled,
        /// An account can still sign in.
        StillEnabled,
        /// It could not be read, or not all of it, so nothing is certain.
        NotVerified,
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
        });
        Self {
            accounts: accounts.collect(),
            unknown,
        }
    }

    /// What it says.
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

impl From<UnknownReason<'_>> for UnknownKind {
    fn from(reason: UnknownReason<'_>) -> Self {
        match reason {
            UnknownReason::NotLoaded => Self::NotLoaded,
            UnknownReason::Failed(problem) => Self::Failed(problem.to_string()),
            UnknownReason::Incomplete => Self::Incomplete,
        }
    }
}
