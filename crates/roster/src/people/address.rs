//! Addresses in the form that is compared: two accounts whose normalised addresses
//! are equal belong to one person. Nothing that is shown or sent comes from here.
//!
//! An address is trimmed, composed (Unicode NFC) and case-folded, and its domain is
//! written in ASCII (IDNA). Tags and dots stay: `ana+test@` is another account than
//! `ana@`.

#[cfg(not(target_arch = "wasm32"))]
mod library;
#[cfg(test)]
mod tests;

#[cfg(not(target_arch = "wasm32"))]
pub use library::LibraryRules;

use std::borrow::Cow;
use std::fmt;
use unicase::UniCase;

/// What takes tables of Unicode's that a browser has already: `LibraryRules`
/// elsewhere, `String.prototype.normalize` and `URL` in the page. It is asked for
/// addresses that are not plain ASCII only
/// (docs/decisions/people-addresses.md).
pub trait UnicodeRules {
    /// The text in normalisation form C.
    fn nfc(&self, text: &str) -> String;

    /// The domain name in ASCII, as a browser writes it in a URL; nothing where it
    /// is not a domain name.
    fn domain_to_ascii(&self, domain: &str) -> Option<String>;
}

/// An address in the form that is compared.
///
/// ```
/// use roster::people::{LibraryRules, NormalisedAddress};
/// let address = |text| NormalisedAddress::new(text, &LibraryRules);
///
/// assert_eq!(address(" Ana@Example.COM "), address("ana@example.com"));
/// assert_eq!(address("ana@MÜNCHEN.example"), address("ana@xn--mnchen-3ya.example"));
/// assert_ne!(address("ana+test@example.com"), address("ana@example.com"));
/// assert_eq!(address("ana"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NormalisedAddress(Box<str>);

impl NormalisedAddress {
    /// The address in `text`; nothing where there is none.
    pub fn new(text: &str, rules: &dyn UnicodeRules) -> Option<Self> {
        normalised(text, rules).map(|address| Self(address.into()))
    }

    /// An address that was normalised before, such as one that was stored.
    pub(super) fn from_normalised(address: &str) -> Self {
        Self(address.into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is before the last `@`.
    pub fn local(&self) -> &str {
        split(&self.0).map_or("", |(local, _)| local)
    }

    /// What is after the last `@`.
    pub fn domain(&self) -> &str {
        split(&self.0).map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for NormalisedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address in `text` in the form that is compared, without a copy where it is in
/// that form already; nothing where there is none.
pub fn normalised<'a>(text: &'a str, rules: &dyn UnicodeRules) -> Option<Cow<'a, str>> {
    let text = text.trim();
    if text.is_ascii() {
        split(text)?;
        let is_folded = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        return Some(if is_folded {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.to_ascii_lowercase())
        });
    }
    let (local, domain) = split(text)?;
    let local = folded(local, rules);
    let domain = if domain.is_ascii() {
        domain.to_ascii_lowercase()
    } else {
        // Which letter the capital ß is depends on the version of Unicode.
        let domain = domain.replace('ẞ', "ß");
        rules
            .domain_to_ascii(&domain)
            .unwrap_or_else(|| folded(&domain, rules))
    };
    Some(Cow::Owned(format!("{local}@{domain}")))
}

/// Composed and case-folded, so that folding it again changes nothing. A few letters
/// come apart when they are folded, and what they are composed of folds further.
fn folded(text: &str, rules: &dyn UnicodeRules) -> String {
    let mut folded = rules.nfc(text);
    loop {
        let next = rules.nfc(&UniCase::unicode(&folded).to_folded_case());
        if next == folded {
            return folded;
        }
        folded = next;
    }
}

/// The parts before and after the last `@`, where there is something in both.
fn split(text: &str) -> Option<(&str, &str)> {
    let parts = text.rsplit_once('@')?;
    (!parts.0.is_empty() && !parts.1.is_empty()).then_some(parts)
}
