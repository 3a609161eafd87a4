//! Unicode's rules by libraries, wherever there is no browser.

use super::UnicodeRules;
use icu_normalizer::ComposingNormalizerBorrowed;
use idna::AsciiDenyList;

/// [`UnicodeRules`] by `icu_normalizer` and `idna`.
#[derive(Debug, Clone, Copy, Default)]
pub struct LibraryRules;

impl UnicodeRules for LibraryRules {
    fn nfc(&self, text: &str) -> String {
        let normalizer = ComposingNormalizerBorrowed::new_nfc();
        normalizer.normalize(text).into_owned()
    }

    fn domain_to_ascii(&self, domain: &str) -> Option<String> {
        let ascii = idna::domain_to_ascii_cow(domain.as_bytes(), AsciiDenyList::URL).ok()?;
        // A URL with such a host has an IPv4 address in its place.
        let last = ascii.trim_end_matches('.').rsplit('.').next()?;
        let is_number = last.bytes().all(|byte| byte.is_ascii_digit());
        (!is_number && !ascii.is_empty()).then(|| ascii.into_owned())
    }
}
