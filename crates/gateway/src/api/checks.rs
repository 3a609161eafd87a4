//! What is checked of texts in requests, and IDs.

use crate::http::error::GatewayError;
use crate::people::fingerprint::hex;
use crate::random::random_bytes;
use wire::console::people::{AccountRef, MAX_NAME};

/// What is wrong with a text: it is empty, too long, or holds a character that no
/// database keeps.
pub(crate) fn check_text(name: &str, text: &str, most: usize) -> Result<(), String> {
    if text.trim().is_empty() {
        Err(format!("{name} is empty"))
    } else if text.chars().count() > most {
        Err(format!("{name} has more than {most} characters"))
    } else if text.contains('\0') {
        Err(format!("{name} has the character U+0000 in it"))
    } else {
        Ok(())
    }
}

/// Whether `text` is an ID as [`new_id`] makes them.
pub(crate) fn is_id(text: &str) -> bool {
    is_hexadecimal(text, 32)
}

/// Whether `text` has so many hexadecimal digits, and nothing else.
pub(crate) fn is_hexadecimal(text: &str, digits: usize) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == digits && text.bytes().all(is_digit)
}

/// What is wrong with the name of an account, which is called `name` in the request.
pub(crate) fn check_account(name: &str, account: &AccountRef) -> Result<(), String> {
    check_text(&format!("{name}.connection"), &account.connection, MAX_NAME)?;
    if account.connection.contains('/') {
        return Err(format!("{name}.connection is not the ID of a connection"));
    }
    check_text(&format!("{name}.key"), &account.key, MAX_NAME)
}

/// An unguessable, unique ID.
pub(crate) fn new_id() -> Result<String, GatewayError> {
    let bytes = random_bytes().map_err(|error| GatewayError::PeopleAway(error.to_string()))?;
    let (half, _) = bytes.split_at(bytes.len() / 2);
    Ok(hex(half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_as_this_server_makes_them() {
        assert!(is_id(&"0f".repeat(16)));
        assert!(is_id(&new_id().unwrap()));
        for other in [
            "",
            "0f",
            &"0F".repeat(16),
            &"0g".repeat(16),
            &"\0".repeat(32),
        ] {
            assert!(!is_id(other), "{other}");
        }
    }
}
