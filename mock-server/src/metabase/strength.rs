//! The password rules (metabase note 16, the rule `normal`).

use std::collections::HashSet;
use std::sync::LazyLock;

/// The refusal of every weak password.
pub(super) const WEAK: &str = "password is too common.";

/// The note on every answer that accepts a password: a server has a longer list
/// and might refuse it. Metabase's own list has another licence than this
/// project.
pub(super) const TAKEN: &str =
    "assumed: some hundred passwords are known as common; Metabase knows about 12,000";

/// A few hundred of the most common passwords.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// At least 6 characters, with a digit, and not common.
pub(super) fn is_good(password: &str) -> bool {
    password.chars().count() >= 6
        && password.bytes().any(|byte| byte.is_ascii_digit())
        && !COMMON.contains(password.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ones_ones_without_a_digit_and_common_ones_are_weak() {
        for weak in [
            "",
            "a1",
            "ab12é",
            "abcdef",
            "anything",
            "password1",
            "PassWord1",
            "123456",
        ] {
            assert!(!is_good(weak), "{weak}");
        }
        for good in ["abc123!!DEF", "whateverUP12!!", "rollcall-demo-1", "éàüöß1"] {
            assert!(is_good(good), "{good}");
        }
    }

    #[test]
    fn the_list_holds_lower_case_words_once() {
        let lines = include_str!("common_passwords.txt").lines().count();
        assert_eq!(COMMON.len(), lines);
        assert!(lines >= 300);
        assert!(
            COMMON
                .iter()
                .all(|word| *word == word.to_lowercase() && !word.is_empty())
        );
    }
}
