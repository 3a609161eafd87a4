//! The interface to where sessions are stored.

mod in_memory;

pub use in_memory::InMemory;

use crate::person::Person;
use std::fmt;
use std::pin::Pin;

/// Stores sessions. It knows only the hashes of tokens, and no time limits,
/// which are the server's.
pub trait SessionStore: fmt::Debug + Send + Sync {
    /// Stores a new session. Of the same person's other sessions, only the newest
    /// `others` stay; returns those that it ended.
    fn put(
        &self,
        token: TokenHash,
        session: Session,
        others: usize,
    ) -> Keeping<'_, Vec<StoredSession>>;

    /// The session with this token.
    fn get(&self, token: TokenHash) -> Keeping<'_, Option<Session>>;

    /// Replaces `seen` and `signature` of a session by those of `session`, unless
    /// the session has ended or was seen later.
    fn seen(&self, token: TokenHash, session: Session) -> Keeping<'_, ()>;

    /// Ends a session, and returns whether there was one. Of several calls at the
    /// same time, one returns `true`.
    fn remove(&self, token: TokenHash) -> Keeping<'_, bool>;

    /// Ends at most `limit` sessions that began or were last seen at these times or
    /// before, and returns them.
    fn sweep(&self, began: i64, seen: i64, limit: usize) -> Keeping<'_, Vec<StoredSession>>;

    /// How many sessions there are.
    fn count(&self) -> Keeping<'_, u64>;
}

/// The SHA-256 of a token. Looking it up leaks nothing about the token by its
/// timing, and reading the store reveals no token.
pub type TokenHash = [u8; 32];

/// A session and its token's hash.
pub type StoredSession = (TokenHash, Session);

/// The future of an operation on the store.
pub type Keeping<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Sessions cannot be read or written, for the reason given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StoreError(pub String);

/// A person's session. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The person who is signed in.
    pub person: Person,
    /// The fingerprint of the credential that it began with: once that changes, the
    /// session is over.
    pub credential: Vec<u8>,
    /// When it began.
    pub began: i64,
    /// When the last activity was stored.
    pub seen: i64,
    /// The server's signature over all of the above and the token's hash. A session
    /// whose signature is wrong is ended.
    pub signature: Vec<u8>,
}
