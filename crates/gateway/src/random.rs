//! Random numbers for keys, tokens and what a sign-in begins with.

use ring::rand::{SecureRandom, SystemRandom};

/// How many bytes a key or a token has.
pub(crate) const RANDOM_BYTES: usize = 32;

/// This machine has no random numbers now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this machine gives no random numbers")]
pub struct NoRandomness;

/// Random bytes for a key or a token.
///
/// # Errors
/// When there are none.
pub fn random_bytes() -> Result<[u8; RANDOM_BYTES], NoRandomness> {
    let mut bytes = [0; RANDOM_BYTES];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| NoRandomness)?;
    Ok(bytes)
}
