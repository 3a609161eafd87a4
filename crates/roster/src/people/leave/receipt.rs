//! The receipt of a leave, to be kept, printed and compared with the audit log: kinds and
//! reasons, no sentences of ours.

use super::read_back::{ReadBack, UnknownKind, Verdict};
use super::{LeavePart, LeavePlan, Leaver};
use crate::change::ChangeKind;
use crate::people::departed::Departed;
use crate::people::index::{Lists, People};
use crate::people::key::PersonKey;
use crate::receipt::{ReceiptStep, receipt_steps};
use crate::run::{OutcomeKind, Reason, Row, Run};
use serde::{Deserialize, Serialize};
use wire::Platform;
use wire::console::{Connection, TrailChange};

/// The version of the format, which is part of every receipt.
pub const LEAVE_RECEIPT_VERSION: u32 = 1;

/// [`LEAVE_RECEIPT_VERSION`], as a part of a receipt. A receipt with another one is not
/// read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct LeaveReceiptVersion;

impl From<LeaveReceiptVersion> for u32 {
    fn from(_: LeaveReceiptVersion) -> Self {
        LEAVE_RECEIPT_VERSION
    }
}

impl TryFrom<u32> for LeaveReceiptVersion {
    type Error = &'static str;

    fn try_from(version: u32) -> Result<Self, Self::Error> {
        match version {
            LEAVE_RECEIPT_VERSION => Ok(Self),
            _ => Err("a receipt of another version"),
        }
    }
}

/// What was done for one person who leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveReceipt {
    /// The version of the format.
    pub version: LeaveReceiptVersion,
    /// Who leaves.
    pub person: ReceiptPerson,
    /// Who did it, as the session said.
    pub by: Option<String>,
    /// When the run began, RFC 3339.
    pub started: String,
    /// When everything was read back, RFC 3339.
    pub ended: String,
    /// Every connection, those too on which there was no account.
    pub connections: Vec<ConnectionReceipt>,
}

/// Someone who leaves, as a receipt has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPerson {
    /// What they are called in URLs and by the server.
    pub key: PersonKey,
    /// What people call them.
    pub name: String,
    /// Their addresses.
    pub addresses: Vec<String>,
}

/// What was done on one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionReceipt {
    /// The connection's id.
    pub connection: String,
    /// The connection's name.
    pub label: String,
    /// Its platform.
    pub platform: Platform,
    /// Why it was not known for certain which accounts there are when this was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_before: Option<UnknownKind>,
    /// What was requested for each account that was known.
    pub accounts: Vec<AccountReceipt>,
    /// What was read back in the end.
    pub read_back: ReadBack,
    /// What that says.
    pub verdict: Verdict,
}

/// What was done to one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountReceipt {
    /// Its key.
    pub key: String,
    /// Its display name.
    pub name: String,
    /// What was to be done.
    pub change: ChangeKind,
    /// The outcome.
    pub outcome: OutcomeKind,
    /// What there is to know about the outcome besides its kind.
    pub reason: Option<Reason>,
    /// The words of the platform, or of the server or network in front of it.
    pub message: Option<String>,
    /// The requests that were made.
    pub steps: Vec<ReceiptStep>,
    /// What the audit log says about them, in its order.
    pub audit: Vec<AuditReference>,
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditReference {
    /// The number of the request, as each answer has it (`x-request-id`).
    pub id: String,
    /// The number of the entry; nothing until it is known.
    pub number: Option<u64>,
    /// The hash of its row.
    pub hash: Option<String>,
    /// The number of the row with its outcome.
    pub outcome_number: Option<u64>,
    /// The hash of that row.
    pub outcome_hash: Option<String>,
}

/// How a run ended: by whom and when it was begun, and when everything was read back.
#[derive(Debug, Clone, Copy)]
pub struct RunEnd<'a> {
    /// Who did it, as the session says.
    pub by: Option<&'a str>,
    /// When the run began, RFC 3339.
    pub started: &'a str,
    /// When everything was read back, RFC 3339.
    pub ended: &'a str,
}

