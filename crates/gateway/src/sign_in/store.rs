//! Where sessions are kept.

use super::Role;
use std::collections::HashMap;
use std::fmt::Debug;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What keeps sessions. It knows no token, only what is made of it, and no
/// limits: those are the server's.
pub trait SessionStore: Debug + Send + Sync {
    /// Keeps a session that begins.
    fn put(&self, key: SessionKey, session: Session) -> Keeping<'_, ()>;

    /// The session with this key.
    fn get(&self, key: SessionKey) -> Keeping<'_, Option<Session>>;

    /// Notes that somebody was seen then. A session that has ended stays so.
    fn seen(&self, key: SessionKey, at: i64) -> Keeping<'_, ()>;

    /// Ends a session, if there is one.
    fn remove(&self, key: SessionKey) -> Keeping<'_, ()>;

    /// Ends every session that began or was last seen at these times or before;
    /// answers how many are left.
    fn sweep(&self, began: i64, seen: i64) -> Keeping<'_, u64>;
}

/// A token's SHA-256.
pub type SessionKey = [u8; 32];

/// Something being done with what is kept.
pub type Keeping<'a, T> = Pin<Box<dyn Future<Output = Result<T, NotKept>> + Send + 'a>>;

/// Sessions cannot be read or written, for the reason given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotKept(pub String);

/// Somebody's session. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub person: Person,
    /// When it began.
    pub began: i64,
    /// When its person was last seen, as far as that was noted.
    pub seen: i64,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name, as it stands in the trail.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// How they came in.
    pub way: Way,
}

/// How somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// With a password of this server's.
    Password,
    /// With what somebody else vouched for.
    Provider,
}

/// Sessions in this process alone: they end with it.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<HashMap<SessionKey, Session>>);

impl InMemory {
    fn all(&self) -> MutexGuard<'_, HashMap<SessionKey, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn done<'a, T: Send + 'a>(value: T) -> Keeping<'a, T> {
    Box::pin(std::future::ready(Ok(value)))
}

impl SessionStore for InMemory {
    fn put(&self, key: SessionKey, session: Session) -> Keeping<'_, ()> {
        self.all().insert(key, session);
        done(())
    }

    fn get(&self, key: SessionKey) -> Keeping<'_, Option<Session>> {
        done(self.all().get(&key).cloned())
    }

    fn seen(&self, key: SessionKey, at: i64) -> Keeping<'_, ()> {
        if let Some(session) = self.all().get_mut(&key) {
            session.seen = at;
        }
        done(())
    }

    fn remove(&self, key: SessionKey) -> Keeping<'_, ()> {
        self.all().remove(&key);
        done(())
    }

    fn sweep(&self, began: i64, seen: i64) -> Keeping<'_, u64> {
        let mut all = self.all();
        all.retain(|_, session| session.began > began && session.seen > seen);
        done(all.len() as u64)
    }
}
