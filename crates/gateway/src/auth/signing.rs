//! Signs sessions, so that write access to the place where they are stored is
//! not enough to sign in.

use super::store::{Session, TokenHash};
use crate::random::{NoRandomness, RANDOM_BYTES, random_bytes};
use ring::hmac;
use std::fmt;

/// The purpose of signatures in device cookies.
const DEVICE: &str = "rollcall device 1";

/// How many bytes a key has.
pub const SIGNING_KEY_BYTES: usize = RANDOM_BYTES;

/// Signs sessions, and makes fingerprints of credentials. A person who can
/// write to the database cannot impersonate anyone without the key.
#[derive(Clone)]
pub struct SigningKey(hmac::Key);

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl SigningKey {
    /// The key that these bytes are.
    pub fn new(bytes: &[u8; SIGNING_KEY_BYTES]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    /// A key that no other process has.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn random() -> Result<Self, NoRandomness> {
        random_bytes().map(|bytes| Self::new(&bytes))
    }

    /// A public key for servers that share a database and have no key configured:
    /// with it a signature proves nothing.
    pub fn public() -> Self {
        Self::new(&[0; SIGNING_KEY_BYTES])
    }

    pub(super) fn sign(&self, token: &TokenHash, session: &Session) -> Vec<u8> {
        hmac::sign(&self.0, &message(token, session))
            .as_ref()
            .to_vec()
    }

    /// Whether this key signed `session`, in a time that does not depend on how
    /// much of the signature is right.
    pub(super) fn verifies(&self, token: &TokenHash, session: &Session) -> bool {
        hmac::verify(&self.0, &message(token, session), &session.signature).is_ok()
    }

    /// Signs the `parts` of a device cookie.
    pub(super) fn sign_device(&self, parts: &[&[u8]]) -> Vec<u8> {
        hmac::sign(&self.0, &joined(DEVICE, parts))
            .as_ref()
            .to_vec()
    }

    /// Whether this key signed the `parts` of a device cookie.
    pub(super) fn verifies_device(&self, parts: &[&[u8]], signature: &[u8]) -> bool {
        hmac::verify(&self.0, &joined(DEVICE, parts), signature).is_ok()
    }

    /// The fingerprint of the credential that `parts` describe. It is keyed, so
    /// that reading the database does not help to guess the credential.
    pub(super) fn fingerprint(&self, parts: &[&[u8]]) -> Vec<u8> {
        hmac::sign(&self.0, &joined("rollcall credential 1", parts))
            .as_ref()
            .to_vec()
    }
}

/// All of a session but its signature.
fn message(token: &TokenHash, session: &Session) -> Vec<u8> {
    let person = &session.person;
    joined(
        "rollcall session 1",
        &[
            token,
            person.name.as_bytes(),
            person.role.name().as_bytes(),
            person.via.to_string().as_bytes(),
            &session.credential,
            &session.began.to_be_bytes(),
            &session.seen.to_be_bytes(),
        ],
    )
}

/// Joins the parts, each with its length before it, so that the boundary
/// between two parts cannot move. `purpose` keeps a signature for one thing
/// from being used for another.
fn joined(purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    for part in [purpose.as_bytes()].iter().chain(parts) {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{Person, Role, Via};

    #[test]
    fn a_signature_is_over_every_field_and_of_one_key() {
        let key = SigningKey::new(&[7; SIGNING_KEY_BYTES]);
        let token = [1; 32];
        let mut session = Session {
            person: Person {
                name: "ada".into(),
                role: Role::Viewer,
                via: Via::Local,
            },
            credential: vec![2; 32],
            began: 100,
            seen: 200,
            signature: Vec::new(),
        };
        session.signature = key.sign(&token, &session);
        assert!(key.verifies(&token, &session));
        assert!(!key.verifies(&[3; 32], &session), "another token");
        assert!(!SigningKey::public().verifies(&token, &session));
        let changes: [fn(&mut Session); 8] = [
            |session| session.person.name = "adb".into(),
            |session| session.person.role = Role::Operator,
            |session| session.person.via = Via::issuer("local"),
            |session| session.credential[0] = 0,
            |session| session.began += 1,
            |session| session.seen += 1,
            |session| session.signature[31] ^= 1,
            |session| session.signature.clear(),
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let mut forged = session.clone();
            change(&mut forged);
            assert!(!key.verifies(&token, &forged), "change {at}");
        }
    }

    #[test]
    fn the_boundary_between_parts_of_a_fingerprint_cannot_move() {
        let key = SigningKey::public();
        assert_ne!(
            key.fingerprint(&[b"ab", b"c"]),
            key.fingerprint(&[b"a", b"bc"])
        );
    }
}
