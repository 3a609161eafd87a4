//! Passwords for other people: strong, and readable from paper or over a
//! telephone.

/// Letters and digits that are not mistaken for one another: no `0`/`O`/`o`,
/// no `1`/`l`/`I`/`i`.
const ALPHABET: &[u8; 55] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// How many letters and digits a password has; about 116 bits.
const LETTERS: usize = 20;

/// A dash after every so many.
const GROUP: usize = 5;

/// How many random bytes to give [`password`]: enough for a dozen tries.
pub const RANDOM_BYTES: usize = 256;

/// A password such as `hK4wD-Rn7yq-sXe3M-PbT9u`, made of the caller's random
/// bytes. Every one is equally likely among those that meet Metabase's rule
/// `strong` (metabase note 16): two capitals, two small letters, a digit,
/// and the dash as the special character. Nothing, when the bytes did not do:
/// the caller draws again.
pub fn password(random: &[u8]) -> Option<String> {
    // Bytes beyond a multiple of the alphabet would favour its start.
    let fair = 256 - 256 % ALPHABET.len();
    let drawn: Vec<u8> = random
        .iter()
        .map(|byte| usize::from(*byte))
        .filter(|byte| *byte < fair)
        .map(|byte| ALPHABET[byte % ALPHABET.len()])
        .collect();
    drawn
        .chunks_exact(LETTERS)
        .find(|letters| is_strong(letters))
        .map(grouped)
}

fn is_strong(letters: &[u8]) -> bool {
    let count = |is: fn(&u8) -> bool| letters.iter().filter(|letter| is(letter)).count();
    count(u8::is_ascii_lowercase) >= 2
        && count(u8::is_ascii_uppercase) >= 2
        && count(u8::is_ascii_digit) >= 1
}

fn grouped(letters: &[u8]) -> String {
    let mut text = String::new();
    for (place, letter) in letters.iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(*letter));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn the_alphabet_has_no_look_alikes_and_nothing_twice() {
        let different: HashSet<_> = ALPHABET.iter().collect();
        assert_eq!(different.len(), ALPHABET.len());
        assert!(!ALPHABET.iter().any(|letter| b"01OIloi".contains(letter)));
    }

    #[test]
    fn bytes_that_do_not_do_give_nothing() {
        assert_eq!(password(&[]), None);
        assert_eq!(password(&[0; RANDOM_BYTES]), None);
        assert_eq!(password(&[255; RANDOM_BYTES]), None);
    }

    proptest! {
        #[test]
        fn it_meets_metabases_strong_rule(random in prop::collection::vec(any::<u8>(), RANDOM_BYTES)) {
            let password = password(&random).unwrap();
            let count = |is: fn(char) -> bool| password.chars().filter(|c| is(*c)).count();
            prop_assert_eq!(password.len(), 23);
            prop_assert!(count(|c| c.is_ascii_lowercase()) >= 2);
            prop_assert!(count(|c| c.is_ascii_uppercase()) >= 2);
            prop_assert!(count(|c| c.is_ascii_digit()) >= 1);
            prop_assert!(count(|c| c == '-') == 3);
        }
    }
}
