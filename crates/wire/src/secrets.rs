//! Secrets: kept out of logs, and made unreadable wherever a request or an answer
//! is shown.
//!
//! Platforms echo what they refuse: Metabase repeats a rejected password in
//! `specific-errors` (metabase note 3), Actian may repeat a whole body
//! (actian note 5).

use crate::segment::encode_query;
use std::fmt;

/// The mask that replaces a secret.
pub const MASK: &str = "•••";

/// A secret that no `{:?}` prints: a password, a token, a key.
///
/// ```
/// use wire::secrets::{Secret, mask};
///
/// let password = Secret::new("hunter2".into());
/// assert_eq!(format!("{password:?}"), "Secret(…)");
/// // What is sent says so by name.
/// assert_eq!(password.expose(), "hunter2");
///
/// let secrets = [password.expose().to_owned()];
/// assert_eq!(mask("invalid password: hunter2", &secrets), "invalid password: •••");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` from being printed.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, to be sent.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// `text` with every one of `secrets` masked, as it is, as JSON writes it and
/// as a query string writes it.
pub fn mask(text: &str, secrets: &[String]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let json = serde_json::to_string(secret).unwrap_or_default();
        let json = json.trim_matches('"').to_owned();
        for form in [secret.clone(), json, encode_query(secret)] {
            text = text.replace(&form, MASK);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_told_to_who_asks_for_it_and_never_printed() {
        let secret = Secret::new("hunter2".to_owned());
        assert_eq!(secret.expose(), "hunter2");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }

    #[test]
    fn a_secret_is_masked_in_every_writing() {
        let secret = vec!["a\"b +ü".to_owned(), String::new()];
        for text in ["a\"b +ü", r#"{"p":"a\"b +ü"}"#, "p=a%22b%20%2B%C3%BC&q=1"] {
            let masked = mask(text, &secret);
            assert!(masked.contains(MASK) && !masked.contains("b +"), "{masked}");
            assert!(!masked.contains("%22b"), "{masked}");
        }
        assert_eq!(mask("nothing", &secret), "nothing");
    }
}
