//! Who is signed in, and for how long; a [`SessionStore`] keeps it.

use super::{NotKept, Person, Session, SessionKey, SessionStore};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How many there are at most.
const MOST: u64 = 10_000;
/// How many random bytes a token is made of, and how long it is then.
const BYTES: usize = 32;
const LENGTH: usize = 43;
/// Seconds between two notes that somebody was seen: a note for each request
/// would be a write for each read.
const BETWEEN_NOTES: i64 = 60;

#[derive(Debug)]
pub(crate) struct Sessions {
    store: Arc<dyn SessionStore>,
    /// In seconds.
    idle: i64,
    longest: i64,
}

impl Sessions {
    pub(crate) fn new(store: Arc<dyn SessionStore>, idle: Duration, longest: Duration) -> Self {
        let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        Self {
            store,
            idle: seconds(idle),
            longest: seconds(longest),
        }
    }

    /// Signs `person` in; answers the token.
    pub(crate) async fn begin(&self, person: Person) -> Result<String, NotKept> {
        self.begin_at(person, now()).await
    }

    /// Whose token that is.
    pub(crate) async fn find(&self, token: &str) -> Result<Option<Person>, NotKept> {
        self.find_at(token, now()).await
    }

    /// Signs out whoever has this token.
    pub(crate) async fn end(&self, token: &str) -> Result<(), NotKept> {
        self.store.remove(key(token)).await
    }

    async fn begin_at(&self, person: Person, now: i64) -> Result<String, NotKept> {
        let mut bytes = [0; BYTES];
        rustls::crypto::ring::default_provider()
            .secure_random
            .fill(&mut bytes)
            .map_err(|_| NotKept("this machine gives no random numbers".to_owned()))?;
        let token = URL_SAFE_NO_PAD.encode(bytes);
        let (began, seen) = (
            now.saturating_sub(self.longest),
            now.saturating_sub(self.idle),
        );
        if self.store.sweep(began, seen).await? >= MOST {
            return Err(NotKept("too many people are signed in".to_owned()));
        }
        let session = Session {
            person,
            began: now,
            seen: now,
        };
        self.store.put(key(&token), session).await?;
        Ok(token)
    }

    async fn find_at(&self, token: &str, now: i64) -> Result<Option<Person>, NotKept> {
        if token.len() != LENGTH {
            return Ok(None);
        }
        let key = key(token);
        let Some(session) = self.store.get(key).await? else {
            return Ok(None);
        };
        let unseen = now.saturating_sub(session.seen);
        if unseen >= self.idle || now.saturating_sub(session.began) >= self.longest {
            self.store.remove(key).await?;
            return Ok(None);
        }
        if unseen >= BETWEEN_NOTES.min(self.idle / 4) && unseen > 0 {
            // Without the note the session ends sooner, which harms nobody.
            if let Err(NotKept(why)) = self.store.seen(key, now).await {
                tracing::warn!(why, "it is not noted that somebody is still there");
            }
        }
        Ok(Some(session.person))
    }
}

/// What a token is kept as: nobody finds one by how long looking takes, and
/// whoever reads where sessions are kept has none.
fn key(token: &str) -> SessionKey {
    Sha256::digest(token).into()
}

/// Seconds since 1970. The machine's clock, as several servers and restarts
/// have no other one in common.
fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|time| i64::try_from(time.as_secs()).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{InMemory, Role, Way};
    use super::*;

    fn ada() -> Person {
        Person {
            name: "ada".into(),
            role: Role::Viewer,
            way: Way::Password,
        }
    }

    #[tokio::test]
    async fn a_session_ends_when_nothing_is_done_when_it_is_old_and_when_it_is_ended() {
        let minutes = |number: u64| Duration::from_secs(60 * number);
        let sessions = Sessions::new(Arc::new(InMemory::default()), minutes(30), minutes(100));
        let finds = async |token: &str, after: i64| {
            let found = sessions.find_at(token, 60 * after).await.unwrap();
            assert!(found.as_ref().is_none_or(|person| *person == ada()));
            found.is_some()
        };
        let idle = sessions.begin_at(ada(), 0).await.unwrap();
        let busy = sessions.begin_at(ada(), 0).await.unwrap();
        let ended = sessions.begin_at(ada(), 0).await.unwrap();
        assert_eq!(busy.len(), LENGTH);
        assert_ne!(idle, busy);
        for after in [10, 29, 58, 80] {
            assert!(finds(&busy, after).await, "{after}");
        }
        assert!(!finds(&busy, 100).await);
        assert!(!finds(&busy, 81).await, "it does not come back");
        assert!(!finds(&idle, 30).await);
        assert!(finds(&ended, 1).await);
        sessions.end(&ended).await.unwrap();
        assert!(!finds(&ended, 1).await);
        for token in ["", "A", &"A".repeat(LENGTH), &"A".repeat(5_000)] {
            assert!(!finds(token, 1).await);
        }
    }

    #[tokio::test]
    async fn who_is_there_is_noted_once_a_minute() {
        let hour = Duration::from_secs(3600);
        let store = Arc::new(InMemory::default());
        let sessions = Sessions::new(store.clone(), hour, hour);
        let token = sessions.begin_at(ada(), 0).await.unwrap();
        for (at, noted) in [(59, 0), (60, 60), (61, 60), (119, 60), (120, 120)] {
            assert!(sessions.find_at(&token, at).await.unwrap().is_some());
            let session = store.get(key(&token)).await.unwrap().unwrap();
            assert_eq!(session.seen, noted, "{at}");
        }
    }

    #[tokio::test]
    async fn sessions_that_are_over_make_room_and_no_more_than_so_many_are_kept() {
        let minute = Duration::from_secs(60);
        let store = Arc::new(InMemory::default());
        let sessions = Sessions::new(store, minute, minute);
        for _ in 0..MOST {
            sessions.begin_at(ada(), 0).await.unwrap();
        }
        let refused = sessions.begin_at(ada(), 59).await.unwrap_err();
        assert!(refused.0.contains("too many"), "{refused}");
        sessions.begin_at(ada(), 60).await.unwrap();
    }
}
