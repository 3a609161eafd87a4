//! Names that a path may hold, and those that would lead out of it.
//!
//! A name is encoded so that it stays one segment. That holds with a platform
//! that decodes once; proxies before one have been known to decode twice, to
//! fold `%2e%2e%2f` away first, or to take `\` for `/`. So a name that becomes
//! a step in the path under any such reading is refused, though it could be
//! encoded.

use crate::http::error::GatewayError;
use percent_encoding::percent_decode_str;
use wire::Platform;
use wire::console::Connection;

/// How often something may still change when it is decoded.
const DECODING_ROUNDS: usize = 4;

/// Checks the parameters of a path, `template` naming them.
pub(crate) fn check(
    connection: &Connection,
    template: &str,
    values: &[String],
) -> Result<(), GatewayError> {
    let names = template
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    for (name, value) in names.zip(values) {
        if may_leave_segment(value) {
            return Err(GatewayError::Step(value.clone()));
        }
        if connection.platform == Platform::Metabase && name.ends_with("id") && !is_number(value) {
            // `/api/user/{id}` has the shape of routes that are not listed.
            return Err(GatewayError::NotANumber(value.clone()));
        }
        if name == "tenant" && !connection.tenant.is_empty() && *value != connection.tenant {
            return Err(GatewayError::OtherTenant(value.clone()));
        }
    }
    Ok(())
}

/// Whether anything between here and the platform could read `name` as more
/// than a name.
fn may_leave_segment(name: &str) -> bool {
    let mut now = name.to_owned();
    for _ in 0..=DECODING_ROUNDS {
        let steps = now
            .split(['/', '\\'])
            .any(|part| matches!(part.split(';').next(), Some("." | "..")));
        if steps || now.chars().any(char::is_control) {
            return true;
        }
        let next = percent_decode_str(&now).decode_utf8_lossy().into_owned();
        if next == now {
            return false;
        }
        now = next;
    }
    true
}

fn is_number(text: &str) -> bool {
    (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_names_pass() {
        for name in [
            "ada@company.com",
            "a/b",
            "a\\b",
            "%2f",
            "%252f",
            "a%",
            "%zz",
            "x+y z;q=1",
            "...",
            ".hidden",
            "a..b",
            "ü",
            "%ff",
            "100%25",
        ] {
            assert!(!may_leave_segment(name), "{name}");
        }
    }

    #[test]
    fn what_any_reader_takes_for_a_step_does_not() {
        for name in [
            "../x",
            "a/../b",
            "a/.",
            "..\\x",
            "..;/x",
            "..;v=1",
            "%2e%2e",
            "%2E%2e/x",
            "%2e%2e%2fx",
            "%252e%252e%252fx",
            "..%5cx",
            "%25252e%25252e",
            "%2525252525252e",
            "a\0",
            "a%00",
            "a\r\nb",
            "a%0d%0ab",
            "\u{7f}",
        ] {
            assert!(may_leave_segment(name), "{name}");
        }
    }
}
