//! How a plan that was made before differs from what it would be now.

use super::plan_file::{PlanFile, PlannedAccount};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::people) struct Difference {
    connection: String,
    /// The account's key; nothing where it is about the connection.
    account: Option<String>,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    /// The account was not in the plan.
    New,
    /// The account is not there any more, or it is of someone else.
    Gone,
    /// These parts are others.
    Changed(Vec<&'static str>),
    /// It cannot be read any more who has an account.
    Unknown,
    /// There is no such connection any more.
    NotConfigured,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            connection,
            account,
            what,
        } = self;
        f.write_str(connection)?;
        if let Some(account) = account {
            write!(f, "/{account}")?;
        }
        match what {
            What::New => f.write_str(" is new"),
            What::Gone => f.write_str(" is gone"),
            What::Changed(parts) => write!(f, " has changed: {}", parts.join(", ")),
            What::Unknown => f.write_str(" can no longer be read"),
            What::NotConfigured => f.write_str(" is no longer configured"),
        }
    }
}

/// How `current` differs from what was planned. That a connection can be read by now is
/// no difference, unless a leaver has an account there.
pub(in crate::people) fn differences(planned: &PlanFile, current: &PlanFile) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut now: HashMap<_, _> = current
        .connections
        .iter()
        .map(|one| (&one.connection, one))
        .collect();
    for before in &planned.connections {
        let id = &before.connection;
        let difference = |account: Option<&str>, what| Difference {
            connection: id.clone(),
            account: account.map(str::to_owned),
            what,
        };
        let Some(after) = now.remove(id) else {
            found.push(difference(None, What::NotConfigured));
            continue;
        };
        if before.unknown.is_none() && after.unknown.is_some() {
            found.push(difference(None, What::Unknown));
        }
        found.extend(
            accounts(&before.accounts, &after.accounts)
                .into_iter()
                .map(|(key, what)| difference(Some(&key), what)),
        );
    }
    // Connections that were not configured then.
    for one in &current.connections {
        if now.contains_key(&one.connection) {
            found.extend(one.accounts.iter().map(|account| Difference {
                connection: one.connection.clone(),
                account: Some(account.key.clone()),
                what: What::New,
            }));
        }
    }
    found
}

fn accounts(before: &[PlannedAccount], after: &[PlannedAccount]) -> Vec<(String, What)> {
    let mut now: HashMap<_, _> = after.iter().map(|one| (&one.key, one)).collect();
    let mut found = Vec::new();
    for one in before {
        let what = match now.remove(&one.key) {
            None => What::Gone,
            Some(other) => match changed(one, other) {
                parts if parts.is_empty() => continue,
                parts => What::Changed(parts),
            },
        };
        found.push((one.key.clone(), what));
    }
    let new = after.iter().filter(|one| now.contains_key(&one.key));
    found.extend(new.map(|one| (one.key.clone(), What::New)));
    found
}

/// The parts in which two plans for the same account differ. What people call it is none.
fn changed(before: &PlannedAccount, after: &PlannedAccount) -> Vec<&'static str> {
    let parts = [
        ("the person", before.person != after.person),
        ("whether it can sign in", before.state != after.state),
        ("its administrator rights", before.admin != after.admin),
        ("what is done", before.change != after.change),
        ("the guard rail", before.blocked != after.blocked),
        ("why nothing is sent", before.unsent != after.unsent),
        ("the requests", before.requests != after.requests),
        ("what is lost", before.losses != after.losses),
    ];
    let parts = parts.into_iter().filter(|(_, differs)| *differs);
    parts.map(|(part, _)| part).collect()
}
