//! The sessions of people who are signed in, and when they end. A
//! [`SessionStore`] stores them.

#[cfg(test)]
mod tests;

use super::signing::SigningKey;
use super::store::{Session, SessionStore, StoreError, StoredSession, TokenHash};
use crate::person::{Person, Role};
use crate::random::random_bytes;
use crate::repeated_failure::RepeatedFailure;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How many sessions one person may have. The oldest ends when one more begins,
/// so that one person cannot use up the limit of all.
const PER_PERSON: usize = 20;
/// How many there are at most, of all people together.
const MOST: u64 = 100_000;
/// The count before the sessions were counted.
const UNCOUNTED: u64 = u64::MAX;
/// How many expired sessions are ended at a time.
const TOGETHER: usize = 200;
/// How long a token is: [`random_bytes`] in base64.
const LENGTH: usize = 43;
/// Seconds between two updates of a session's last activity: an update for each
/// request would be a write for each read.
const BETWEEN_NOTES: i64 = 60;
/// Updates that failed.
static NOT_NOTED: RepeatedFailure = RepeatedFailure::new();

#[derive(Debug)]
pub(crate) struct Sessions {
    store: Arc<dyn SessionStore>,
    key: SigningKey,
    /// In seconds.
    idle: i64,
    longest: i64,
    /// How many there are: as they were counted last, and those that began here
    /// since. Counting takes as long as there are sessions, so it is not done for
    /// each. Several servers may go beyond the limit by what began between two
    /// counts.
    total: AtomicU64,
}

/// The result of looking up a token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// Nothing.
    Unknown,
    /// A person who is signed in.
    Found(Person),
    /// A session that was found to be over, and was ended.
    Ended(Ended),
}

/// A session that has ended, and why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) person: Person,
    pub(crate) why: End,
}

/// Why a session ends without a sign-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// There was no request for as long as allowed.
    Idle,
    /// It lasted as long as allowed.
    Longest,
    /// Its person began too many others.
    Replaced,
    /// The credential that it began with has changed, or its person may not sign in
    /// any more.
    Credential,
    /// This server's key did not sign it.
    Signature,
    /// The sign-in could not be recorded.
    Unrecorded,
}

/// A session that has begun, and those that ended for it.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) token: String,
    pub(crate) ended: Vec<Ended>,
}

/// The current role of a person, and the fingerprint of their credential.
#[derive(Debug)]
pub(crate) struct CurrentRights {
    pub(crate) role: Role,
    pub(crate) credential: Vec<u8>,
}

impl Sessions {
    pub(crate) fn new(
        store: Arc<dyn SessionStore>,
        key: SigningKey,
        idle: Duration,
        longest: Duration,
    ) -> Self {
        let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        Self {
            store,
            key,
            idle: seconds(idle),
            longest: seconds(longest),
            total: AtomicU64::new(UNCOUNTED),
        }
    }

    /// Begins a session of `person` with this credential.
    pub(crate) async fn begin(
        &self,
        person: Person,
        credential: Vec<u8>,
    ) -> Result<Begun, StoreError> {
        self.begin_at(person, credential, now()).await
    }

    /// Looks up the session of a token. `current_rights` gives a person's current
    /// role and credential.
    pub(crate) async fn find(
        &self,
        token: &str,
        current_rights: impl Fn(&Person) -> Option<CurrentRights>,
    ) -> Result<Lookup, StoreError> {
        self.find_at(token, current_rights, now()).await
    }

    /// Ends the session with this token, and returns its person if there was one.
    pub(crate) async fn end(&self, token: &str) -> Result<Option<Person>, StoreError> {
        if token.len() != LENGTH {
            return Ok(None);
        }
        let token = hash(token);
        let Some(session) = self.store.get(token).await? else {
            return Ok(None);
        };
        let removed = self.store.remove(token).await?;
        let is_ours = removed && self.key.verifies(&token, &session);
        Ok(is_ours.then_some(session.person))
    }

    /// Whether the limit of sessions is reached, as far as is known.
    pub(crate) fn is_full(&self) -> bool {
        self.total.load(Ordering::Relaxed) >= MOST
    }

    /// Ends some of the expired sessions, and counts the others. If it returns any,
    /// there may be more.
    pub(crate) async fn sweep(&self) -> Result<Vec<Ended>, StoreError> {
        self.sweep_at(now()).await
    }

