//! Text as people type and paste it, read as what they mean: without invisible
//! characters, and an address without what mail programs put around it.
//!
//! [`isolated`] and [`escaped`] are for the other way: showing what a platform
//! holds, which may be anything.
//!
//! It is used wherever a name or an address is on its way to a platform. What
//! cannot be read is refused in words that name the character.

mod address;
mod direction;
mod invisible;

pub use address::{AddressError, email_address};
pub use direction::isolated;
pub use invisible::{escaped, is_invisible, is_visible};

use invisible::is_joiner;

/// A name or another line of text as it is meant by `text`: without white space
/// around it and without invisible characters. A line break or a space that does
/// not break becomes a space.
///
/// Joiners and variation selectors stay between other characters: they decide how
/// names are written in Persian or Hindi, and what an emoji looks like.
pub fn line(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter_map(|one| match one {
            '\t'..='\r'
            | '\u{85}'
            | '\u{a0}'
            | '\u{2007}'
            | '\u{2028}'..='\u{2029}'
            | '\u{202f}' => Some(' '),
            _ if is_joiner(one) => Some(one),
            _ if is_invisible(one) => None,
            _ => Some(one),
        })
        .collect();
    let is_outside = |one: char| one.is_whitespace() || is_joiner(one);
    let plain = plain.trim_start_matches(is_outside);
    // A variation selector belongs to the character before it.
    plain
        .trim_end_matches(|one: char| one.is_whitespace() || matches!(one, '\u{200c}' | '\u{200d}'))
        .to_owned()
}

#[cfg(test)]
mod tests;
