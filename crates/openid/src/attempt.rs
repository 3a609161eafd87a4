//! What one attempt to sign in begins with, which the browser keeps meanwhile.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gateway::{NoRandomness, random_bytes};
use sha2::{Digest, Sha256};
use std::fmt;

/// Three secrets that only this browser and the provider know, each base64url.
pub(super) struct Attempt {
    /// Comes back with the provider's answer.
    pub(super) state: String,
    /// Comes back in the ID token.
    pub(super) nonce: String,
    /// Proves to the provider that the code was asked for here (PKCE, RFC 7636).
    pub(super) verifier: String,
}

impl Attempt {
    /// A new one.
    pub(super) fn new() -> Result<Self, NoRandomness> {
        let random = || random_bytes().map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        Ok(Self {
            state: random()?,
            nonce: random()?,
            verifier: random()?,
        })
    }

    /// What the provider is told of the verifier.
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier))
    }

    /// What [`Attempt`]'s text says; nothing where it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let attempt = Self {
            state: parts.next()?,
            nonce: parts.next()?,
            verifier: parts.next()?,
        };
        parts.next().is_none().then_some(attempt)
    }

    /// Whether the provider's answer with this state is the one to it.
    pub(super) fn is_answered_by(&self, state: &str) -> bool {
        !state.is_empty() && self.state == state
    }
}

/// As the browser keeps it: base64url has no full stop.
impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.state, self.nonce, self.verifier)
    }
}