    async fn begin_at(
        &self,
        person: Person,
        credential: Vec<u8>,
        now: i64,
    ) -> Result<Begun, StoreError> {
        if self.is_full() {
            return Err(StoreError("too many people are signed in".to_owned()));
        }
        let bytes = random_bytes().map_err(|error| StoreError(error.to_string()))?;
        let token = URL_SAFE_NO_PAD.encode(bytes);
        let session = Session {
            person,
            credential,
            began: now,
            seen: now,
            signature: Vec::new(),
        };
        let key = hash(&token);
        let session = self.signed(&key, session);
        let ended = self.store.put(key, session, PER_PERSON - 1).await?;
        // Otherwise it replaces another.
        let more = u64::from(ended.is_empty());
        self.total.fetch_add(more, Ordering::Relaxed);
        let ended = ended
            .into_iter()
            .map(|stored| self.ended(stored, End::Replaced))
            .collect();
        Ok(Begun { token, ended })
    }

    async fn find_at(
        &self,
        token: &str,
        current_rights: impl Fn(&Person) -> Option<CurrentRights>,
        now: i64,
    ) -> Result<Lookup, StoreError> {
        if token.len() != LENGTH {
            return Ok(Lookup::Unknown);
        }
        let token = hash(token);
        let Some(session) = self.store.get(token).await? else {
            return Ok(Lookup::Unknown);
        };
        let current_rights = current_rights(&session.person)
            .filter(|current_rights| current_rights.credential == session.credential);
        let end = if self.key.verifies(&token, &session) {
            self.is_over(&session, now)
                .or_else(|| current_rights.is_none().then_some(End::Credential))
        } else {
            Some(End::Signature)
        };
        if let Some(why) = end {
            // Several requests may find this at the same time; one reports it.
            let removed = self.store.remove(token).await?;
            return Ok(if removed {
                Lookup::Ended(self.ended((token, session), why))
            } else {
                Lookup::Unknown
            });
        }
        let mut person = session.person.clone();
        if let Some(current_rights) = current_rights {
            person.role = current_rights.role;
        }
        let unseen = now.saturating_sub(session.seen);
        if unseen >= BETWEEN_NOTES.min(self.idle / 4) && unseen > 0 {
            let session = self.signed(
                &token,
                Session {
                    seen: now,
                    ..session
                },
            );
            // Without the update the session ends sooner, which does no harm.
            if let Err(StoreError(why)) = self.store.seen(token, session).await
                && let Some(besides) = NOT_NOTED.occurred()
            {
                tracing::warn!(
                    why,
                    besides,
                    "the last activity of a session could not be stored"
                );
            }
        }
        Ok(Lookup::Found(person))
    }

    async fn sweep_at(&self, now: i64) -> Result<Vec<Ended>, StoreError> {
        let began = now.saturating_sub(self.longest);
        let seen = now.saturating_sub(self.idle);
        let ended = self.store.sweep(began, seen, TOGETHER).await?;
        self.total
            .store(self.store.count().await?, Ordering::Relaxed);
        let ended = ended.into_iter().map(|stored| {
            let why = self.is_over(&stored.1, now).unwrap_or(End::Idle);
            self.ended(stored, why)
        });
        Ok(ended.collect())
    }

    /// Why a session is over at `now`, if it is.
    const fn is_over(&self, session: &Session, now: i64) -> Option<End> {
        if now.saturating_sub(session.began) >= self.longest {
            Some(End::Longest)
        } else if now.saturating_sub(session.seen) >= self.idle {
            Some(End::Idle)
        } else {
            None
        }
    }

    fn signed(&self, token: &TokenHash, mut session: Session) -> Session {
        session.signature = self.key.sign(token, &session);
        session
    }

    /// A session that has ended; what this server did not write ends for that.
    fn ended(&self, (token, session): StoredSession, why: End) -> Ended {
        let why = if self.key.verifies(&token, &session) {
            why
        } else {
            tracing::error!(
                "a session was not signed with this server's key, and is ended: the key was \
                 changed, or something else wrote it into the database"
            );
            End::Signature
        };
        Ended {
            person: session.person,
            why,
        }
    }
}

/// The hash under which a token is stored.
fn hash(token: &str) -> TokenHash {
    Sha256::digest(token).into()
}

/// Seconds since 1970 by the machine's clock, the only one that several servers
/// and restarts share.
fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|time| i64::try_from(time.as_secs()).ok())
        .unwrap_or_default()
}
