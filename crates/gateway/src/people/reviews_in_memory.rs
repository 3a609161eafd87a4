//! Access reviews in this process alone.

use super::review_store::{
    DecisionResult, DecisionRow, DecisionWrite, Expected, ItemRow, ReviewResult, ReviewRow,
    ReviewStore, Tally,
};
use super::store::PeopleFuture;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};
use wire::console::reviews::{
    MAX_ITEMS, MAX_REVIEW_BYTES, MAX_REVIEW_RECEIPTS, MAX_REVIEWS, ReviewState,
};

/// How much memory items and decisions take at most, in bytes.
const BYTES: usize = 64 * 1024 * 1024;

/// Access reviews in this process alone: they end with it.
#[derive(Debug, Default)]
pub struct ReviewsInMemory(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    /// The number of the review that was added last.
    last: u64,
    reviews: BTreeMap<u64, Entry>,
    numbers: HashMap<String, u64>,
    /// How long all items and decisions are.
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    row: ReviewRow,
    items: Vec<String>,
    decisions: BTreeMap<usize, DecisionRow>,
    receipts: BTreeSet<String>,
}

impl Entry {
    /// The number of its next change.
    fn next(&mut self, is_decision: bool) -> u64 {
        self.row.revision += 1;
        if !is_decision {
            self.row.version = self.row.revision;
        }
        self.row.revision
    }

    /// How many bytes its items have.
    fn item_bytes(&self) -> usize {
        self.items.iter().map(String::len).sum()
    }

    /// How many bytes its decisions about these items have.
    fn decision_bytes(&self, items: impl Iterator<Item = usize>) -> usize {
        let rows = items.filter_map(|item| self.decisions.get(&item));
        rows.map(|row| row.tally.len() + row.content.len()).sum()
    }

    const fn is_as(&self, expected: Expected) -> bool {
        match expected {
            Expected::Version(version) => self.row.version == version,
            Expected::Revision(revision) => self.row.revision == revision,
        }
    }

    fn decide(&mut self, decisions: Vec<DecisionWrite>) -> DecisionResult {
        if self.row.state != ReviewState::Open {
            return DecisionResult::NotOpen;
        }
        let version = |item| self.decisions.get(&item).map_or(0, |row| row.version);
        let is_other = |write: &&DecisionWrite| {
            write.item >= self.items.len() || version(write.item) != write.version
        };
        let conflicts: Vec<_> = decisions.iter().filter(is_other).collect();
        if !conflicts.is_empty() {
            return DecisionResult::Conflict(conflicts.iter().map(|write| write.item).collect());
        }
        let version = self.next(true);
        for write in decisions {
            let row = DecisionRow {
                item: write.item,
                version,
                tally: write.tally,
                content: write.content,
            };
            self.decisions.insert(write.item, row);
        }
        DecisionResult::Done(version)
    }
}

impl Tables {
    fn entry(&self, id: &str) -> Option<&Entry> {
        self.reviews.get(self.numbers.get(id)?)
    }

    fn entry_mut(&mut self, id: &str) -> Option<&mut Entry> {
        self.reviews.get_mut(self.numbers.get(id)?)
    }

    fn add(&mut self, id: String, content: String) -> Option<u64> {
        if self.reviews.len() >= MAX_REVIEWS {
            return None;
        }
        self.last += 1;
        let row = ReviewRow {
            id: id.clone(),
            number: self.last,
            state: ReviewState::Draft,
            items: 0,
            receipts: 0,
            version: 1,
            revision: 1,
            content,
        };
        let entry = Entry {
            row,
            items: Vec::new(),
            decisions: BTreeMap::new(),
            receipts: BTreeSet::new(),
        };
        self.reviews.insert(self.last, entry);
        self.numbers.insert(id, self.last);
        Some(self.last)
    }

    fn add_items(&mut self, id: &str, from: usize, contents: Vec<String>) -> ReviewResult {
        let bytes: usize = contents.iter().map(String::len).sum();
        let all = self.bytes + bytes;
        let Some(entry) = self.entry_mut(id) else {
            return ReviewResult::Conflict;
        };
        if entry.row.state != ReviewState::Draft || entry.items.len() != from {
            return ReviewResult::Conflict;
        }
        let of_review = entry.item_bytes() + bytes;
        let count = from + contents.len();
        if all > BYTES || of_review > MAX_REVIEW_BYTES || count > MAX_ITEMS {
            return ReviewResult::Full;
        }
        entry.items.extend(contents);
        entry.row.items = entry.items.len();
        let revision = entry.next(false);
        self.bytes = all;
        ReviewResult::Done(revision)
    }

    fn decide(&mut self, id: &str, decisions: Vec<DecisionWrite>) -> DecisionResult {
        let bytes = self.bytes;
        let Some(entry) = self.entry_mut(id) else {
            return DecisionResult::NotOpen;
        };
        let items: Vec<_> = decisions.iter().map(|write| write.item).collect();
        let new = decisions.iter();
        let new = new.map(|write| write.tally.len() + write.content.len());
        let new = bytes + new.sum::<usize>() - entry.decision_bytes(items.into_iter());
        if new > BYTES {
            return DecisionResult::Full;
        }
        let result = entry.decide(decisions);
        if matches!(result, DecisionResult::Done(_)) {
            self.bytes = new;
        }
        result
    }

