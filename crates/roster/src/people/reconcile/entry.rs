//! What comparing a list with the platforms has found.

use crate::kinds::kinds;
use crate::people::index::PersonId;
use crate::people::plan::RoleDifference;
use crate::people::receipt::UnknownKind;
use crate::record::Field;
use serde::{Deserialize, Serialize};

kinds! {
    /// What can be done for those in a list. A row can be in several: a person may need an
    /// account on one connection and another name on the next.
    pub enum ReconcileList {
        /// They work here and have no account.
        Create,
        /// Their names or roles differ.
        Change,
        /// They have left, or are not in the list.
        Remove,
        /// The platforms agree with the list.
        Nothing,
        /// It cannot be decided.
        Undecided,
    }
}

/// What was found about a row, or about a person who is in no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciledEntry {
    /// What the row is called by; nothing for those who are in no row.
    pub row: Option<u32>,
    /// The address; what the list has in its place, where it is none.
    pub address: Box<str>,
    /// What people call them.
    pub name: Box<str>,
    /// What was found on connections. Where the platform agrees there is nothing.
    pub parts: Box<[ReconcilePart]>,
    /// Why nothing can be decided about the row as a whole.
    pub undecided: Option<UndecidedReason>,
    /// What is worth knowing although nothing is to be done.
    pub note: Option<NothingNote>,
    /// Who it is, where they have an account.
    pub(super) person: Option<PersonId>,
    /// The place of the row among all rows, where there is one.
    pub(super) listed: Option<u32>,
}

/// What was found on one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconcilePart {
    /// The place of the connection in [`People::connections`](crate::people::People::connections).
    pub connection: usize,
    /// What is to be done there.
    pub action: ReconcileAction,
}

/// What is to be done on a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReconcileAction {
    /// Create an account.
    Create {
        /// With these roles or groups, by their ids.
        roles: Vec<String>,
    },
    /// Change an account.
    Change {
        /// The account's key.
        key: Box<str>,
        /// The texts that differ.
        fields: Vec<ChangedField>,
        /// The roles or groups by their ids, where they differ.
        roles: Option<RoleDifference>,
    },
    /// Remove access.
    Remove {
        /// The keys of the accounts.
        keys: Vec<Box<str>>,
        /// Why.
        reason: RemovalReason,
    },
    /// Nothing, because it cannot be decided.
    Undecided(UndecidedReason),
}

/// A text that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedField {
    /// Which one.
    pub field: Field,
    /// What the account has.
    pub before: Box<str>,
    /// What the list has.
    pub after: Box<str>,
}

kinds! {
    /// Why access is to be removed.
    pub enum RemovalReason {
        /// The list says that they have left.
        Marked,
        /// They are not in the list.
        Absent,
    }
}

/// What is worth knowing about people who need no change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NothingNote {
    /// An earlier row says the same.
    Repeats {
        /// What that row is called by.
        first: u32,
    },
    /// They have left and have access, and removing it is not wanted.
    Kept,
}

/// Why something cannot be decided, so that nothing is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UndecidedReason {
    /// The row cannot be read.
    Unread,
    /// It has no address.
    NoAddress,
    /// What it has in place of an address is none.
    InvalidAddress,
    /// It has more than one address where one is expected.
    SeveralAddresses,
    /// The address has a character that no address has, which may be invisible.
    Character(char),
    /// There is a formula in place of an address.
    Formula,
    /// What it says about whether the person works here is not known.
    UnknownStatus(Box<str>),
    /// Several rows have this address and say different things.
    Twice {
        /// What the first of them is called by.
        first: u32,
    },
    /// Another row has another address of the same person.
    SamePerson {
        /// What that row is called by.
        other: u32,
    },
    /// Accounts with this address belong to several people, as an administrator has said.
    SeveralPeople,
    /// They have several accounts on the connection.
    SeveralAccounts,
    /// Another user of the platform has the same key.
    SharedKey,
    /// An account with the key that a new one would have belongs to someone else.
    KeyTaken,
    /// They work here and their account is disabled.
    Disabled,
    /// It is not known who has an account on the connection.
    Unknown(UnknownKind),
    /// The list names a role or group that the connection does not have, or has twice.
    UnknownRole(Box<str>),
    /// The platform gives each user one role, and the list has several or none.
    OneRole,
    /// The platform takes no user without both names.
    NeedsNames,
    /// They are in no row, and have no address that one could name them by.
    NotNameable,
    /// They are in no row, but a row that cannot be read has their address.
    Mentioned,
}

impl UndecidedReason {
    /// Whether the row has a good address all the same.
    pub(super) const fn is_of_status(&self) -> bool {
        matches!(self, Self::UnknownStatus(_))
    }
}

impl ReconciledEntry {
    /// Who it is, where they have an account.
    pub const fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// Whether it is in a list.
    pub fn is_in(&self, list: ReconcileList) -> bool {
        let any =
            |is_it: fn(&ReconcileAction) -> bool| self.parts.iter().any(|part| is_it(&part.action));
        match list {
            ReconcileList::Create => any(|one| matches!(one, ReconcileAction::Create { .. })),
            ReconcileList::Change => any(|one| matches!(one, ReconcileAction::Change { .. })),
            ReconcileList::Remove => any(|one| matches!(one, ReconcileAction::Remove { .. })),
            ReconcileList::Undecided => {
                self.undecided.is_some() || any(|one| matches!(one, ReconcileAction::Undecided(_)))
            }
            ReconcileList::Nothing => self.undecided.is_none() && self.parts.is_empty(),
        }
    }

    /// The parts of it that cannot be decided, as it is not known who has an account on the
    /// connection.
    pub fn unknown_parts(&self) -> impl Iterator<Item = &ReconcilePart> {
        self.parts_in(ReconcileList::Undecided).filter(|part| {
            let is_unknown =
                |reason: &UndecidedReason| matches!(reason, UndecidedReason::Unknown(_));
            matches!(&part.action, ReconcileAction::Undecided(reason) if is_unknown(reason))
        })
    }

    /// The parts of it that are in a list.
    pub fn parts_in(&self, list: ReconcileList) -> impl Iterator<Item = &ReconcilePart> {
        self.parts.iter().filter(move |part| {
            let own = match part.action {
                ReconcileAction::Create { .. } => ReconcileList::Create,
                ReconcileAction::Change { .. } => ReconcileList::Change,
                ReconcileAction::Remove { .. } => ReconcileList::Remove,
                ReconcileAction::Undecided(_) => ReconcileList::Undecided,
            };
            own == list
        })
    }
}
