//! Skips text that need not be decoded: web pages and JSON in JSON are full of escapes.

use super::escapes::{Unit, after_backslash, is_introducer};
use super::names::{LONGEST_NAME, named};

/// Whether `text` begins with a word, followed by no escape, that is not the start of
/// the HTML name of any character except `other` ones.
fn is_other_word(text: &[u8], other: impl Fn(u8) -> bool) -> bool {
    let word = text.iter().take(LONGEST_NAME + 1);
    let length = word.take_while(|byte| byte.is_ascii_alphabetic()).count();
    let goes_on = text.get(length).is_none_or(|byte| is_introducer(*byte));
    let mut names = (1..=length.min(LONGEST_NAME)).filter_map(|end| named(&text[..end]));
    !goes_on && names.all(other)
}

/// The most backslashes that one escape begins with.
const BACKSLASHES: usize = 16;

/// Whether a possible escape at the beginning of `text` can be skipped: it is not an
/// escape, or only means characters of no interest and is not the start of another
/// escape. This only recognises the most frequent ones, of which web pages and JSON in
/// JSON are full.
pub(super) fn is_harmless(text: &[u8], is_of_interest: impl Fn(u8) -> bool) -> bool {
    let (Some(&first), Some(&second)) = (text.first(), text.get(1)) else {
        return false;
    };
    let is_other = |byte: u8| !is_of_interest(byte) && !is_introducer(byte);
    let is_other_code = |code: u32| {
        let Some(unit) = Unit::character(code, 0) else {
            return false;
        };
        is_other(unit.bytes()[0]) && u8::try_from(code).map_or(true, is_other)
    };
    let hexadecimal = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
        u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
    };
    match (first, second) {
        (b'\\', b'u') => hexadecimal(2, 6).is_some_and(is_other_code),
        (b'\\', b'\\') => {
            let run = text.get(..BACKSLASHES + 1);
            !is_of_interest(b'\\') && run.is_some_and(|run| run.iter().all(|byte| *byte == b'\\'))
        }
        (b'\\', _) => after_backslash(second).is_some_and(is_other),
        (b'%', b'u' | b'U') => false,
        (b'%', _) if second.is_ascii_hexdigit() => hexadecimal(1, 3).is_some_and(is_other_code),
        (_, b'#') => false,
        (b'&', _) if second.is_ascii_alphabetic() => is_other_word(&text[1..], is_other),
        _ => !is_introducer(second),
    }
}