    fn add_receipts(&mut self, id: &str, receipts: Vec<String>) -> ReviewResult {
        let entry = self.entry_mut(id);
        let Some(entry) = entry.filter(|entry| entry.row.state == ReviewState::Closed) else {
            return ReviewResult::Conflict;
        };
        let new = receipts.into_iter();
        let new: BTreeSet<_> = new.filter(|one| !entry.receipts.contains(one)).collect();
        if entry.receipts.len() + new.len() > MAX_REVIEW_RECEIPTS {
            return ReviewResult::Full;
        }
        entry.receipts.extend(new);
        entry.row.receipts = entry.receipts.len();
        ReviewResult::Done(entry.next(false))
    }

    fn remove(&mut self, id: &str, revision: u64) -> ReviewResult {
        let expected = Expected::Revision(revision);
        let number = self.entry(id).and_then(|entry| {
            let is_open = entry.row.state != ReviewState::Closed;
            (is_open && entry.is_as(expected)).then_some(entry.row.number)
        });
        let removed = number.and_then(|number| self.reviews.remove(&number));
        let Some(removed) = removed else {
            return ReviewResult::Conflict;
        };
        self.numbers.remove(id);
        self.bytes -= removed.item_bytes() + removed.decision_bytes(0..removed.items.len());
        ReviewResult::Done(revision + 1)
    }
}

impl ReviewsInMemory {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn done<'a, T: Send + 'a>(value: T) -> PeopleFuture<'a, T> {
    Box::pin(std::future::ready(Ok(value)))
}

impl ReviewStore for ReviewsInMemory {
    fn add(&self, _: String, id: String, content: String) -> PeopleFuture<'_, Option<u64>> {
        done(self.tables().add(id, content))
    }

    fn list(&self, before: Option<u64>, limit: usize) -> PeopleFuture<'_, Vec<ReviewRow>> {
        let tables = self.tables();
        let reviews = tables.reviews.range(..before.unwrap_or(u64::MAX)).rev();
        done(
            reviews
                .take(limit)
                .map(|(_, entry)| entry.row.clone())
                .collect(),
        )
    }

    fn get(&self, id: String) -> PeopleFuture<'_, Option<ReviewRow>> {
        done(self.tables().entry(&id).map(|entry| entry.row.clone()))
    }

    fn tallies(&self, ids: Vec<String>) -> PeopleFuture<'_, Vec<Tally>> {
        let tables = self.tables();
        let mut tallies = Vec::new();
        for review in ids {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            let entry = tables.entry(&review).into_iter();
            for row in entry.flat_map(|entry| entry.decisions.values()) {
                *counts.entry(&row.tally).or_default() += 1;
            }
            tallies.extend(counts.into_iter().map(|(tally, count)| Tally {
                review: review.clone(),
                tally: tally.to_owned(),
                count,
            }));
        }
        done(tallies)
    }

    fn add_items(
        &self,
        id: String,
        from: usize,
        contents: Vec<String>,
    ) -> PeopleFuture<'_, ReviewResult> {
        done(self.tables().add_items(&id, from, contents))
    }

    fn items(&self, id: String, from: usize, limit: usize) -> PeopleFuture<'_, Vec<String>> {
        let tables = self.tables();
        let items = tables.entry(&id).map_or(&[][..], |entry| &entry.items);
        done(items.iter().skip(from).take(limit).cloned().collect())
    }

    fn find(&self, id: String, items: Vec<usize>) -> PeopleFuture<'_, Vec<ItemRow>> {
        let tables = self.tables();
        let Some(entry) = tables.entry(&id) else {
            return done(Vec::new());
        };
        let rows = items.into_iter().filter_map(|item| {
            Some(ItemRow {
                item,
                content: entry.items.get(item)?.clone(),
                decision: entry.decisions.get(&item).cloned(),
            })
        });
        done(rows.collect())
    }

    fn decisions(
        &self,
        id: String,
        since: u64,
        from: usize,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<DecisionRow>> {
        let tables = self.tables();
        let entry = tables.entry(&id).into_iter();
        let rows = entry.flat_map(|entry| entry.decisions.range(from..));
        let rows = rows.filter(|(_, row)| row.version > since);
        done(rows.take(limit).map(|(_, row)| row.clone()).collect())
    }

    fn decide(
        &self,
        id: String,
        decisions: Vec<DecisionWrite>,
    ) -> PeopleFuture<'_, DecisionResult> {
        done(self.tables().decide(&id, decisions))
    }

    fn change(
        &self,
        id: String,
        expected: Expected,
        state: ReviewState,
        content: String,
    ) -> PeopleFuture<'_, ReviewResult> {
        let mut tables = self.tables();
        let entry = tables.entry_mut(&id).filter(|entry| entry.is_as(expected));
        done(entry.map_or(ReviewResult::Conflict, |entry| {
            entry.row.state = state;
            entry.row.content = content;
            ReviewResult::Done(entry.next(false))
        }))
    }

    fn add_receipts(&self, id: String, receipts: Vec<String>) -> PeopleFuture<'_, ReviewResult> {
        done(self.tables().add_receipts(&id, receipts))
    }

    fn receipts(
        &self,
        id: String,
        after: Option<String>,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<String>> {
        let tables = self.tables();
        let entry = tables.entry(&id).into_iter();
        let after = after.map_or(Bound::Unbounded, Bound::Excluded);
        let receipts = entry.flat_map(|entry| {
            let behind = (after.as_ref(), Bound::Unbounded);
            entry.receipts.range::<String, _>(behind)
        });
        done(receipts.take(limit).cloned().collect())
    }

    fn remove(&self, id: String, revision: u64) -> PeopleFuture<'_, ReviewResult> {
        done(self.tables().remove(&id, revision))
    }
}
