//! The platforms, each in its folder: its columns, its capabilities, how its users
//! are read, the requests for a change and whether a change shows, its forms and
//! what only it has words for.
//!
//! Everything else asks through a trait ([`ListSupport`], [`EditSupport`],
//! [`InviteSupport`], `ChangeSupport`, `UserRecord`) and does not know which platform answers. The functions here are
//! the only ones that choose by [`Platform`] or by the kind of a [`Record`].

mod actian;
mod column;
mod edit;
mod invite;
mod metabase;
mod pivot;
mod read;
mod reason;
mod support;
mod user_record;
mod verify;

pub use column::{Cell, Column, ColumnWidth};
pub use edit::{Detail, DetailValue, EditSupport, FieldInput, Input, Removal, ShownKey};
pub use invite::{
    EmailPreview, FirstPassword, InviteDescription, InviteSupport, Invited, KeyInput, MailReport,
    MailSettings, PasswordSource, Requested, TemplateTexts,
};
pub use metabase::Introduction;
pub use pivot::{PivotRecord, template};
pub(crate) use read::AllAccounts;
pub use reason::{Finding, ImpossibleReason};
pub(crate) use support::ChangeSupport;
pub use support::ListSupport;
pub(crate) use user_record::UserRecord;
pub(crate) use verify::{Verdict, same_text};

use crate::accounts::Accounts;
use crate::change::Change;
use crate::merge::{Conflict, merge};
use crate::record::Record;
use crate::step::Step;
use crate::{CallError, Transport};
use wire::console::Connection;
use wire::{Platform, Request, SegmentError};

/// What a list of users needs of its platform.
///
/// ```
/// use roster::Ability;
/// use roster::platform::list_support;
/// use wire::Platform;
///
/// let actian = list_support(Platform::Actian);
/// assert_eq!(actian.name(), "Actian");
/// // Why the control is disabled. Nothing where the platform can do it.
/// assert!(actian.unsupported_reason(Ability::SwitchAccess).is_some());
/// assert!(list_support(Platform::Pivot).unsupported_reason(Ability::SwitchAccess).is_none());
/// ```
pub fn list_support(platform: Platform) -> &'static dyn ListSupport {
    match platform {
        Platform::Pivot => &pivot::Pivot,
        Platform::Actian => &actian::Actian,
        Platform::Metabase => &metabase::Metabase,
    }
}

/// What is asked of a platform before and after one of its users is changed.
pub(crate) fn change_support(platform: Platform) -> &'static dyn ChangeSupport {
    match platform {
        Platform::Pivot => &pivot::Pivot,
        Platform::Actian => &actian::Actian,
        Platform::Metabase => &metabase::Metabase,
    }
}

/// What the page of a user needs of its platform.
pub fn edit_support(platform: Platform) -> &'static dyn EditSupport {
    match platform {
        Platform::Pivot => &pivot::Pivot,
        Platform::Actian => &actian::Actian,
        Platform::Metabase => &metabase::Metabase,
    }
}

/// What the page that invites a user needs of the platform.
pub fn invite_support(platform: Platform) -> &'static dyn InviteSupport {
    match platform {
        Platform::Pivot => &pivot::Pivot,
        Platform::Actian => &actian::Actian,
        Platform::Metabase => &metabase::Metabase,
    }
}

/// The group that every user of the platform is in, if there is one.
pub fn common_role(platform: Platform) -> Option<String> {
    change_support(platform).common_role()
}

/// A record, whichever platform it is from.
pub(crate) fn user_record(record: &Record) -> &dyn UserRecord {
    match record {
        Record::Pivot(record) => record,
        Record::Actian(user) => user,
        Record::Metabase(user) => &**user,
    }
}

/// Reads all accounts of a connection, and the roles or groups there are.
///
/// # Errors
/// When the accounts cannot be read. Pivot's users without their statuses would
/// show people as enabled who are not, so half of it is an error as well.
/// Roles that cannot be read are no error ([`Accounts::roles_problem`]), nor are
/// single rows ([`Accounts::gaps`]).
pub async fn load<T: Transport>(
    transport: &T,
    connection: &Connection,
) -> Result<Accounts, CallError> {
    let support = list_support(connection.platform);
    support.load(transport, connection).await
}

/// The requests that [`load`] makes and that must go well, to be shown.
pub fn load_requests(connection: &Connection) -> Vec<Result<Request, SegmentError>> {
    list_support(connection.platform).load_requests(connection)
}

/// The steps of a change to one account.
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

    /// Nothing, because the platform cannot do it.
    const fn lacking(ability: crate::Ability) -> Self {
        Self::Cannot(ImpossibleReason::Unavailable(ability))
    }
}

/// The steps of a change to an account whose record is `before`. `now` is an RFC 3339
/// time in UTC with milliseconds.
pub(crate) fn steps(
    connection: &Connection,
    change: &Change,
    key: &str,
    before: Option<&Record>,
    now: &str,
) -> Steps {
    let support = change_support(connection.platform);
    match (change, before) {
        // What is written is worked out from what the platform holds now.
        (Change::Edit(edit), Some(theirs)) if edit.opened.is_some() => {
            let merged = merge(edit, theirs);
            if merged.conflicts.is_empty() {
                let change = Change::Edit(merged.edit);
                support.steps(connection, &change, key, before, now)
            } else {
                Steps::Conflict(merged.conflicts)
            }
        }
        (Change::Create(_), Some(there)) if !there.is_orphan() => exists(there),
        (Change::Remove, None) => Steps::Already,
        (change, None) if !support.needs_no_user(change) => Steps::Cannot(ImpossibleReason::Gone),
        _ => support.steps(connection, change, key, before, now),
    }
}

/// The user exists already. Pivot would replace it without notice.
fn exists(there: &Record) -> Steps {
    Steps::Cannot(if there.access().is_disabled() {
        ImpossibleReason::ExistsDisabled
    } else {
        ImpossibleReason::Exists
    })
}

/// Whether the requests for `change` write fields back that it is not about, so
/// that `record` has to be read right before it is changed.
pub(crate) fn writes_back(change: &Change, record: Option<&Record>) -> bool {
    match record {
        None => change.is_about_fields(),
        Some(record) => change_support(record.platform()).writes_back(change, record),
    }
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

#[cfg(test)]
mod tests;
