//! The forms of a secret as a whole.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::fmt::Write;
use wire::console::header_of_secret;

/// `secret` as it is and in every other form that is searched for. Escapes are not
/// among them: they are decoded where they occur.
pub(super) fn all(secret: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![secret.as_bytes().to_vec()];
    if secret.contains(' ') {
        // As in forms and query strings.
        forms.push(secret.replace(' ', "+").into_bytes());
    }
    if !secret.is_ascii() {
        forms.extend(misread(secret));
    }
    for text in written(secret) {
        for alignment in 0..3 {
            forms.extend(base64(&text, alignment));
        }
    }
    forms.extend(hexadecimal(secret));
    forms.push(wide(secret));
    forms
}

/// A secret that is not ASCII, in Latin-1, and as written by programs that mistook its
/// UTF-8 for Latin-1.
fn misread(secret: &str) -> Vec<Vec<u8>> {
    let mistaken: String = secret.bytes().map(char::from).collect();
    let mut forms = vec![mistaken.into_bytes()];
    let latin: Result<Vec<u8>, _> = secret.chars().map(u8::try_from).collect();
    forms.extend(latin);
    forms
}

/// What a client may have encoded with base64.
fn written(secret: &str) -> Vec<String> {
    let mut texts = vec![secret.to_owned()];
    if let Ok(json) = serde_json::to_string(secret) {
        let json = json.trim_start_matches('"');
        texts.push(json.strip_suffix('"').unwrap_or(json).to_owned());
    }
    texts.push(header_of_secret(secret));
    texts
}

/// The part of the base64 of `text` that does not depend on its surroundings, if
/// `alignment` bytes (modulo three) precede it, in both alphabets.
fn base64(text: &str, alignment: usize) -> [Vec<u8>; 2] {
    let mut bytes = vec![0; alignment];
    bytes.extend_from_slice(text.as_bytes());
    // The characters that do not depend on what precedes and follows.
    let start = (alignment * 8).div_ceil(6);
    let end = bytes.len() * 8 / 6;
    [
        STANDARD_NO_PAD.encode(&bytes),
        URL_SAFE_NO_PAD.encode(&bytes),
    ]
    .map(|encoded| encoded.as_bytes()[start..end].to_vec())
}

fn hexadecimal(secret: &str) -> [Vec<u8>; 2] {
    let mut digits = String::with_capacity(secret.len() * 2);
    for byte in secret.bytes() {
        // Writing to a `String` cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    [digits.to_uppercase().into_bytes(), digits.into_bytes()]
}

/// UTF-16 in both byte orders, without the zero at its beginning or end.
fn wide(secret: &str) -> Vec<u8> {
    let mut bytes: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.last() == Some(&0) {
        bytes.pop();
    }
    bytes
}
