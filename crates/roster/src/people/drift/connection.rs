//! Drift of a connection as a whole.

use super::mend::Mend;
use super::{Drift, DriftContext, DriftKind, DriftSubject, MendKind};
use crate::change::Change;
use crate::people::index::{Lists, People};
use crate::people::key::AccountRef;
use crate::record::{Access, Record};

/// What is not wanted about a connection, dismissed or not. Of one that is not loaded
/// nothing is known.
pub fn connection_drift(
    people: &People,
    lists: Lists<'_>,
    connection: usize,
    context: &DriftContext,
) -> Vec<Drift> {
    let known = people.connections().nth(connection);
    let list = lists.get(connection).copied().flatten();
    let (Some(known), Some(accounts), Some(state)) = (known, list, people.state(connection)) else {
        return Vec::new();
    };
    let account = |key: &str| AccountRef::new(&known.id, key);
    let orphan = |orphan: &Record| {
        let account = account(&orphan.key());
        let mend = Mend::changing(
            MendKind::DeleteStatus,
            vec![(account.clone(), Change::DeleteStatus)],
        );
        let since = match orphan.access() {
            Access::Disabled { since } => since,
            _ => None,
        };
        context.drift(
            DriftKind::StatusWithoutUser,
            DriftSubject::Status(account.clone()),
            vec![account],
            since,
            vec![mend],
        )
    };
    let mut found: Vec<Drift> = Vec::new();
    // A user may be in the part of the list that is missing.
    if accounts.is_complete() {
        found.extend(accounts.orphans.iter().map(orphan));
    }
    let mut admins = people.enabled_admins(connection);
    if let (Some(only), None, true) = (admins.next(), admins.next(), accounts.is_complete())
        && state.unmatched == 0
        && let Some(only) = accounts.list.get(only)
    {
        found.push(context.drift(
            DriftKind::OneAdmin,
            DriftSubject::Connection(known.id.clone()),
            vec![account(&only.key)],
            None,
            vec![Mend::changing(MendKind::GrantAdmin, Vec::new())],
        ));
    }
    found
}
