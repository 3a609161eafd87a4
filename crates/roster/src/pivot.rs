//! Pivot's users and statuses as accounts: two records joined by name, with
//! nothing on the platform that keeps them together (facts/pivot.md §0.6).

use crate::{Access, AccessChange, AccessError, Account, CallError, Left, Transport, call};
use futures::future::join;
use std::collections::BTreeMap;
use wire::ApiError;
use wire::pivot::{CreateStatus, GetStatus, ListStatuses, ListUsers, SetStatus, Status, User};

/// Everything a Pivot holds about its people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Every user with its status, by name.
    pub accounts: Vec<Account>,
    /// Names of statuses that no user goes with. A disabled one would meet the
    /// next person of that name.
    pub orphans: Vec<String>,
}

/// Reads users and statuses, at the same time, and joins them.
///
/// # Errors
/// When either cannot be read: half of it would show people as enabled who are
/// not.
pub async fn people<T: Transport>(transport: &T) -> Result<People, CallError> {
    let (users, statuses) = join(call(transport, &ListUsers), call(transport, &ListStatuses)).await;
    Ok(joined(users?, statuses?))
}

fn joined(users: Vec<User>, statuses: Vec<Status>) -> People {
    let mut by_name: BTreeMap<String, (Status, bool)> = statuses
        .into_iter()
        .map(|status| (status.name.to_string(), (status, false)))
        .collect();
    let mut accounts: Vec<Account> = users
        .into_iter()
        .map(|user| {
            let access = match by_name.get_mut(&*user.name) {
                None => Access::NoRecord,
                Some((status, used)) => {
                    *used = true;
                    access(status)
                }
            };
            Account::new(
                user.name.into(),
                user.first_name.map(Into::into),
                user.last_name.map(Into::into),
                user.email.map(Into::into),
                user.roles.into_iter().map(Into::into).collect(),
                access,
            )
        })
        .collect();
    accounts.sort_by_cached_key(|account| account.name.to_lowercase());
    let orphans = by_name
        .into_iter()
        .filter_map(|(name, (_, used))| (!used).then_some(name))
        .collect();
    People { accounts, orphans }
}

fn access(status: &Status) -> Access {
    match &status.disabled {
        None => Access::Enabled,
        Some(since) => Access::Disabled {
            since: since.to_string(),
        },
    }
}

/// Switches the access of the user `name` on or off and reads it back.
///
/// `now` is an RFC 3339 time in UTC with milliseconds; it becomes the time of
/// disabling. An account that is already as wanted is left alone, so that it
/// keeps the time it was really disabled at. Unknown fields of the status are
/// kept. A user without a status gets one (facts/pivot.md P4).
///
/// # Errors
/// See [`AccessError`]; its [`AccessError::left`] says what was left behind.
pub async fn set_access<T: Transport>(
    transport: &T,
    name: &str,
    enable: bool,
    now: &str,
) -> Result<AccessChange, AccessError> {
    let found = read(transport, name).await.map_err(AccessError::Read)?;
    let before = found.as_ref().map_or(Access::NoRecord, access);
    if before.is_enabled() == enable {
        return Ok(AccessChange {
            after: before.clone(),
            before,
        });
    }
    let wanted = Status {
        name: name.into(),
        disabled: (!enable).then(|| now.into()),
        extra: found
            .as_ref()
            .map(|status| status.extra.clone())
            .unwrap_or_default(),
    };
    if let Err(call) = write(transport, wanted, found.is_some()).await {
        let left = left_by(transport, name, &call).await;
        return Err(AccessError::Write { call, left });
    }
    let found = read(transport, name).await.map_err(AccessError::Verify)?;
    let after = found.as_ref().map_or(Access::NoRecord, access);
    if after.is_enabled() == enable {
        Ok(AccessChange { before, after })
    } else {
        Err(AccessError::NotSeen { found: after })
    }
}

/// What a failed write left behind: a refusal (4xx) says that nothing was done;
/// after anything else only the platform can tell.
async fn left_by<T: Transport>(transport: &T, name: &str, failure: &CallError) -> Left {
    match failure {
        CallError::Name(_) => Left::Unchanged,
        CallError::Api(ApiError::Refused(refusal)) if refusal.status < 500 => Left::Unchanged,
        _ => match read(transport, name).await {
            Ok(found) => Left::Known(found.as_ref().map_or(Access::NoRecord, access)),
            Err(_) => Left::Unknown,
        },
    }
}

/// The status of `name`, or that there is none.
async fn read<T: Transport>(transport: &T, name: &str) -> Result<Option<Status>, CallError> {
    let name = name.to_owned();
    match call(transport, &GetStatus { name }).await {
        Ok(status) => Ok(Some(status)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn write<T: Transport>(transport: &T, status: Status, exists: bool) -> Result<(), CallError> {
    if exists {
        let set = SetStatus { status };
        match call(transport, &set).await {
            // Removed since it was read: then it is created.
            Err(error) if error.is_not_found() => {
                let status = set.status;
                call(transport, &CreateStatus { status }).await?;
            }
            outcome => {
                outcome?;
            }
        }
    } else {
        call(transport, &CreateStatus { status }).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(name: &str) -> User {
        User {
            name: name.into(),
            ..User::default()
        }
    }

    fn status(name: &str, disabled: Option<&str>) -> Status {
        Status {
            name: name.into(),
            disabled: disabled.map(Into::into),
            ..Status::default()
        }
    }

    #[test]
    fn users_and_statuses_are_joined_by_name_and_nothing_is_lost() {
        let people = joined(
            vec![user("zoe"), user("Bo"), user("ada"), user("ada")],
            vec![
                status("ghost", Some("t0")),
                status("zoe", Some("t1")),
                status("ada", None),
            ],
        );
        let rows: Vec<_> = people
            .accounts
            .iter()
            .map(|account| (account.name.as_str(), account.access.clone()))
            .collect();
        assert_eq!(
            rows,
            [
                ("ada", Access::Enabled),
                ("ada", Access::Enabled),
                ("Bo", Access::NoRecord),
                ("zoe", Access::Disabled { since: "t1".into() }),
            ]
        );
        assert_eq!(people.orphans, ["ghost"]);
    }
}
