//! Lower case for comparing and sorting.
//!
//! The standard library's tables and its rule for the sigma at the end of a word would be
//! 6,000 bytes of the page's first load; these ranges say the same in a thousand
//! (docs/decisions/size.md).

mod ranges;

use ranges::RANGES;

/// The text in lower case, letter by letter: for comparing, not for showing. A Greek sigma
/// becomes σ wherever it stands, and İ becomes i.
pub fn lowercase(text: &str) -> String {
    text.chars().map(letter).collect()
}

/// The small form of a letter; anything else as it is.
pub(crate) fn letter(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if c == 'İ' {
        return 'i';
    }
    let code = c as u32;
    let at = RANGES.partition_point(|(_, last, ..)| *last < code);
    match RANGES.get(at) {
        Some((first, _, step, shift)) if code >= *first && (code - first).is_multiple_of(*step) => {
            code.checked_add_signed(*shift)
                .and_then(char::from_u32)
                .unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_as_small_as_the_standard_librarys() {
        for c in char::MIN..=char::MAX {
            let mut small = c.to_lowercase();
            // İ is the one letter whose small form is two characters.
            let expected = small.next().unwrap();
            assert_eq!(letter(c), expected, "{c} (U+{:04X})", c as u32);
            assert!(small.next().is_none() || c == 'İ');
        }
    }

    #[test]
    fn texts_of_any_script_compare_in_lower_case() {
        assert_eq!(lowercase("Ada LOVELACE"), "ada lovelace");
        assert_eq!(lowercase("ÉMILIE Ж ΣΟΦΟΣ"), "émilie ж σοφοσ");
        assert_eq!(lowercase("İstanbul 東京"), "istanbul 東京");
    }
}
