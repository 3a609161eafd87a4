//! Files that the console saved, which the audit log vouches for.

use crate::text_file;
use anyhow::{Context, Result, anyhow};
use audit_store::{AuditReader, Head};
use gateway::{AuditLogReader, Filter, Order, Part, asked_row};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fs;
use std::path::Path;
use wire::console::people::AuditRow;
use wire::console::{TrailChange, TrailEvent};

/// Reads the file at `path`, which is `what` as the console saves it.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path, what: &str) -> Result<T> {
    let text = read_text(path)?;
    serde_json::from_str(&text).with_context(|| not_saved(path, what))
}

/// The text of the file at `path`.
pub(super) fn read_text(path: &Path) -> Result<String> {
    let shown = path.display();
    let bytes = fs::read(path).with_context(|| format!("{shown} cannot be read"))?;
    text_file::decode(bytes).map_err(|why| anyhow!("{shown} {why}"))
}

/// Why the file at `path` is not read as `what`.
pub(super) fn not_saved(path: &Path, what: &str) -> String {
    format!("{} is not {what} as the console saves it", path.display())
}

/// A row as the verification of the log looks for it; nothing where it is not written as
/// one, which is among the differences.
pub(super) fn head(row: &AuditRow) -> Option<Head> {
    format!("{}:{}", row.number, row.hash).parse().ok()
}

/// What is not as the log has it, one sentence each.
#[derive(Debug, Default)]
pub(super) struct Differences(Vec<String>);

impl Differences {
    pub(super) fn add(&mut self, difference: impl Into<String>) {
        self.0.push(difference.into());
    }

    /// The entry that vouches for `what`, and its body: the one of this row, which is about
    /// such an event.
    pub(super) async fn vouching(
        &mut self,
        log: &AuditReader,
        row: Option<&AuditRow>,
        event: TrailEvent,
        what: &str,
    ) -> Result<Option<(TrailChange, Value)>> {
        let Some(row) = row else {
            self.add(format!(
                "the {what} names no row of the log that vouches for it"
            ));
            return Ok(None);
        };
        let number = row.number;
        let Some(entry) = entry_of_row(log, number).await? else {
            self.add(format!(
                "the log has no entry of row {number}, which should vouch for it"
            ));
            return Ok(None);
        };
        if entry.action != event.name() {
            self.add(format!("row {number} of the log is not about a {what}"));
            return Ok(None);
        }
        if asked_row(&entry).as_ref() != Some(row) {
            self.add(format!(
                "row {number} of the log has another hash than the {what} says"
            ));
        }
        let body = entry.request.body.as_ref().map(|body| body.get());
        let body = serde_json::from_str(body.unwrap_or("null"))?;
        Ok(Some((entry, body)))
    }

    /// Prints whether there are any in the file at `path`, and what that is; answers
    /// whether it agrees with the log.
    pub(super) fn print(&self, path: &Path, what: &str) -> bool {
        let shown = path.display();
        if self.0.is_empty() {
            println!("{shown} agrees with the log. It is {what}");
            return true;
        }
        println!("{shown} does not agree with the log:");
        for difference in &self.0 {
            println!("- {difference}");
        }
        false
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
