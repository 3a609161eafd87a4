//! Compares a receipt with the audit log.

use super::evidence::{Differences, head, not_saved, read_text};
use super::unstored;
use anyhow::{Context, Result};
use audit_store::{AuditReader, Head};
use gateway::{AuditLogReader, receipt_entry, receipt_fingerprint};
use roster::people::PeopleReceipt;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use wire::console::people::{AuditRow, ReceiptEntry, StoredReceipt};
use wire::console::{TrailChange, TrailEvent, TrailOutcome};

/// A receipt in a file.
pub(super) struct ReceiptFile {
    path: PathBuf,
    content: Content,
}

/// What is in the file.
enum Content {
    /// The receipt as the server stored it.
    Stored(Box<StoredReceipt>),
    /// A receipt that the server could not store.
    Unstored(Box<PeopleReceipt>),
}

impl ReceiptFile {
    /// Reads the receipt that the console saved at `path`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = read_text(path)?;
        let content = match serde_json::from_str(&text) {
            Ok(receipt) => Content::Stored(receipt),
            Err(error) => match serde_json::from_str(&text) {
                Ok(receipt) => Content::Unstored(receipt),
                Err(_) => return Err(error).with_context(|| not_saved(path, "a receipt")),
            },
        };
        Ok(Self {
            path: path.to_owned(),
            content,
        })
    }

    /// The rows that it names, as the verification of the log looks for them.
    pub(super) fn heads(&self) -> Vec<Head> {
        let receipt = match &self.content {
            Content::Stored(receipt) => receipt,
            Content::Unstored(receipt) => return unstored::heads(receipt),
        };
        let entries = receipt.entries.iter();
        let rows = entries.flat_map(|entry| [Some(&entry.asked), entry.ended.as_ref()]);
        let rows = rows.chain([receipt.recorded.as_ref()]).flatten();
        rows.filter_map(head).collect()
    }

    /// Prints whether it agrees with the log; answers that. One that was not stored is not
    /// proven by the log, even where it agrees.
    pub(super) async fn compare(&self, log: &AuditReader) -> Result<bool> {
        match &self.content {
            Content::Stored(receipt) => compare(&self.path, receipt, log).await,
            Content::Unstored(receipt) => {
                unstored::print(&self.path, receipt, log).await?;
                Ok(false)
            }
        }
    }
}

async fn compare(path: &Path, receipt: &StoredReceipt, log: &AuditReader) -> Result<bool> {
    let mut differences = Differences::default();
    differences.entries(log, receipt).await?;
    differences.record(log, receipt).await?;
    let (requests, people) = (receipt.entries.len(), receipt.people.join(", "));
    let agrees = differences.print(path, &format!("about {people}; requests: {requests}"));
    if agrees && !receipt.missing.is_empty() {
        let missing = receipt.missing.len();
        println!("- requests that the log does not have, as the receipt says: {missing}");
    }
    Ok(agrees)
}

impl Differences {
    /// Compares what the receipt says of requests.
    async fn entries(&mut self, log: &AuditReader, receipt: &StoredReceipt) -> Result<()> {
        let named = receipt.entries.iter().map(|entry| entry.request.clone());
        let requests: Vec<_> = named.chain(receipt.missing.iter().cloned()).collect();
        let logged = log.entries(&requests).await?;
        let logged: HashMap<&str, &TrailChange> =
            logged.iter().map(|entry| (&*entry.id, entry)).collect();
        for entry in &receipt.entries {
            let request = &entry.request;
            match logged.get(&**request).map(|logged| receipt_entry(logged)) {
                None => self.add(format!("the log does not have request {request}")),
                Some(None) => self.add(format!("the log's entry of {request} cannot be read")),
                Some(Some(logged)) => self.entry(entry, &logged),
            }
        }
        for request in &receipt.missing {
            if logged.contains_key(&**request) {
                self.add(format!(
                    "the log has request {request}, and the receipt says that it does not"
                ));
            }
        }
        Ok(())
    }

    /// Compares what the receipt says of one request with what the log says.
    fn entry(&mut self, entry: &ReceiptEntry, logged: &ReceiptEntry) {
        let ReceiptEntry {
            request,
            at,
            who,
            via,
            connection,
            action,
            target,
            outcome,
            asked,
            ended,
        } = entry;
        let list = |texts: &[String]| texts.join(", ");
        let optional = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let mut parts = vec![
            ("time", at.clone(), logged.at.clone()),
            ("who", optional(who), optional(&logged.who)),
            ("via", optional(via), optional(&logged.via)),
            ("connection", connection.clone(), logged.connection.clone()),
            ("endpoint", action.clone(), logged.action.clone()),
            ("target", list(target), list(&logged.target)),
            ("row", written(Some(asked)), written(Some(&logged.asked))),
        ];
        // A receipt may have been stored before the outcome was known.
        if *outcome != TrailOutcome::Open {
            parts.push((
                "outcome",
                outcome_text(outcome),
                outcome_text(&logged.outcome),
            ));
            parts.push((
                "row of the outcome",
                written(ended.as_ref()),
                written(logged.ended.as_ref()),
            ));
        }
        for (part, said, is) in parts {
            if said != is {
                self.add(format!(
                    "request {request}: the {part} is “{said}” in the receipt and “{is}” in the log"
                ));
            }
        }
    }

    /// Looks whether the log vouches for the receipt as it is.
    async fn record(&mut self, log: &AuditReader, receipt: &StoredReceipt) -> Result<()> {
        let recorded = receipt.recorded.as_ref();
        let vouching = self.vouching(log, recorded, TrailEvent::ReceiptStored, "receipt");
        let Some((entry, body)) = vouching.await? else {
            return Ok(());
        };
        let number = entry.number;
        if body["receipt"] != *receipt.id {
            self.add(format!(
                "row {number} of the log vouches for another receipt"
            ));
        } else if body["sha256"] != *receipt_fingerprint(receipt)? {
            self.add(format!(
                "the receipt was changed: it does not have the hash that row {number} of the log has"
            ));
        }
        if (&entry.who, &entry.via) != (&receipt.by, &receipt.via) {
            self.add(format!(
                "row {number} of the log was written for another person"
            ));
        }
        Ok(())
    }
}

fn written(row: Option<&AuditRow>) -> String {
    row.map_or_else(
        || "-".to_owned(),
        |AuditRow { number, hash }| format!("{number}:{hash}"),
    )
}

fn outcome_text(outcome: &TrailOutcome) -> String {
    match outcome {
        TrailOutcome::Status(status) => format!("status {status}"),
        TrailOutcome::Failed(why) => format!("failed: {why}"),
        TrailOutcome::Unknown => "unknown".to_owned(),
        TrailOutcome::Open => "open".to_owned(),
        TrailOutcome::Done => "done".to_owned(),
    }
}
