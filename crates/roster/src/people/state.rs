//! What is known of a connection as a whole.

use crate::CallError;
use wire::console::Connection;

/// How far the accounts of a connection are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConnectionState {
    /// Whether a list of accounts was loaded at all.
    pub has_list: bool,
    /// Whether every account of the platform is in the list, as far as is known
    /// ([`Accounts::is_complete`](crate::accounts::Accounts::is_complete)).
    pub is_complete: bool,
    /// How many of its accounts are still to be matched.
    pub unmatched: usize,
    /// Why loading it failed, where it failed last: what is there is older.
    pub problem: Option<CallError>,
}

/// Why it is not known whether a person has an account on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownReason<'a> {
    /// Its accounts are not loaded, or not matched yet.
    NotLoaded,
    /// They could not be loaded, or not again.
    Failed(&'a CallError),
    /// The platform did not list all of them.
    Incomplete,
}

impl ConnectionState {
    /// Why it is not known who has no account here; nothing where it is known.
    pub fn unknown_reason(&self) -> Option<UnknownReason<'_>> {
        if let Some(problem) = &self.problem {
            return Some(UnknownReason::Failed(problem));
        }
        if !self.has_list || self.unmatched > 0 {
            return Some(UnknownReason::NotLoaded);
        }
        (!self.is_complete).then_some(UnknownReason::Incomplete)
    }
}

/// A connection with its accounts by place.
#[derive(Debug)]
pub(super) struct ConnectionEntry {
    pub(super) connection: Connection,
    pub(super) state: ConnectionState,
    /// The entry of each account, by its place in the list.
    pub(super) slots: Vec<u32>,
    /// Entries that are to be matched, or matched again; the last one comes first.
    pub(super) queue: Vec<u32>,
}

impl ConnectionEntry {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            state: ConnectionState::default(),
            slots: Vec::new(),
            queue: Vec::new(),
        }
    }
}
