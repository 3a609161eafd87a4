//! What each platform's requests do to a login: which to send for a change,
//! how to read it, and whether a change is seen in what was read.

mod actian;
mod load;
mod metabase;
mod pages;
mod pivot;
mod reason;
mod verify;

pub(crate) use load::{AllAccounts, read_all, read_one};
pub use load::{load, load_requests};
pub use reason::{Finding, ImpossibleReason};
pub(crate) use verify::{Verdict, same_text, verify};

use crate::change::Change;
use crate::merge::{Conflict, merge};
use crate::record::{PivotRecord, Record};
use crate::step::Step;
use wire::Platform;
use wire::console::Connection;

/// What a change comes to for one login.
#[derive(Debug)]
pub(crate) enum Steps {
    /// These requests, in this order.
    Do(Vec<Step>),
    /// Nothing: it is so already.
    Already,
    /// Nothing: it cannot be done, for this reason.
    Cannot(ImpossibleReason),
    /// Nothing: someone else changed the same in the meantime.
    Conflict(Vec<Conflict>),
}

impl Steps {
    fn single(step: Step) -> Self {
        Self::Do(vec![step])
    }
}

/// What a change to a login that is `before` comes to. `now` is an RFC 3339
/// time in UTC with milliseconds.
pub(crate) fn steps(
    connection: &Connection,
    change: &Change,
    key: &str,
    before: Option<&Record>,
    now: &str,
) -> Steps {
    match change {
        // What is written is worked out from what the platform holds now.
        Change::Edit(edit) if edit.opened.is_some() => {
            if let Some(theirs) = before {
                let merged = merge(edit, theirs);
                if !merged.conflicts.is_empty() {
                    return Steps::Conflict(merged.conflicts);
                }
                return steps(connection, &Change::Edit(merged.edit), key, before, now);
            }
        }
        Change::Create(_) => {
            if let Some(there) = before.filter(|record| !is_orphan(record)) {
                return exists(there);
            }
        }
        // These are about a login that need not be there.
        Change::Assign { .. } | Change::SetStatus { .. } | Change::DeleteStatus => {}
        // A status can be switched without its user having been read.
        _ if before.is_none() => {
            return match change {
                Change::Remove => Steps::Already,
                _ if connection.platform == Platform::Pivot && switches(change) => {
                    pivot::steps(connection, change, key, &nothing(connection.platform), now)
                }
                _ => Steps::Cannot(ImpossibleReason::Gone),
            };
        }
        _ => {}
    }
    let nothing = nothing(connection.platform);
    match connection.platform {
        Platform::Pivot => pivot::steps(connection, change, key, before.unwrap_or(&nothing), now),
        Platform::Actian => actian::steps(connection, change, key, before),
        Platform::Metabase => metabase::steps(change, key, before.unwrap_or(&nothing)),
    }
}

/// A login of which nothing is known.
fn nothing(platform: Platform) -> Record {
    match platform {
        Platform::Pivot => Record::Pivot(PivotRecord::default()),
        Platform::Actian => Record::Actian(wire::actian::User::default()),
        Platform::Metabase => Record::Metabase(Box::default()),
    }
}

/// Whether the requests for `change` write fields back that it is not about, so
/// that `record` has to be read right before it is changed.
pub(crate) fn writes_back(change: &Change, record: Option<&Record>) -> bool {
    match (change, record) {
        (
            Change::Edit(_)
            | Change::SetRoles(_)
            | Change::AddRole(_)
            | Change::RemoveRole(_)
            | Change::SendWelcome { .. },
            _,
        )
        | (Change::SetAdmin(_), Some(Record::Actian(_))) => true,
        // A status is replaced whole.
        (_, Some(Record::Pivot(PivotRecord { status, .. }))) => status
            .as_ref()
            .is_some_and(|status| status.extra.iter().next().is_some()),
        _ => false,
    }
}

const fn switches(change: &Change) -> bool {
    matches!(change, Change::Enable { .. } | Change::Disable { .. })
}

/// Whether it is a status without a user.
fn is_orphan(record: &Record) -> bool {
    matches!(record, Record::Pivot(pivot) if pivot.user.is_none())
}

/// The user exists already. Pivot would replace it without notice.
fn exists(there: &Record) -> Steps {
    Steps::Cannot(if there.access().is_disabled() {
        ImpossibleReason::ExistsDisabled
    } else {
        ImpossibleReason::Exists
    })
}

/// `roles` without doubles, in order.
pub(crate) fn without_doubles(roles: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(roles.len());
    for role in roles {
        if !kept.contains(role) {
            kept.push(role.clone());
        }
    }
    kept
}

/// Whether two lists hold the same, in any order.
pub(crate) fn same_set(one: &[String], other: &[String]) -> bool {
    one.iter().all(|item| other.contains(item)) && other.iter().all(|item| one.contains(item))
}

/// The roles after `change`, where it is about roles.
pub(crate) fn roles_after(change: &Change, before: &[String]) -> Option<Vec<String>> {
    Some(match change {
        Change::SetRoles(roles) => without_doubles(roles),
        Change::AddRole(role) => without_doubles(&[before, std::slice::from_ref(role)].concat()),
        Change::RemoveRole(role) => before.iter().filter(|one| *one != role).cloned().collect(),
        Change::Edit(edit) => edit.roles_on(before)?,
        _ => return None,
    })
}
