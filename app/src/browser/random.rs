//! Passwords made of the browser's own randomness.

use leptos::prelude::window;
use roster::RANDOM_BYTES;

/// How many times random bytes are drawn. Not every draw meets every rule.
const DRAWS: usize = 8;

/// Why no password could be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RandomError {
    /// The browser has no source of randomness here, or refused to use it.
    Unavailable,
    /// None of the draws met the rules for a password.
    Unsuitable,
}

/// A new password, made of the browser's randomness.
pub(crate) fn new_password() -> Result<String, RandomError> {
    let crypto = window().crypto().map_err(|_| RandomError::Unavailable)?;
    for _ in 0..DRAWS {
        let mut bytes = [0; RANDOM_BYTES];
        crypto
            .get_random_values_with_u8_array(&mut bytes)
            .map_err(|_| RandomError::Unavailable)?;
        if let Some(password) = roster::password(&bytes) {
            return Ok(password);
        }
    }
    Err(RandomError::Unsuitable)
}
