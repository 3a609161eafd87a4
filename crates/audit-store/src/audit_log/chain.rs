//! The chain of rows: each hash covers its row and the hash of the row before.

use super::timestamp::stamp;
use gateway::{Change, Event, Outcome};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use wire::console::{TrailEvent, TrailOutcome};

/// The outcome of a change that was refused because its record may not have
/// been written.
const NOT_MADE: &str = "it was not made, because it could not be recorded";

/// A row before it has a number.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) at: String,
    pub(super) kind: &'static str,
    pub(super) change: String,
    pub(super) content: String,
    /// Whether it is only added if its change is recorded.
    pub(super) needs_change: bool,
    /// Whether it reports what has happened already. If it cannot be written now,
    /// it is written later.
    pub(super) happened: bool,
}

impl Entry {
    pub(super) fn asked(change: &Change) -> Result<Self, serde_json::Error> {
        Ok(Self {
            at: stamp(Timestamp::now()),
            kind: "asked",
            change: change.id.clone(),
            content: serde_json::to_string(change)?,
            needs_change: false,
            happened: false,
        })
    }

    /// An event, which is no change.
    pub(super) fn event(event: &Event) -> Result<Self, serde_json::Error> {
        Ok(Self {
            at: stamp(Timestamp::now()),
            kind: "event",
            change: event.id.clone(),
            content: serde_json::to_string(event)?,
            needs_change: false,
            // A sign-in is recorded before the session begins, or refused.
            happened: event.event != TrailEvent::SignedIn,
        })
    }

    /// The end of a change whose outcome is unknown.
    pub(super) fn unknown(id: &str) -> Result<Self, serde_json::Error> {
        Self::finished(id, &TrailOutcome::Unknown)
    }

    pub(super) fn ended(id: &str, outcome: &Outcome) -> Result<Self, serde_json::Error> {
        Self::finished(id, outcome)
    }

    /// The end of a change that was refused although its record may have been
    /// written.
    pub(super) fn not_made(id: &str) -> Result<Self, serde_json::Error> {
        let mut entry = Self::finished(id, &not_made())?;
        entry.needs_change = true;
        Ok(entry)
    }

    /// Roughly how many bytes it takes to write it.
    pub(super) fn size(&self) -> usize {
        self.at.len() + self.change.len() + self.content.len()
    }

    fn finished(id: &str, outcome: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(Self {
            at: stamp(Timestamp::now()),
            kind: "ended",
            change: id.to_owned(),
            content: serde_json::to_string(outcome)?,
            needs_change: false,
            happened: true,
        })
    }
}

/// The outcome of a change that was refused although its record may have been
/// written.
pub(super) fn not_made() -> TrailOutcome {
    TrailOutcome::Failed(NOT_MADE.to_owned())
}

/// A row of the audit log.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) at: String,
    pub(super) kind: String,
    pub(super) change: String,
    pub(super) content: String,
    pub(super) hash: Vec<u8>,
    pub(super) instance: i64,
}

/// What a row's hash covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coverage {
    /// All but the instance that wrote it: rows of the first versions.
    WithoutInstance,
    /// Everything.
    Whole,
}

/// A row's number and hash, which identify it and every row before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
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

    /// The head after `entry`, written by `instance`.
    pub(super) fn followed_by(&self, entry: &Entry, instance: i64) -> Self {
        // If there is no next number, the database refuses the repeated one.
        let number = self.number.saturating_add(1);
        let parts = [&entry.at, entry.kind, &entry.change, &entry.content];
        Self {
            number,
            hash: hash(&self.hash, number, Some(instance), parts),
        }
    }

    /// What the hash of `row` covers if `row` follows this head; nothing if the
    /// hash is wrong.
    pub(super) fn coverage(&self, row: &Row) -> Option<Coverage> {
        let parts = [&*row.at, &row.kind, &row.change, &row.content];
        let hashed = |instance| hash(&self.hash, row.number, instance, parts) == row.hash;
        if hashed(Some(row.instance)) {
            Some(Coverage::Whole)
        } else {
            hashed(None).then_some(Coverage::WithoutInstance)
        }
    }
}

impl From<&Row> for Head {
    fn from(row: &Row) -> Self {
        Self {
            number: row.number,
            hash: row.hash.clone(),
        }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, hex(&self.hash))
    }
}

impl FromStr for Head {
    type Err = String;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (number, hash) = text.trim().split_once(':')?;
            let number = number.parse().ok().filter(|number| *number >= 0)?;
            let is_hash = hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
            let pairs = hash.as_bytes().chunks_exact(2).filter(|_| is_hash);
            let bytes = pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
            let hash: Vec<u8> = bytes.collect::<Option<_>>()?;
            is_hash.then_some(Self { number, hash })
        };
        read().ok_or_else(|| {
            "write NUMBER:HASH as verify and export print it, with a hash of 64 hexadecimal digits"
                .to_owned()
        })
    }
}

/// `bytes` in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Each part has its length before it, so that the boundary between two parts
/// cannot move. Without an instance it is the hash of the first versions.
fn hash(before: &[u8], number: i64, instance: Option<i64>, parts: [&str; 4]) -> Vec<u8> {
    let mut hash = Sha256::new();
    if let Some(instance) = instance {
        hash.update("rollcall trail, second form");
        hash.update(instance.to_be_bytes());
    }
    hash.update(before);
    hash.update(number.to_be_bytes());
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_hash_are_read_as_they_are_printed() {
        let head = Head {
            number: 12,
            hash: (0..32).map(|byte| byte * 8).collect(),
        };
        let printed = head.to_string();
        assert_eq!(printed.parse(), Ok(head.clone()));
        assert_eq!(printed.to_uppercase().parse(), Ok(head));
        for unclear in [
            "",
            "12",
            &printed[1..].replace("2:", "x:"),
            &printed[..printed.len() - 1],
            &format!("{printed}0"),
            &format!("-{printed}"),
            &printed.replace("08", "+8"),
        ] {
            assert!(unclear.parse::<Head>().is_err(), "{unclear}");
        }
    }
}
