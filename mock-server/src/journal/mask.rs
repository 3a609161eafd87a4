//! Masks the secret parts of a request before it is stored.

use axum::http::HeaderMap;
use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::borrow::Cow;
use std::sync::LazyLock;
use wire::Platform;
use wire::secrets::MASK;

/// The parameters and fields that the catalogue marks as secret, of all
/// endpoints: a client may send one to the wrong endpoint.
static LISTED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let routes = Platform::ALL.into_iter().flat_map(Platform::routes);
    let names = routes.flat_map(|route| route.secrets);
    names.map(|name| name.to_ascii_lowercase()).collect()
});

/// Words that mark any other parameter, field or header as secret.
const WORDS: [&str; 4] = ["password", "secret", "token", "api_key"];

/// Words that mark a header as secret.
const HEADERS: [&str; 5] = ["auth", "cookie", "key", "session", "token"];

/// The length from which a secret's last two characters are shown, so that two
/// secrets can be told apart.
const SHOWN_FROM: usize = 9;

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    LISTED.contains(&name) || WORDS.iter().any(|word| name.contains(word))
}

/// The headers; credentials are masked except for their end.
pub(super) fn headers(headers: &HeaderMap) -> IndexMap<String, String> {
    let mut shown = IndexMap::with_capacity(headers.len());
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let name = name.as_str();
        let secret = HEADERS.iter().any(|word| name.contains(word)) || is_secret(name);
        let value = if secret { end_of(&value) } else { value };
        shown
            .entry(name.to_owned())
            .and_modify(|before: &mut String| {
                before.push_str(", ");
                before.push_str(&value);
            })
            .or_insert_with(|| value.into_owned());
    }
    shown
}

fn end_of(secret: &str) -> Cow<'static, str> {
    let length = secret.chars().count();
    if length < SHOWN_FROM {
        return Cow::Borrowed(MASK);
    }
    let end: String = secret.chars().skip(length - 2).collect();
    Cow::Owned(format!("{MASK}{end}"))
}

/// A query or form as sent, with its secrets masked; they are added to `found`.
pub(super) fn query(query: &str, found: &mut Vec<String>) -> String {
    let mut shown = String::with_capacity(query.len());
    for (index, pair) in query.split('&').enumerate() {
        if index > 0 {
            shown.push('&');
        }
        match pair.split_once('=') {
            Some((name, value)) if is_secret(&decoded(name)) => {
                found.push(decoded(value));
                found.push(value.to_owned());
                shown.push_str(name);
                shown.push('=');
                shown.push_str(MASK);
            }
            _ => shown.push_str(pair),
        }
    }
    shown
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// A body as sent, with its secrets masked; they are added to `found`. `None`
/// if it cannot be read and might contain one.
pub(super) fn body(bytes: &[u8], content_type: &str, found: &mut Vec<String>) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(mut json) = serde_json::from_slice::<Value>(bytes) {
        // Unchanged if there is nothing to mask.
        return Some(if hide(&mut json, found) {
            json.to_string()
        } else {
            text.into_owned()
        });
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        return Some(query(&text, found));
    }
    let lower = text.to_ascii_lowercase();
    let suspect = LISTED.iter().any(|name| lower.contains(name.as_str()))
        || WORDS.iter().any(|word| lower.contains(word));
    (!suspect).then(|| text.into_owned())
}

/// Masks the secrets in `json`; returns whether there are any.
fn hide(json: &mut Value, found: &mut Vec<String>) -> bool {
    match json {
        Value::Object(map) => {
            let mut any = false;
            for (name, value) in map {
                if !value.is_null() && is_secret(name) {
                    collect(value, found);
                    *value = Value::String(MASK.to_owned());
                    any = true;
                } else {
                    any |= hide(value, found);
                }
            }
            any
        }
        Value::Array(items) => {
            let mut any = false;
            for item in items {
                any |= hide(item, found);
            }
            any
        }
        _ => false,
    }
}

/// Collects all strings and numbers in a secret.
fn collect(secret: &Value, found: &mut Vec<String>) {
    match secret {
        Value::String(text) => found.push(text.clone()),
        Value::Number(number) => found.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(map) => map.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}
