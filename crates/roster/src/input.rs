//! Text as people type and paste it, read as what they mean: without what nobody
//! sees, and an address without what mail programs put around it.
//!
//! [`isolated`] and [`escaped`] are for the other way: showing what a platform
//! holds, which may be anything.
//!
//! It is used wherever a name or an address is on its way to a platform. What
//! cannot be read is refused in words that name the character.

use std::borrow::Cow;
use std::fmt::Write;
use wire::SegmentError;
use wire::segment;

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// There is none.
    #[error("Write an email address, such as ada@company.com.")]
    Missing,
    /// A character that no address has.
    #[error("The address contains {}, which no email address does. Remove it.", described(*.0))]
    Character(char),
    /// More than one.
    #[error("This is more than one address. Write one only.")]
    Several,
    /// A `mailto:` link that is no text when it is decoded.
    #[error("The address in this mailto: link can't be decoded. Write it out.")]
    Encoding,
}

/// `character` by what it looks like, if anything, and its number.
fn described(character: char) -> String {
    let number = format!("U+{:04X}", u32::from(character));
    match character {
        ' ' => format!("a space ({number})"),
        _ if character.is_whitespace() => format!("white space ({number})"),
        _ if character.is_control() => format!("a control character ({number})"),
        _ => format!("“{character}” ({number})"),
    }
}

/// The address that is meant by `text`: alone, with white space or invisible
/// characters in or around it, as `Ada <ada@company.com>`, as a `mailto:` link, or
/// with the separator of a list behind it.
///
/// Reading what it gives gives the same.
///
/// # Errors
/// When none can be meant, or more than one.
pub fn email_address(text: &str) -> Result<String, AddressError> {
    let visible: String = text.chars().filter(|one| !is_invisible(*one)).collect();
    let mut rest = visible;
    // Mail programs wrap what they copy more than once: `Ada <mailto:ada@…>;`.
    loop {
        let inner = unwrapped(&rest)?;
        if inner == rest {
            break;
        }
        rest = inner;
    }
    checked(rest)
}

const SCHEME: &str = "mailto:";

/// `text` without one layer of what is around an address.
fn unwrapped(text: &str) -> Result<String, AddressError> {
    let text = text
        .trim()
        .trim_end_matches(|one: char| one.is_whitespace() || ";,.".contains(one));
    if let Some((name, rest)) = text.rsplit_once('<')
        && let Some((inner, after)) = rest.split_once('>')
    {
        // `Ada <ada@…>, Otto <otto@…>`
        return if name.contains('<') || !after.trim().is_empty() {
            Err(AddressError::Several)
        } else {
            Ok(inner.to_owned())
        };
    }
    let scheme = text.get(..SCHEME.len()).unwrap_or_default();
    if scheme.eq_ignore_ascii_case(SCHEME) {
        let link = text.get(SCHEME.len()..).unwrap_or_default();
        let encoded = link.split(['?', '#']).next().unwrap_or_default();
        let decoded = match segment::decode(encoded) {
            Ok(decoded) => decoded,
            Err(SegmentError::NotText(_)) => return Err(AddressError::Encoding),
            Err(_) => return Err(AddressError::Missing),
        };
        return Ok(decoded.chars().filter(|one| !is_invisible(*one)).collect());
    }
    for (open, close) in [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')] {
        let inner = text
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains(open)) {
            return Ok(inner.to_owned());
        }
    }
    Ok(text.to_owned())
}

fn checked(address: String) -> Result<String, AddressError> {
    let (name, host) = address.rsplit_once('@').ok_or(AddressError::Missing)?;
    // What separates addresses from each other, outside of quotes.
    let is_quoted = name.len() > 1 && name.starts_with('"') && name.ends_with('"');
    if name.is_empty() || host.is_empty() || host.starts_with('.') {
        return Err(AddressError::Missing);
    }
    if !is_quoted && name.contains([',', ';', '@']) {
        return Err(AddressError::Several);
    }
    let odd = |one: &char| one.is_whitespace() || one.is_control() || "<>＠".contains(*one);
    match address.chars().find(odd) {
        Some(character) => Err(AddressError::Character(character)),
        None => Ok(address),
    }
}

/// A name or another line of text as it is meant by `text`: without white space
/// around it and without what nobody sees. A line break or a space that does not
/// break becomes a space.
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

