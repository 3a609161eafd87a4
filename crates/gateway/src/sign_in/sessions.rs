//! Who is signed in. It stands in this process and nowhere else: a restart
//! signs everybody out.

use super::Person;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many there are at most.
const MOST: usize = 10_000;

#[derive(Debug)]
pub(super) struct Sessions {
    idle: Duration,
    longest: Duration,
    /// By their token's hash: nobody finds one by how long looking takes, and
    /// no token stands in memory.
    all: Mutex<HashMap<[u8; 32], Session>>,
}

#[derive(Debug)]
struct Session {
    person: Person,
    began: Instant,
    seen: Instant,
}

impl Sessions {
    pub(super) fn new(idle: Duration, longest: Duration) -> Self {
        Self {
            idle,
            longest,
            all: Mutex::default(),
        }
    }

    /// Signs `person` in; answers the token. Nothing where there is no chance
    /// to be had, or no room.
    pub(super) fn begin(&self, person: Person, now: Instant) -> Option<String> {
        let mut bytes = [0; 32];
        rustls::crypto::ring::default_provider()
            .secure_random
            .fill(&mut bytes)
            .ok()?;
        let token = URL_SAFE_NO_PAD.encode(bytes);
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, session| self.holds(session, now));
        if all.len() >= MOST {
            return None;
        }
        let session = Session {
            person,
            began: now,
            seen: now,
        };
        all.insert(hash(&token), session);
        Some(token)
    }

    /// Whose token that is.
    pub(super) fn find(&self, token: &str, now: Instant) -> Option<Person> {
        let key = hash(token);
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let session = all.get_mut(&key)?;
        if self.holds(session, now) {
            session.seen = now;
            return Some(session.person.clone());
        }
        all.remove(&key);
        None
    }

    pub(super) fn end(&self, token: &str) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&hash(token));
    }

    fn holds(&self, session: &Session, now: Instant) -> bool {
        now.duration_since(session.seen) < self.idle
            && now.duration_since(session.began) < self.longest
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::*;

    #[test]
    fn a_session_ends_when_nothing_is_done_when_it_is_old_and_when_it_is_ended() {
        let minutes = |number: u64| Duration::from_secs(60 * number);
        let sessions = Sessions::new(minutes(30), minutes(100));
        let ada = Person {
            name: "ada".into(),
            role: Role::Viewer,
        };
        let start = Instant::now();
        let begin = || sessions.begin(ada.clone(), start).unwrap();
        let finds = |token: &str, after| {
            let found = sessions.find(token, start + minutes(after));
            assert!(found.as_ref().is_none_or(|person| *person == ada));
            found.is_some()
        };
        let (idle, busy, ended) = (begin(), begin(), begin());
        assert_eq!(busy.len(), 43);
        assert_ne!(idle, busy);
        for after in [10, 29, 58, 80] {
            assert!(finds(&busy, after), "{after}");
        }
        assert!(!finds(&busy, 100));
        assert!(!finds(&busy, 81), "it does not come back");
        assert!(!finds(&idle, 30));
        assert!(finds(&ended, 1));
        sessions.end(&ended);
        assert!(!finds(&ended, 1));
        assert!(!finds("", 1));
    }
}
