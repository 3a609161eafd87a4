//! Rows that vouch for each other.

use super::moment::stamp;
use gateway::{Change, Outcome};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use wire::console::TrailOutcome;

/// A row before it has its place.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) at: String,
    pub(super) kind: &'static str,
    pub(super) change: String,
    pub(super) content: String,
}

impl Entry {
    pub(super) fn asked(change: &Change) -> Result<Self, serde_json::Error> {
        Ok(Self {
            at: stamp(Timestamp::now()),
            kind: "asked",
            change: change.id.clone(),
            content: serde_json::to_string(change)?,
        })
    }

    /// The end of a change of which nobody knows what came of it.
    pub(super) fn unknown(id: &str) -> Result<Self, serde_json::Error> {
        Self::finished(id, &TrailOutcome::Unknown)
    }

    pub(super) fn ended(id: &str, outcome: &Outcome) -> Result<Self, serde_json::Error> {
        Self::finished(id, outcome)
    }

    fn finished(id: &str, outcome: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(Self {
            at: stamp(Timestamp::now()),
            kind: "ended",
            change: id.to_owned(),
            content: serde_json::to_string(outcome)?,
        })
    }
}

/// A row as it stands in the trail.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) at: String,
    pub(super) kind: String,
    pub(super) change: String,
    pub(super) content: String,
    pub(super) hash: Vec<u8>,
}

/// The last row of a chain: whoever knows it knows all before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) number: i64,
    pub(crate) hash: Vec<u8>,
}

impl Head {
    /// Before the first row.
    pub(super) fn none() -> Self {
        Self {
            number: 0,
            hash: vec![0; 32],
        }
    }

    /// The head once `entry` follows.
    pub(super) fn followed_by(&self, entry: &Entry) -> Self {
        let number = self.number + 1;
        let parts = [&entry.at, entry.kind, &entry.change, &entry.content];
        Self {
            number,
            hash: hash(&self.hash, number, parts),
        }
    }

    /// The head once `row` follows, if it may.
    pub(super) fn checked(&self, row: &Row) -> Result<Self, Broken> {
        let number = self.number + 1;
        if row.number != number {
            return Err(Broken::Missing(number));
        }
        let parts = [&*row.at, &row.kind, &row.change, &row.content];
        if hash(&self.hash, number, parts) != row.hash {
            return Err(Broken::Changed(number));
        }
        Ok(Self {
            number,
            hash: row.hash.clone(),
        })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in &self.hash {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// Where a chain does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Broken {
    /// There is no such row.
    #[error("row {0} is missing")]
    Missing(i64),
    /// The row is not what was written, or not where it was written.
    #[error("row {0} was changed, or one before it was")]
    Changed(i64),
}

/// Each part with its length before it, so that none can lend to the next.
fn hash(before: &[u8], number: i64, parts: [&str; 4]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(number.to_be_bytes());
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().to_vec()
}
