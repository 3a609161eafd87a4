//! The direction of writing of a text, kept from what is around it.

use std::borrow::Cow;

/// `text` for a sentence or an attribute, where no element sets it apart: between
/// characters that keep its direction of writing from the rest, if it has any
/// other than from left to right. U+202E in a name would mirror all that follows.
pub fn isolated(text: &str) -> Cow<'_, str> {
    const FIRST_STRONG_ISOLATE: char = '\u{2068}';
    const POP: char = '\u{2069}';
    if !text.chars().any(has_direction) {
        return Cow::Borrowed(text);
    }
    let mut isolated = String::from(FIRST_STRONG_ISOLATE);
    let mut open = 0_usize;
    for character in text.chars() {
        match character {
            '\u{2066}'..='\u{2068}' => open += 1,
            // It would end the isolation.
            POP if open == 0 => continue,
            POP => open -= 1,
            _ => {}
        }
        isolated.push(character);
    }
    isolated.extend(std::iter::repeat_n(POP, open + 1));
    Cow::Owned(isolated)
}

/// Whether `character` is written from right to left, or decides how others are.
const fn has_direction(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}
