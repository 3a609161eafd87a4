//! What changing a user of Pivot needs: reading a user and its status, and whether
//! a change shows in them.

use super::record::pivot_record;
use super::{Pivot, PivotRecord, SUPER_ADMIN, plan};
use crate::accounts::Rows;
use crate::change::{Change, StatusForm};
use crate::platform::read::{AllAccounts, found, rows};
use crate::platform::verify::{Verdict, verify};
use crate::platform::{ChangeSupport, Finding, Steps};
use crate::record::Record;
use crate::transport::DynTransport;
use crate::{CallError, call};
use futures::future::{LocalBoxFuture, join};
use std::collections::HashMap;
use wire::console::Connection;
use wire::pivot::{GetStatus, GetUser, ListStatuses, ListUsers, Status, User};

impl ChangeSupport for Pivot {
    fn admin_role(&self) -> String {
        SUPER_ADMIN.to_owned()
    }

    fn knows_roles(&self, record: &Record) -> bool {
        let user = pivot_record(record).and_then(|record| record.user.as_ref());
        user.is_some_and(|user| !user.has_odd_roles())
    }

    fn inverse(
        &self,
        change: &Change,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> Option<Change> {
        let disabled = |status: &Status| status.disabled.as_deref().map(str::to_owned);
        match (change, before.and_then(Record::status)) {
            (Change::SetStatus { .. } | Change::DeleteStatus, Some(status)) => {
                Some(Change::SetStatus {
                    disabled: disabled(status),
                    opened: after.and_then(Record::status).map(|status| StatusForm {
                        disabled: disabled(status),
                    }),
                })
            }
            (Change::SetStatus { .. }, None) => Some(Change::DeleteStatus),
            _ => change.usual_inverse(before, after),
        }
    }

    /// A status is replaced whole.
    fn writes_back(&self, change: &Change, record: &Record) -> bool {
        let has_more = |status: &Status| status.extra.iter().next().is_some();
        change.is_about_fields() || record.status().is_some_and(has_more)
    }

    fn steps(
        &self,
        connection: &Connection,
        change: &Change,
        key: &str,
        before: Option<&Record>,
        now: &str,
    ) -> Steps {
        plan::steps(connection, change, key, before, now)
    }

    /// A status can be switched without its user having been read.
    fn needs_no_user(&self, change: &Change) -> bool {
        change.needs_no_user() || matches!(change, Change::Enable { .. } | Change::Disable { .. })
    }

    fn verify(&self, change: &Change, before: Option<&Record>, after: Option<&Record>) -> Verdict {
        match change {
            Change::DeleteStatus | Change::SetStatus { .. } => {
                verify_status(change, after.and_then(Record::status))
            }
            _ => verify(self, change, before, after),
        }
    }

    fn read_one<'a>(
        &self,
        transport: &'a dyn DynTransport,
        _: &'a Connection,
        change: &'a Change,
        key: &'a str,
        known: Option<&'a Record>,
    ) -> LocalBoxFuture<'a, Result<Option<Record>, CallError>> {
        Box::pin(read_one(transport, parts(change), key, known))
    }

    fn read_all<'a>(
        &self,
        transport: &'a dyn DynTransport,
        _: &'a Connection,
        change: &'a Change,
        known: &'a HashMap<&'a str, &'a Record>,
    ) -> LocalBoxFuture<'a, Result<AllAccounts, CallError>> {
        Box::pin(read_all(transport, parts(change), known))
    }
}

fn verify_status(change: &Change, status: Option<&Status>) -> Verdict {
    match (change, status) {
        (Change::SetStatus { disabled, .. }, Some(status)) => {
            Verdict::shown_or(status.disabled.is_some() == disabled.is_some(), || {
                if status.disabled.is_some() {
                    Finding::StatusDisabled
                } else {
                    Finding::StatusEnabled
                }
            })
        }
        (Change::SetStatus { .. }, None) => Verdict::NotShown(Finding::NoStatus),
        (_, status) => Verdict::shown_or(status.is_none(), || Finding::StatusStillExists),
    }
}

/// Which of Pivot's two records a change needs to read.
#[derive(Debug, Clone, Copy)]
struct Parts {
    user: bool,
    status: bool,
}

const fn parts(change: &Change) -> Parts {
    match change {
        Change::Enable { .. }
        | Change::Disable { .. }
        | Change::SetStatus { .. }
        | Change::DeleteStatus => Parts {
            user: false,
            status: true,
        },
        Change::Create(_) | Change::Remove => Parts {
            user: true,
            status: true,
        },
        _ => Parts {
            user: true,
            status: false,
        },
    }
}

async fn read_one(
    transport: &dyn DynTransport,
    parts: Parts,
    key: &str,
    known: Option<&Record>,
) -> Result<Option<Record>, CallError> {
    let name = key.to_owned();
    let (get_user, get_status) = (GetUser { name: name.clone() }, GetStatus { name });
    let user = async {
        if parts.user {
            found(call(transport, &get_user).await)
        } else {
            Ok(known_user(known))
        }
    };
    let status = async {
        if parts.status {
            found(call(transport, &get_status).await)
        } else {
            Ok(known.and_then(Record::status).cloned())
        }
    };
    let (user, status) = join(user, status).await;
    let record = PivotRecord {
        user: user?,
        status: status?,
    };
    Ok((record != PivotRecord::default()).then_some(Record::Pivot(record)))
}

async fn read_all(
    transport: &dyn DynTransport,
    parts: Parts,
    known: &HashMap<&str, &Record>,
) -> Result<AllAccounts, CallError> {
    let users = async {
        if parts.user {
            call(transport, &ListUsers).await.map(Some)
        } else {
            Ok(None)
        }
    };
    let statuses = async {
        if parts.status {
            call(transport, &ListStatuses).await.map(Some)
        } else {
            Ok(None)
        }
    };
    let (users, statuses) = join(users, statuses).await;
    let mut gaps = Vec::new();
    let users = users?.map(|list| rows(list, Rows::Users, &mut gaps));
    let statuses = statuses?.map(|list| rows(list, Rows::Statuses, &mut gaps));
    let mut all: HashMap<String, PivotRecord> = HashMap::new();
    for (key, record) in known {
        let rest = PivotRecord {
            user: known_user(Some(record)).filter(|_| !parts.user),
            status: record.status().cloned().filter(|_| !parts.status),
        };
        all.insert((*key).to_owned(), rest);
    }
    for user in users.into_iter().flatten() {
        let record = all.entry(user.name.to_string()).or_default();
        record.user = record.user.take().or(Some(user));
    }
    for status in statuses.into_iter().flatten() {
        let record = all.entry(status.name.to_string()).or_default();
        record.status = Some(status);
    }
    let records = all
        .into_values()
        .filter(|record| *record != PivotRecord::default())
        .map(Record::Pivot);
    Ok(AllAccounts::new(records, &gaps))
}

fn known_user(known: Option<&Record>) -> Option<User> {
    pivot_record(known?)?.user.clone()
}