impl LeaveReceipt {
    /// The receipt for each leaver of `plan`: by the `runs` of its parts, in their order,
    /// and by what `people` says after every connection was loaded again.
    pub fn for_each(
        plan: &LeavePlan,
        runs: &[&Run],
        people: &People,
        lists: Lists<'_>,
        end: RunEnd<'_>,
    ) -> Vec<Self> {
        let receipt = |(at, leaver): (usize, &Leaver)| {
            let connections = people.connections().enumerate();
            let connections = connections.map(|(place, connection)| {
                let read_back = ReadBack::new(people, lists, place, &leaver.key);
                let part = plan.parts.iter().zip(runs.iter().copied());
                let part = part.filter(|(part, _)| part.connection == place);
                let accounts = part.flat_map(|(part, run)| accounts(part, run, at));
                let unknown = plan.unknown.iter().find(|(unknown, _)| *unknown == place);
                ConnectionReceipt::new(
                    connection,
                    unknown.map(|(_, reason)| reason.clone()),
                    accounts.collect(),
                    read_back,
                )
            });
            Self {
                version: LeaveReceiptVersion,
                person: ReceiptPerson {
                    key: leaver.key.clone(),
                    name: leaver.name.clone(),
                    addresses: leaver.addresses.clone(),
                },
                by: end.by.map(str::to_owned),
                started: end.started.to_owned(),
                ended: end.ended.to_owned(),
                connections: connections.collect(),
            }
        };
        plan.leavers.iter().enumerate().map(receipt).collect()
    }

    /// Its person as departed, with the id that the server gave the receipt.
    pub fn departed(&self, receipt: Option<&str>) -> Departed {
        Departed {
            person: self.person.key.clone(),
            name: self.person.name.clone(),
            at: self.ended.clone(),
            receipt: receipt.map(str::to_owned),
        }
    }

    /// Whether no connection is left on which they can or may be able to sign in.
    pub fn is_proven(&self) -> bool {
        let is_safe =
            |one: &ConnectionReceipt| matches!(one.verdict, Verdict::NoAccount | Verdict::Disabled);
        self.connections.iter().all(is_safe)
    }

    /// Adds the numbers and hashes of the entries that are about its requests. Those of
    /// other requests are left alone.
    pub fn add_entries(&mut self, entries: &[TrailChange]) {
        let accounts = self
            .connections
            .iter_mut()
            .flat_map(|one| &mut one.accounts);
        for reference in accounts.flat_map(|account| &mut account.audit) {
            if let Some(entry) = entries.iter().find(|entry| entry.id == reference.id) {
                reference.number = Some(entry.number);
                reference.hash.clone_from(&entry.hash);
                reference.outcome_number = entry.outcome_number;
                reference.outcome_hash.clone_from(&entry.outcome_hash);
            }
        }
    }

    /// The receipt as JSON.
    pub fn json(&self) -> String {
        // Texts, numbers and lists of them: cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl ConnectionReceipt {
    fn new(
        connection: &Connection,
        unknown_before: Option<UnknownKind>,
        accounts: Vec<AccountReceipt>,
        read_back: ReadBack,
    ) -> Self {
        Self {
            connection: connection.id.clone(),
            label: connection.label.clone(),
            platform: connection.platform,
            unknown_before,
            accounts,
            verdict: read_back.verdict(),
            read_back,
        }
    }
}

/// What was done to the accounts of one leaver on one connection.
fn accounts(part: &LeavePart, run: &Run, leaver: usize) -> Vec<AccountReceipt> {
    let rows = run.rows();
    let items = part.plan.items.iter().zip(rows.iter()).zip(&part.leavers);
    let of_leaver = items.filter(|(_, one)| **one == leaver);
    of_leaver
        .map(|((item, row), _)| AccountReceipt {
            key: item.key.clone(),
            name: item.label.clone(),
            change: item.change.kind(),
            outcome: row.outcome.kind(),
            reason: row.outcome.reason(),
            message: row.outcome.message(),
            steps: receipt_steps(row),
            audit: references(row),
        })
        .collect()
}

fn references(row: &Row) -> Vec<AuditReference> {
    let reference = |id: &String| AuditReference {
        id: id.clone(),
        number: None,
        hash: None,
        outcome_number: None,
        outcome_hash: None,
    };
    row.request_ids.iter().map(reference).collect()
}
