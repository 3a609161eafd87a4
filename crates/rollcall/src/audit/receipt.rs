//! Compares a receipt with the audit log.

use crate::text_file;
use anyhow::{Context, Result, anyhow};
use audit_store::{AuditReader, Head};
use gateway::{AuditLogReader, Filter, Order, Part, asked_row, receipt_entry, receipt_fingerprint};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use wire::console::people::{AuditRow, ReceiptEntry, StoredReceipt};
use wire::console::{TrailChange, TrailEvent, TrailOutcome};

/// A receipt in a file.
pub(super) struct ReceiptFile {
    path: PathBuf,
    receipt: StoredReceipt,
}

impl ReceiptFile {
    /// Reads the receipt that the console saved at `path`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let bytes = fs::read(path).with_context(|| format!("{shown} cannot be read"))?;
        let text = text_file::decode(bytes).map_err(|why| anyhow!("{shown} {why}"))?;
        let receipt = serde_json::from_str(&text)
            .with_context(|| format!("{shown} is not a receipt as the console saves it"))?;
        Ok(Self {
            path: path.to_owned(),
            receipt,
        })
    }

    /// The rows that it names, as the verification of the log looks for them.
    pub(super) fn heads(&self) -> Vec<Head> {
        let entries = self.receipt.entries.iter();
        let rows = entries.flat_map(|entry| [Some(&entry.asked), entry.ended.as_ref()]);
        let rows = rows.chain([self.receipt.recorded.as_ref()]).flatten();
        // One that is not written as a row is among the differences.
        rows.filter_map(|row| format!("{}:{}", row.number, row.hash).parse().ok())
            .collect()
    }

    /// Prints whether it agrees with the log; answers that.
    pub(super) async fn compare(&self, log: &AuditReader) -> Result<bool> {
        let Self { path, receipt } = self;
        let mut differences = Differences::default();
        differences.entries(log, receipt).await?;
        differences.record(log, receipt).await?;
        let shown = path.display();
        if differences.0.is_empty() {
            let (requests, people) = (receipt.entries.len(), receipt.people.join(", "));
            println!("{shown} agrees with the log. It is about {people}; requests: {requests}");
            if !receipt.missing.is_empty() {
                let missing = receipt.missing.len();
                println!("- requests that the log does not have, as the receipt says: {missing}");
            }
            return Ok(true);
        }
        println!("{shown} does not agree with the log:");
        for difference in &differences.0 {
            println!("- {difference}");
        }
        Ok(false)
    }
}

/// What is not as the log has it, one sentence each.
#[derive(Debug, Default)]
struct Differences(Vec<String>);

impl Differences {
    fn add(&mut self, difference: impl Into<String>) {
        self.0.push(difference.into());
    }

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
        let Some(row) = &receipt.recorded else {
            self.add("the receipt names no row of the log that vouches for it");
            return Ok(());
        };
        let number = row.number;
        let Some(entry) = entry_of_row(log, number).await? else {
            self.add(format!(
                "the log has no entry of row {number}, which should vouch for it"
            ));
            return Ok(());
        };
        if entry.action != TrailEvent::ReceiptStored.name() {
            self.add(format!("row {number} of the log is not about a receipt"));
            return Ok(());
        }
        if asked_row(&entry).as_ref() != Some(row) {
            self.add(format!(
                "row {number} of the log has another hash than the receipt says"
            ));
        }
        let body = entry.request.body.as_ref().map(|body| body.get());
        let body: serde_json::Value = serde_json::from_str(body.unwrap_or("null"))?;
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

/// The entry that begins in this row, if one does.
async fn entry_of_row(log: &AuditReader, number: u64) -> Result<Option<TrailChange>> {
    let part = Part {
        after: number.checked_add(1),
        limit: 1,
        order: Order::NewestFirst,
    };
    let page = log.changes(&Filter::default(), part).await?;
    let mut entries = page.changes.into_iter();
    Ok(entries.find(|entry| entry.number == number))
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
