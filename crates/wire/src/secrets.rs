//! Making secrets unreadable wherever a request or an answer is shown.
//!
//! Platforms echo what they refuse: Metabase repeats a rejected password in
//! `specific-errors` (metabase note 3), Actian may repeat a whole body
//! (actian note 5).

use crate::segment::encode_query;

/// What stands in a secret's place.
pub const MASK: &str = "•••";

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
