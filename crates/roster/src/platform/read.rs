//! What reading has in common on every platform.

use crate::CallError;
use crate::accounts::{Gap, Role, Rows};
use crate::record::Record;
use std::collections::HashMap;
use wire::{List, Unreadable};

/// The rows of `list`; what could not be read of it is added to `gaps`.
pub(super) fn rows<R>(list: List<R>, rows: Rows, gaps: &mut Vec<Gap>) -> Vec<R> {
    gaps.extend(unreadable(list.unreadable, rows));
    list.rows
}

/// That some rows could not be read, where some could not.
pub(super) fn unreadable(unreadable: Unreadable, rows: Rows) -> Option<Gap> {
    let first = unreadable.first?;
    Some(Gap::Unreadable {
        rows,
        count: unreadable.count,
        problem: format!("at {}, {}", first.place, first.problem),
    })
}

/// What there is to choose from, or why that is not known.
pub(super) fn listed<R>(
    found: Result<List<R>, CallError>,
    gaps: &mut Vec<Gap>,
    role: impl Fn(R) -> Role,
) -> (Vec<Role>, Option<String>) {
    match found {
        Ok(found) => {
            let found = rows(found, Rows::Roles, gaps);
            (found.into_iter().map(role).collect(), None)
        }
        Err(error) => (Vec::new(), Some(error.to_string())),
    }
}

/// What was asked for, or that it is not there.
pub(super) fn found<O>(outcome: Result<O, CallError>) -> Result<Option<O>, CallError> {
    match outcome {
        Ok(output) => Ok(Some(output)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// A list with gaps lacks a user, who may exist nevertheless.
#[derive(Debug)]
pub(crate) struct Uncertain;

/// All accounts as they were read at once, by key.
#[derive(Debug)]
pub(crate) struct AllAccounts {
    records: HashMap<String, Record>,
    /// Whether users, or some of their fields, may be missing.
    has_gaps: bool,
}

impl AllAccounts {
    /// The accounts of `records`, read with these gaps.
    pub(super) fn new(records: impl IntoIterator<Item = Record>, gaps: &[Gap]) -> Self {
        let keyed = |record: Record| (record.key(), record);
        Self {
            records: records.into_iter().map(keyed).collect(),
            has_gaps: gaps.iter().any(Gap::hides_users),
        }
    }

    /// The account called `key`, or nothing where it is not there.
    ///
    /// # Errors
    /// Where only reading it by itself can tell.
    pub(crate) fn find(&self, key: &str) -> Result<Option<&Record>, Uncertain> {
        let found = self.records.get(key);
        if found.is_some_and(Record::is_whole) || !self.has_gaps {
            Ok(found)
        } else {
            Err(Uncertain)
        }
    }
}
