//! A stored password, which can be compared but not read.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::{self, Write as _};

/// A hash to compare passwords with.
///
/// One round and no salt, so that two worlds made alike have the same bytes:
/// these passwords are a mock's and protect nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Password(String);

impl Password {
    /// Hashes `text`.
    pub(crate) fn new(text: &str) -> Self {
        Self(hex_sha256(&["password", text]))
    }

    /// Whether `text` is the password.
    pub(crate) fn is(&self, text: &str) -> bool {
        *self == Self::new(text)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

/// The SHA-256 of all `parts`, in hexadecimal.
pub(crate) fn hex_sha256(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        // No text contains this byte, so the parts cannot run into each other.
        hash.update([0xff]);
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a `String` cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_can_be_compared_but_not_read() {
        let password = Password::new("s3cret");
        assert!(password.is("s3cret"));
        assert!(!password.is("S3cret") && !password.is(""));
        let shown = format!("{password:?} {}", serde_json::to_string(&password).unwrap());
        assert!(!shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(hex_sha256(&["a", "b"]), hex_sha256(&["ab", ""]));
    }
}
