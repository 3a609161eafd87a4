//! What vouches for a receipt: a hash over it, which is in the audit log.

use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use wire::console::people::{ReceiptEntry, StoredReceipt};

/// What the hash covers: all but where the audit log has it.
#[derive(Serialize)]
struct Covered<'a> {
    id: &'a str,
    people: &'a [String],
    at: &'a str,
    by: Option<&'a str>,
    via: Option<&'a str>,
    entries: &'a [ReceiptEntry],
    missing: &'a [String],
}

/// The SHA-256 of `receipt`, in hexadecimal digits. It does not depend on white
/// space between the parts of its body: a file may be laid out for reading.
///
/// # Errors
/// When a part cannot be written as JSON, which what was read can be.
pub fn receipt_fingerprint(receipt: &StoredReceipt) -> Result<String, serde_json::Error> {
    let StoredReceipt {
        id,
        people,
        at,
        by,
        via,
        entries,
        missing,
        recorded: _,
        body,
    } = receipt;
    let covered = serde_json::to_string(&Covered {
        id,
        people,
        at,
        by: by.as_deref(),
        via: via.as_deref(),
        entries,
        missing,
    })?;
    let mut parts = Parts::new("rollcall receipt, first form");
    parts.add(&covered);
    parts.add(&compact(body));
    Ok(parts.finish())
}

/// A hash over texts in their order.
pub(super) struct Parts(Sha256);

impl Parts {
    /// A hash over no texts yet, of what is called `form`.
    pub(super) fn new(form: &str) -> Self {
        Self(Sha256::new_with_prefix(form))
    }

    /// Adds a text with its length: none can lend to the next.
    pub(super) fn add(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }

    /// The hash, in hexadecimal digits.
    pub(super) fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// `bytes` in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let text = String::with_capacity(2 * bytes.len());
    bytes.iter().fold(text, |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// `body` without the white space between its parts.
fn compact(body: &RawValue) -> String {
    let (mut is_in_text, mut is_escaped) = (false, false);
    let keep = |character: &char| {
        if is_in_text {
            is_in_text = *character != '"' || is_escaped;
            is_escaped = *character == '\\' && !is_escaped;
            return true;
        }
        is_in_text = *character == '"';
        !character.is_ascii_whitespace()
    };
    body.get().chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::console::TrailOutcome;
    use wire::console::people::AuditRow;

    fn receipt(body: &str) -> StoredReceipt {
        let row = |number| AuditRow {
            number,
            hash: "0f".repeat(32),
        };
        StoredReceipt {
            id: "1".to_owned(),
            people: vec!["ana@example.com".to_owned()],
            at: "2026-11-26T06:00:00.000000Z".to_owned(),
            by: Some("ada".to_owned()),
            via: Some("local".to_owned()),
            entries: vec![ReceiptEntry {
                request: "0f".to_owned(),
                at: "2026-11-26T05:59:59.000000Z".to_owned(),
                who: Some("ada".to_owned()),
                via: Some("local".to_owned()),
                connection: "pivot".to_owned(),
                action: "pivot.users.delete".to_owned(),
                target: vec!["ana".to_owned()],
                outcome: TrailOutcome::Status(200),
                asked: row(1),
                ended: Some(row(2)),
            }],
            missing: Vec::new(),
            recorded: None,
            body: RawValue::from_string(body.to_owned()).unwrap(),
        }
    }

    fn fingerprint(receipt: &StoredReceipt) -> String {
        receipt_fingerprint(receipt).unwrap()
    }

    #[test]
    fn a_receipt_that_is_laid_out_anew_has_the_same_fingerprint() {
        let body = r#"{"a":[1,"b \" c\\"],"d":{"e f":" "}}"#;
        let original = receipt(body);
        let spread = receipt("{\n  \"a\": [ 1,\t\"b \\\" c\\\\\" ],\r\n \"d\" : {\"e f\":\" \"} }");
        assert_eq!(fingerprint(&original), fingerprint(&spread));
        assert_eq!(fingerprint(&original).len(), 64);
        let mut recorded = receipt(body);
        recorded.recorded = Some(recorded.entries[0].asked.clone());
        assert_eq!(fingerprint(&original), fingerprint(&recorded));
    }

    #[test]
    fn a_receipt_that_was_changed_anywhere_has_another_fingerprint() {
        let body = r#"{"a":"b c","d":1.50}"#;
        let original = fingerprint(&receipt(body));
        let bodies = [
            r#"{"a":"b  c","d":1.50}"#,
            r#"{"a":"bc","d":1.50}"#,
            r#"{"a":"b c","d":1.5}"#,
            r#"{"d":1.50,"a":"b c"}"#,
        ];
        for body in bodies {
            assert_ne!(original, fingerprint(&receipt(body)), "{body}");
        }
        let changes: [fn(&mut StoredReceipt); 9] = [
            |receipt| receipt.id.push('2'),
            |receipt| receipt.people.clear(),
            |receipt| receipt.at.push('x'),
            |receipt| receipt.by = None,
            |receipt| receipt.via = None,
            |receipt| receipt.entries.clear(),
            |receipt| receipt.entries[0].outcome = TrailOutcome::Unknown,
            |receipt| receipt.entries[0].asked.number = 3,
            |receipt| receipt.missing.push("0e".to_owned()),
        ];
        for tamper in changes {
            let mut copy = receipt(body);
            tamper(&mut copy);
            assert_ne!(original, fingerprint(&copy));
        }
    }
}
