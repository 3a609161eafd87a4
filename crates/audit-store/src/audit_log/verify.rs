//! Verifies that the audit log is as it was written.

#[cfg(test)]
mod tests;

use super::chain::{Coverage, Head, Row, not_made};
use super::table;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use wire::console::TrailOutcome;

/// How many faults are listed; further ones are only counted.
const MOST_FAULTS: usize = 20;

/// The result of verifying the whole log.
#[derive(Debug)]
pub struct Verified {
    /// How many rows there are.
    pub rows: u64,
    /// The last row.
    pub head: Head,
    /// The last row whose hash does not cover which instance wrote it.
    pub without_instance: Option<i64>,
    /// The first faults.
    pub faults: Vec<Fault>,
    /// How many faults there are besides.
    pub further: u64,
}

/// A place where the audit log is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A row is missing.
    #[error("row {0} is missing")]
    Missing(i64),
    /// All rows from the first of these numbers to the second are missing.
    #[error("rows {0} to {1} are missing")]
    MissingRange(i64, i64),
    /// The row's hash does not fit its content, or the hash before it.
    #[error("row {0} was changed, or one before it was")]
    Changed(i64),
    /// A row has a number below the first.
    #[error("row {0} was added by hand: numbers begin with 1")]
    Number(i64),
    /// The row cannot be read, for the reason given.
    #[error("row {0} cannot be read: {1}")]
    Unreadable(i64, String),
    /// The row records a change that an earlier row records.
    #[error("row {0} records a change that is recorded before it")]
    Repeated(i64),
    /// The row is the outcome of a change that no earlier row records.
    #[error("row {0} is the outcome of a change that is not recorded before it")]
    Orphan(i64),
    /// The row is a second, different outcome of a change.
    #[error("row {0} is another outcome of a change than the one recorded before it")]
    Contradiction(i64),
    /// The row has another hash than the one that was kept.
    #[error("row {0} does not have the hash that was kept")]
    OtherHash(i64),
    /// A row whose hash was kept is not there.
    #[error("row {0}, whose hash was kept, is not there")]
    NotContained(i64),
}

/// Verifies all rows, and that those with the hashes in `kept` are among them.
pub(super) async fn verify(
    connection: &mut AnyConnection,
    kept: &[Head],
) -> Result<Verified, sqlx::Error> {
    let mut check = Check::new(kept);
    let mut from = Some(i64::MIN);
    while let Some(first) = from {
        let rows = table::rows(connection, first).await?;
        from = rows
            .last()
            .and_then(|row| table::number_of(row).checked_add(1));
        for row in rows {
            match row {
                Ok(row) => check.row(&row),
                Err(unreadable) => check.unreadable(unreadable),
            }
        }
    }
    Ok(check.finish())
}

/// The state of a verification.
struct Check<'a> {
    kept: Vec<&'a Head>,
    verified: Verified,
    /// Whether the hash of the previous row is known.
    is_linked: bool,
    changes: HashMap<[u8; 16], ChangeState>,
}

/// The state of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ChangeState {
    Open,
    Unknown,
    Ended([u8; 16]),
}

impl<'a> Check<'a> {
    fn new(kept: &'a [Head]) -> Self {
        let none = Head::none();
        Self {
            kept: kept.iter().filter(|kept| **kept != none).collect(),
            verified: Verified {
                rows: 0,
                head: none,
                without_instance: None,
                faults: Vec::new(),
                further: 0,
            },
            is_linked: true,
            changes: HashMap::new(),
        }
    }

    fn fault(&mut self, fault: Fault) {
        if self.verified.faults.len() < MOST_FAULTS {
            self.verified.faults.push(fault);
        } else {
            self.verified.further += 1;
        }
    }

    /// Checks the next row's number. Returns whether it belongs to the chain.
    fn number(&mut self, number: i64) -> bool {
        self.verified.rows += 1;
        if number < 1 {
            self.fault(Fault::Number(number));
            return false;
        }
        let first = self.verified.head.number.saturating_add(1);
        if number > first {
            self.is_linked = false;
            self.fault(if number - first == 1 {
                Fault::Missing(first)
            } else {
                Fault::MissingRange(first, number - 1)
            });
        }
        true
    }

    fn unreadable(&mut self, row: table::Unreadable) {
        if self.number(row.number) {
            self.is_linked = false;
            self.verified.head.number = row.number;
        }
        self.fault(Fault::Unreadable(row.number, row.why));
    }

    fn row(&mut self, row: &Row) {
        if !self.number(row.number) {
            return;
        }
        let number = row.number;
        if self.is_linked {
            match self.verified.head.coverage(row) {
                Some(Coverage::Whole) => {}
                Some(Coverage::WithoutInstance) => {
                    self.verified.without_instance = Some(number);
                }
                None => self.fault(Fault::Changed(number)),
            }
        }
        // The check goes on from the stored hash, so that one changed row is one fault.
        self.is_linked = true;
        self.verified.head = row.into();
        let kept = self.kept.extract_if(.., |kept| kept.number == number);
        if kept.filter(|kept| kept.hash != row.hash).count() > 0 {
            self.fault(Fault::OtherHash(number));
        }
        self.change(row);
    }

    /// Checks that `row` agrees with what earlier rows record of its change.
    fn change(&mut self, row: &Row) {
        let key = digest(&row.change);
        let fault = match (&*row.kind, self.changes.entry(key)) {
            ("asked", Slot::Vacant(slot)) => {
                slot.insert(ChangeState::Open);
                None
            }
            ("asked", Slot::Occupied(_)) => Some(Fault::Repeated(row.number)),
            // It may be written when it is not known whether its change was recorded.
            ("ended", Slot::Vacant(_)) => {
                (outcome(row) != Some(not_made())).then_some(Fault::Orphan(row.number))
            }
            ("ended", Slot::Occupied(mut slot)) => {
                // A process that seemed dead may have written the end earlier or later,
                // and an end may be written twice if the first write got no answer.
                let ended = ChangeState::Ended(digest(&row.content));
                let unknown = outcome(row) == Some(TrailOutcome::Unknown);
                match *slot.get() {
                    ChangeState::Open if unknown => {
                        slot.insert(ChangeState::Unknown);
                        None
                    }
                    ChangeState::Open | ChangeState::Unknown if !unknown => {
                        slot.insert(ended);
                        None
                    }
                    ChangeState::Ended(_) if !unknown && *slot.get() != ended => {
                        Some(Fault::Contradiction(row.number))
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(fault) = fault {
            self.fault(fault);
        }
    }

    fn finish(mut self) -> Verified {
        for kept in std::mem::take(&mut self.kept) {
            self.fault(Fault::NotContained(kept.number));
        }
        self.verified
    }
}

fn outcome(row: &Row) -> Option<TrailOutcome> {
    serde_json::from_str(&row.content).ok()
}

fn digest(text: &str) -> [u8; 16] {
    let digest = Sha256::digest(text);
    std::array::from_fn(|at| digest[at])
}
