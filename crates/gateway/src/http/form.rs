//! Web forms, as a browser sends them without any script.

use percent_encoding::percent_decode_str;

/// A field of a web form, or of a query, which is written alike.
pub(crate) fn field(form: &str, name: &str) -> String {
    let value = form
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .unwrap_or_default()
        .replace('+', " ");
    percent_decode_str(&value).decode_utf8_lossy().into_owned()
}
