//! The report of a run, to be stored or saved as a file: kinds and reasons, no
//! sentences, and no passwords.

use crate::change::ChangeKind;
use crate::run::{OutcomeKind, Reason, Row, Run};
use crate::step::StepKind;
use serde::{Deserialize, Serialize};
use wire::Platform;

/// The version of the format, which is part of every receipt. Version 1 had no
/// number, and sentences in place of kinds.
pub const RECEIPT_VERSION: u32 = 2;

/// [`RECEIPT_VERSION`], as a part of a receipt. A receipt with another one is not
/// read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct ReceiptVersion;

impl From<ReceiptVersion> for u32 {
    fn from(_: ReceiptVersion) -> Self {
        RECEIPT_VERSION
    }
}

impl TryFrom<u32> for ReceiptVersion {
    type Error = &'static str;

    fn try_from(version: u32) -> Result<Self, Self::Error> {
        match version {
            RECEIPT_VERSION => Ok(Self),
            _ => Err("a receipt of another version"),
        }
    }
}

/// The report of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The version of the format.
    pub version: ReceiptVersion,
    /// What was to be done; nothing where the rows differ in it.
    pub change: Option<ChangeKind>,
    /// The connection's id.
    pub connection: String,
    /// The connection's name.
    pub label: String,
    /// Its platform.
    pub platform: Platform,
    /// When the run began, RFC 3339.
    pub started: String,
    /// When it ended, RFC 3339; nothing before that.
    pub ended: Option<String>,
    /// One row for each user.
    pub rows: Vec<ReceiptRow>,
}

/// The outcome of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRow {
    /// The user's key.
    pub key: String,
    /// The user's display name.
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
}

/// One request of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptStep {
    /// What it was for.
    pub step: StepKind,
    /// What went wrong, in the words of the platform, or of the server or network in
    /// front of it; nothing where it went well.
    pub problem: Option<String>,
}

impl Receipt {
    /// The receipt of a run that began at `started` and ended at `ended`.
    pub fn new(run: &Run, started: &str, ended: Option<&str>) -> Self {
        let connection = &run.plan.connection;
        let rows = run.rows();
        Self {
            version: ReceiptVersion,
            change: run.plan.change().map(crate::Change::kind),
            connection: connection.id.clone(),
            label: connection.label.clone(),
            platform: connection.platform,
            started: started.to_owned(),
            ended: ended.map(str::to_owned),
            rows: run
                .plan
                .items
                .iter()
                .zip(rows.iter())
                .map(|(item, row)| ReceiptRow {
                    key: row.created_key.clone().unwrap_or_else(|| item.key.clone()),
                    name: item.label.clone(),
                    change: item.change.kind(),
                    outcome: row.outcome.kind(),
                    reason: row.outcome.reason(),
                    message: row.outcome.message(),
                    steps: receipt_steps(row),
                })
                .collect(),
        }
    }

    /// The receipt as JSON.
    pub fn json(&self) -> String {
        // Texts, numbers and lists of them: cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// The requests of a row, as a receipt has them.
pub(crate) fn receipt_steps(row: &Row) -> Vec<ReceiptStep> {
    row.steps
        .iter()
        .map(|step| ReceiptStep {
            step: step.kind,
            problem: step.problem.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
