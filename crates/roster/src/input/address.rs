//! An email address as people type and paste it.

use super::is_invisible;
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
/// ```
/// use roster::input::email_address;
///
/// for pasted in ["ada@example.com", " <ada@example.com>; ", "Ada L. <mailto:ada@example.com>"] {
///     assert_eq!(email_address(pasted).unwrap(), "ada@example.com");
/// }
/// assert!(email_address("ada@example.com, grace@example.com").is_err());
/// ```
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
