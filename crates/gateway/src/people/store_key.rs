//! Keys that every database can keep in an index.

use super::fingerprint::hex;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// How long a key is at most, in bytes. `PostgreSQL` has room for 2,700 in an index.
const LONGEST: usize = 1_000;

/// `text` as a key: a long one by its hash. Names may be of any length and in any
/// letters, and a person's key has up to twelve characters for each of them.
pub(crate) fn store_key(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        text.into()
    } else {
        format!("sha256:{}", hex(&Sha256::digest(text))).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_has_a_short_key_of_its_own() {
        let long = "~F0~9F~94~91".repeat(500);
        let key = store_key(&long);
        assert_eq!(key.len(), 71);
        assert_ne!(key, store_key(&format!("{long}~")));
        assert_eq!(store_key("ana@example.com"), "ana@example.com");
        assert_eq!(store_key(&"ü".repeat(500)).chars().count(), 500);
        assert_eq!(store_key(&"ü".repeat(501)).len(), 71);
    }
}
