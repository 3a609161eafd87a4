//! Rows about people and receipts in this process alone.

use super::store::{
    PeopleFuture, PeopleRow, PeopleRows, PeopleStore, ReceiptRow, Revision, RowKind, RowWrite,
    WriteResult,
};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use wire::console::people::MAX_ROWS;

/// How much memory receipts take at most, in bytes.
const RECEIPT_BYTES: usize = 64 * 1024 * 1024;

/// Rows about people and receipts in this process alone: they end with it.
#[derive(Debug, Default)]
pub struct PeopleInMemory(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    revision: Revision,
    rows: BTreeMap<(RowKind, String), PeopleRow>,
    receipts: BTreeMap<u64, ReceiptRow>,
    receipt_bytes: usize,
}

impl Tables {
    fn version(&self, kind: RowKind, key: &str) -> u64 {
        let row = self.rows.get(&(kind, key.to_owned()));
        row.map_or(0, |row| row.version)
    }

    /// The number of a change at this time.
    fn next(&mut self, at: String) -> u64 {
        self.revision.number += 1;
        self.revision.at = at;
        self.revision.number
    }

    fn write(&mut self, kind: RowKind, at: String, writes: Vec<RowWrite>) -> WriteResult {
        let conflicts = writes
            .iter()
            .filter(|write| self.version(kind, &write.key) != write.version)
            .map(|write| write.key.clone());
        let conflicts: Vec<_> = conflicts.collect();
        if !conflicts.is_empty() {
            return WriteResult::Conflict(conflicts);
        }
        let is_new = |write: &&RowWrite| write.version == 0 && write.content.is_some();
        let new = writes.iter().filter(is_new).count();
        let known = self.rows.keys().filter(|(known, _)| *known == kind).count();
        let is_removed = |write: &&RowWrite| write.version > 0 && write.content.is_none();
        let removed = writes.iter().filter(is_removed).count();
        if new > 0 && known + new > kind.most() + removed {
            return WriteResult::Full;
        }
        let version = self.next(at);
        for RowWrite { key, content, .. } in writes {
            let place = (kind, key.clone());
            let Some(content) = content else {
                self.rows.remove(&place);
                continue;
            };
            let row = PeopleRow {
                kind,
                key,
                version,
                content,
            };
            self.rows.insert(place, row);
        }
        WriteResult::Written(version)
    }

    fn add_receipt(&mut self, at: String, receipt: ReceiptRow) -> Option<u64> {
        let bytes = self.receipt_bytes + receipt.content.len();
        if bytes > RECEIPT_BYTES || self.receipts.len() >= MAX_ROWS {
            return None;
        }
        self.receipt_bytes = bytes;
        let number = self.next(at);
        self.receipts.insert(number, receipt);
        Some(number)
    }
}

impl PeopleInMemory {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn done<'a, T: Send + 'a>(value: T) -> PeopleFuture<'a, T> {
    Box::pin(std::future::ready(Ok(value)))
}

impl PeopleStore for PeopleInMemory {
    fn revision(&self) -> PeopleFuture<'_, Revision> {
        done(self.tables().revision.clone())
    }

    fn rows(&self, kinds: &'static [RowKind]) -> PeopleFuture<'_, PeopleRows> {
        let tables = self.tables();
        let rows = tables.rows.values();
        let rows = rows.filter(|row| kinds.contains(&row.kind));
        done(PeopleRows {
            revision: tables.revision.clone(),
            rows: rows.cloned().collect(),
        })
    }

    fn find(&self, kind: RowKind, keys: Vec<String>) -> PeopleFuture<'_, Vec<PeopleRow>> {
        let tables = self.tables();
        let rows = keys.into_iter().map(|key| tables.rows.get(&(kind, key)));
        done(rows.flatten().cloned().collect())
    }

    fn write(
        &self,
        kind: RowKind,
        at: String,
        writes: Vec<RowWrite>,
    ) -> PeopleFuture<'_, WriteResult> {
        done(self.tables().write(kind, at, writes))
    }

    fn add_receipt(&self, at: String, receipt: ReceiptRow) -> PeopleFuture<'_, Option<u64>> {
        done(self.tables().add_receipt(at, receipt))
    }

    fn receipts(
        &self,
        person: Option<String>,
        before: Option<u64>,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<(u64, String)>> {
        let tables = self.tables();
        let receipts = tables.receipts.range(..before.unwrap_or(u64::MAX)).rev();
        let wanted = receipts.filter(|(_, receipt)| {
            let names = |person| receipt.people.contains(person);
            person.as_ref().is_none_or(names)
        });
        let summaries = wanted.map(|(number, receipt)| (*number, receipt.summary.clone()));
        done(summaries.take(limit).collect())
    }

    fn known_receipts(&self, ids: Vec<String>) -> PeopleFuture<'_, Vec<String>> {
        let tables = self.tables();
        let ids: HashSet<_> = ids.into_iter().collect();
        let known = tables.receipts.values().map(|receipt| &receipt.id);
        done(known.filter(|id| ids.contains(*id)).cloned().collect())
    }

    fn receipt(&self, id: String) -> PeopleFuture<'_, Option<String>> {
        let tables = self.tables();
        let found = tables.receipts.values().find(|receipt| receipt.id == id);
        done(found.map(|receipt| receipt.content.clone()))
    }
}