/// Whether `text` shows anything.
pub fn is_visible(text: &str) -> bool {
    let is_shown = |one: char| !one.is_whitespace() && !is_invisible(one);
    text.chars().any(is_shown)
}

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

/// `json`, or a command line that holds some, with what nobody sees written as
/// JSON's escapes, so that it is seen and stays the same when it is copied.
pub fn escaped(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_invisible) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_invisible(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

const fn is_joiner(character: char) -> bool {
    matches!(
        character,
        '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Whether nobody sees `character`: Unicode's control characters other than white
/// space, its format characters, and those of other kinds that show nothing.
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{8}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{84}'
            | '\u{86}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ADA: &str = "ada@company.com";

    #[test]
    fn an_address_is_read_however_it_was_copied() {
        for text in [
            "ada@company.com",
            "  ada@company.com\t\r\n",
            "\u{a0}ada@company.com\u{a0}",
            "\u{feff}ada@company.com",
            "\u{3000}ada@company.com\u{2028}",
            "ada\u{200b}@company\u{ad}.com\u{200d}",
            "\u{202a}ada@company.com\u{202c}",
            "\u{2066}ada@company.com\u{2069}",
            "\u{200e}ada\u{2060}@company.com",
            "ada@com\u{0}pany.com",
            "Ada Lovelace <ada@company.com>",
            "\"Lovelace, Ada\" <ada@company.com>",
            "\"Ada; the first\" <ada@company.com>;",
            "<ada@company.com>",
            "Ada <mailto:ada@company.com>, ",
            "Ada < ada@company.com >.",
            "mailto:ada@company.com",
            "MailTo:ada%40company.com?subject=Hello%20%26&cc=otto@company.com",
            "mailto:%20ada@company.com%0A",
            "mailto:ada@company.com#x",
            "ada@company.com;",
            "ada@company.com,",
            "ada@company.com.",
            "ada@company.com;., ;",
            "\"ada@company.com\"",
            "'ada@company.com'",
            "“ada@company.com”",
            "‘ada@company.com’;",
        ] {
            assert_eq!(email_address(text).as_deref(), Ok(ADA), "{text:?}");
        }
    }

    #[test]
    fn what_belongs_to_an_address_stays() {
        for address in [
            "o'brien@company.com",
            "ada+admin@company.com",
            "a.b-c_d~e%f@sub.company.com",
            "ada@localhost",
            "josé@bücher.example",
            "用户@例子.广告",
            "\"ada@lovelace\"@company.com",
            "ada@[192.0.2.1]",
            "Ada@Company.COM",
        ] {
            assert_eq!(email_address(address).as_deref(), Ok(address));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_in_words_that_name_the_character() {
        for (text, words) in [
            ("", "Write an email address"),
            ("\u{200b}", "Write an email address"),
            ("ada", "Write an email address"),
            ("@company.com", "Write an email address"),
            ("ada@", "Write an email address"),
            ("ada@.", "Write an email address"),
            ("ada @company.com", "a space (U+0020)"),
            ("ada\u{a0}@company.com", "white space (U+00A0)"),
            ("ada@com\u{3000}pany.com", "white space (U+3000)"),
            ("ada\n@company.com", "white space (U+000A)"),
            ("ada＠company.com", "Write an email address"),
            ("ada＠x@company.com", "“＠” (U+FF20)"),
            ("ada>@company.com", "“>” (U+003E)"),
            ("ada@a.com, otto@b.com", "more than one"),
            ("ada@a.com; otto@b.com", "more than one"),
            ("ada@a.com otto@b.com", "more than one"),
            ("Ada <ada@a.com>, Otto <otto@b.com>", "more than one"),
            ("Ada <ada@a.com> or otto@b.com", "more than one"),
            ("mailto:ada@a.com,otto@b.com", "more than one"),
            ("mailto:ada%ff@a.com", "can't be decoded"),
        ] {
            let error = email_address(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text:?}: {error}");
        }
    }

    #[test]
    fn a_name_keeps_what_it_is_written_with_and_nothing_else() {
        for (text, name) in [
            (" Ada\u{a0}Lovelace ", "Ada Lovelace"),
            ("\u{feff}Ada\u{200b}", "Ada"),
            ("Ada\u{202e}ecalevoL", "AdaecalevoL"),
            ("Lo\u{ad}velace", "Lovelace"),
            ("Ada\r\nLovelace", "Ada  Lovelace"),
            ("A\u{0}d\u{7f}a", "Ada"),
            ("山田\u{3000}太郎", "山田\u{3000}太郎"),
            // Persian and Hindi spelling, and emoji, need their joiners.
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("क\u{94d}\u{200d}ष", "क\u{94d}\u{200d}ष"),
            ("👩🏽\u{200d}🚒", "👩🏽\u{200d}🚒"),
            ("❤\u{fe0f}", "❤\u{fe0f}"),
            ("\u{200d}Ada\u{200d}", "Ada"),
            ("\u{200b}\u{2800}\u{3164}", ""),
            ("Zoe\u{308}", "Zoe\u{308}"),
        ] {
            assert_eq!(line(text), name, "{text:?}");
        }
    }

    #[test]
    fn what_shows_nothing_is_known() {
        for text in [
            "",
            " ",
            "\u{a0}\u{3000}",
            "\u{200b}\u{feff}",
            "\u{3164}",
            "\u{202e}",
        ] {
            assert!(!is_visible(text), "{text:?}");
        }
        for text in ["a", ".", "\u{200b}a", "名", "-"] {
            assert!(is_visible(text), "{text:?}");
        }
    }

    #[test]
    fn a_name_keeps_its_direction_to_itself() {
        for plain in ["", "Ada", "名", "Zoë 🦀"] {
            assert!(matches!(isolated(plain), Cow::Borrowed(same) if same == plain));
        }
        for (name, shown) in [
            ("مدير", "\u{2068}مدير\u{2069}"),
            ("ada\u{202e}moc", "\u{2068}ada\u{202e}moc\u{2069}"),
            // Neither ends the isolation early nor leaves one of its own open.
            ("a\u{2069}\u{202e}b", "\u{2068}a\u{202e}b\u{2069}"),
            ("a\u{2067}b", "\u{2068}a\u{2067}b\u{2069}\u{2069}"),
            (
                "\u{2066}a\u{2069}\u{2069}",
                "\u{2068}\u{2066}a\u{2069}\u{2069}",
            ),
        ] {
            assert_eq!(isolated(name), shown, "{name:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_written_as_an_escape() {
        assert!(matches!(escaped("{\"name\":\"Zoë\"}\n"), Cow::Borrowed(_)));
        let line = "{\"name\":\"a\u{202e}b\u{200b}\u{e0001}\"}";
        assert_eq!(
            escaped(line),
            "{\"name\":\"a\\u202eb\\u200b\\udb40\\udc01\"}"
        );
        let read: serde_json::Value = serde_json::from_str(&escaped(line)).unwrap();
        assert_eq!(
            read,
            serde_json::from_str::<serde_json::Value>(line).unwrap()
        );
    }

    /// What is copied along with text, between what is copied.
    fn pasted() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-z@.<>;,:\"' ]{0,6}",
            "\\PC{0,3}",
            "[\u{0}-\u{20}\u{7f}-\u{a0}\u{ad}\u{200b}-\u{200f}\u{2028}-\u{202f}\u{2060}-\u{206f}\u{feff}]{0,3}",
            Just("mailto:".to_owned()),
            Just("%40%20%E2%80%8B".to_owned()),
            Just("ada@company.com".to_owned()),
        ];
        proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn an_address_has_nothing_invisible_and_is_read_as_itself(text in pasted()) {
            if let Ok(address) = email_address(&text) {
                let odd = |one: char| one.is_whitespace() || one.is_control() || is_invisible(one);
                prop_assert!(!address.contains(odd), "{address:?}");
                prop_assert_eq!(email_address(&address), Ok(address));
            }
        }

        #[test]
        fn a_name_has_nothing_invisible_but_joiners_and_is_read_as_itself(text in pasted()) {
            let name = line(&text);
            let odd = |one: char| one.is_control() || is_invisible(one) && !is_joiner(one);
            prop_assert!(!name.contains(odd), "{name:?}");
            prop_assert_eq!(line(&name), &*name);
            prop_assert_eq!(name.trim(), &*name);
        }
    }
}
