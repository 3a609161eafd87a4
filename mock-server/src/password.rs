//! A password as a platform keeps it: comparable, never readable.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::{self, Write as _};

/// What is left of a password: enough to compare the next one with.
///
/// One round and no salt, so that two worlds made alike are alike to the byte:
/// these passwords are a mock's and guard nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Password(String);

impl Password {
    /// Keeps `text`.
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
        // No text holds this byte, so parts cannot run into each other.
        hash.update([0xff]);
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        // A String takes everything.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_never_shown() {
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
