//! Where sessions are kept.

mod in_memory;

pub use in_memory::InMemory;

use crate::person::Person;
use std::fmt;
use std::pin::Pin;

/// What keeps sessions. It knows no token, only its hash, and no limits: those
/// are the server's.
pub trait SessionStore: fmt::Debug + Send + Sync {
    /// Keeps a session that begins. Of the same person's other sessions, only
    /// the newest `others` stay; those that it ends are the answer.
    fn put(
        &self,
        token: TokenHash,
        session: Session,
        others: usize,
    ) -> Keeping<'_, Vec<StoredSession>>;

    /// The session with this token.
    fn get(&self, token: TokenHash) -> Keeping<'_, Option<Session>>;

    /// Replaces `seen` and `signature` of a session by those of `session`. A
    /// session that has ended stays so, and one that was seen later stays as it is.
    fn seen(&self, token: TokenHash, session: Session) -> Keeping<'_, ()>;

    /// Ends a session; whether there was one. Of several that end the same
    /// session at the same time, one gets `true`.
    fn remove(&self, token: TokenHash) -> Keeping<'_, bool>;

    /// Ends at most `limit` sessions that began or were last seen at these times
    /// or before; answers them.
    fn sweep(&self, began: i64, seen: i64, limit: usize) -> Keeping<'_, Vec<StoredSession>>;

    /// How many sessions there are.
    fn count(&self) -> Keeping<'_, u64>;
}

/// A token's SHA-256: a token cannot be found by how long looking it up takes, and
/// reading where sessions are kept gives none away.
pub type TokenHash = [u8; 32];

/// A session, and what it is kept under.
pub type StoredSession = (TokenHash, Session);

/// Something being done with what is kept.
pub type Keeping<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Sessions cannot be read or written, for the reason given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StoreError(pub String);

/// A person's session. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub person: Person,
    /// The fingerprint of the credential that it began with: once the person
    /// has another one, the session is over.
    pub credential: Vec<u8>,
    /// When it began.
    pub began: i64,
    /// When its person was last seen, as far as that was noted.
    pub seen: i64,
    /// The server's signature over all of the above and the token's hash. A
    /// session whose signature does not verify is none.
    pub signature: Vec<u8>,
}
