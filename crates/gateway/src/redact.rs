//! Masks a connection's own secrets in its platform's answers.
//!
//! A platform, or a proxy in front of it, may print the headers of a request in an
//! error page or a debugging answer. The secret in them must not reach a browser,
//! however it is written: [`forms`] lists the encodings of the secret as a whole
//! (base64, hexadecimal), [`escapes`] reads those of its characters, and [`search`]
//! finds both.

mod escapes;
mod forms;
mod harmless;
mod names;
mod sampler;
mod search;
mod stream;
#[cfg(test)]
mod tests;

pub(crate) use stream::MaskedStream;

use aho_corasick::packed;
use axum::body::Bytes;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Uri};
use memchr::memmem;
use percent_encoding::percent_decode_str;
use sampler::Sampler;
use std::fmt;
use std::ops::Range;
use wire::console::header_of_secret;
use wire::secrets::MASK;

/// The shortest secret that is masked, in characters. A shorter one is part of ordinary
/// words: masking it would destroy answers and protect only what can be guessed.
pub(crate) const SHORTEST: usize = 6;

/// The mask in a header, where [`MASK`] would not be readable.
const HEADER_MASK: &str = "***";

/// The secrets of one connection, prepared for searching.
#[derive(Default)]
pub struct SecretMask {
    /// Every form of every secret; none is empty.
    patterns: Vec<Vec<u8>>,
    /// Finds all patterns that are written without escapes.
    verbatim: Option<packed::Searcher>,
    /// Finds where in a long text they can be, if all patterns are long enough.
    sampler: Option<Sampler>,
    /// The bytes that occur in patterns.
    occurring: Occurring,
}

// It contains secrets.
impl fmt::Debug for SecretMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretMask(…)")
    }
}

impl SecretMask {
    /// Masks each of `secrets` that is long enough.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut patterns: Vec<Vec<u8>> = secrets
            .into_iter()
            .filter(|secret| secret.chars().count() >= SHORTEST)
            .flat_map(forms::all)
            .collect();
        patterns.sort();
        patterns.dedup();
        let mut occurring = Occurring::default();
        for byte in patterns.iter().flatten() {
            occurring.0[usize::from(*byte)] = true;
        }
        Self {
            verbatim: searcher(&patterns),
            sampler: Sampler::new(&patterns),
            patterns,
            occurring,
        }
    }

    /// A whole body with the secrets masked; the body itself if there are none.
    pub(crate) fn body(&self, body: Bytes) -> Bytes {
        let found = self.find(&body, true);
        if found.spans.is_empty() {
            return body;
        }
        let mut masked = Vec::with_capacity(body.len());
        write_masked(&mut masked, &body, &found.spans, MASK);
        masked.into()
    }

    /// A text with the secrets masked.
    pub fn text(&self, text: String) -> String {
        let found = self.find(text.as_bytes(), true);
        if found.spans.is_empty() {
            return text;
        }
        let mut masked = Vec::with_capacity(text.len());
        write_masked(&mut masked, text.as_bytes(), &found.spans, MASK);
        String::from_utf8_lossy(&masked).into_owned()
    }

    /// A header's value with the secrets masked.
    pub(crate) fn header(&self, value: &HeaderValue) -> Option<HeaderValue> {
        let found = self.find(value.as_bytes(), true);
        if found.spans.is_empty() {
            return Some(value.clone());
        }
        let mut masked = Vec::with_capacity(value.len());
        write_masked(&mut masked, value.as_bytes(), &found.spans, HEADER_MASK);
        HeaderValue::from_bytes(&masked).ok()
    }
}

/// Whether a change would write a mask to the platform: a record that was read and is
/// written back whole, or a command line that was shown with a masked secret.
pub(crate) fn holds_mask(uri: &Uri, body: &[u8]) -> bool {
    let target = uri.path_and_query().map_or("", PathAndQuery::as_str);
    let target: Vec<u8> = percent_decode_str(target).collect();
    memmem::find(body, MASK.as_bytes()).is_some()
        || memmem::find(body, header_of_secret(MASK).as_bytes()).is_some()
        || memmem::find(&target, MASK.as_bytes()).is_some()
}

/// The bytes that occur in patterns.
struct Occurring([bool; 256]);

impl Default for Occurring {
    fn default() -> Self {
        Self([false; 256])
    }
}

impl Occurring {
    const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}

/// A search for all `patterns` at once; `None` if there are too many or this machine
/// does not support it. It is fast to build: if a connection asks the user for its
/// secret, each request has its own.
fn searcher(patterns: &[Vec<u8>]) -> Option<packed::Searcher> {
    packed::Config::new()
        .match_kind(packed::MatchKind::LeftmostLongest)
        .builder()
        .extend(patterns)
        .build()
}

/// Writes `text` to `masked`, with `mask` in place of each of `spans`, which are sorted
/// and do not overlap.
fn write_masked(masked: &mut Vec<u8>, text: &[u8], spans: &[Range<usize>], mask: &str) {
    let mut written = 0;
    for span in spans {
        masked.extend_from_slice(&text[written..span.start]);
        write_mask(masked, &text[span.clone()], mask);
        written = span.end;
    }
    masked.extend_from_slice(&text[written..]);
}

/// Writes the replacement of `secret`.
fn write_mask(masked: &mut Vec<u8>, secret: &[u8], mask: &str) {
    if secret.iter().all(u8::is_ascii_digit) {
        // It may be a number in JSON, and has to stay one.
        masked.resize(masked.len() + secret.len(), b'9');
    } else {
        masked.extend_from_slice(mask.as_bytes());
    }
}
