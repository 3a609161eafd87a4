//! Recent readers of the audit log, so that reading it is recorded once and not for
//! every page and every refresh.

use crate::audit::origin::Actor;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A reading session ends after this long without reading.
const PAUSE: Duration = Duration::from_secs(15 * 60);
/// The longest reading session: a page that is left open and refreshes itself is
/// recorded again after this long.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How many readers are remembered; reading by any others is recorded each time.
const MAX_READERS: usize = 4096;

/// The recent readers.
#[derive(Debug, Default)]
pub(crate) struct ReadingSessions(Mutex<HashMap<Actor, ReadingSession>>);

#[derive(Debug, Clone, Copy)]
struct ReadingSession {
    began: Instant,
    last: Instant,
}

impl ReadingSession {
    fn is_over(self, now: Instant) -> bool {
        now.saturating_duration_since(self.last) >= PAUSE
            || now.saturating_duration_since(self.began) >= LONGEST
    }
}

impl ReadingSessions {
    /// Records that `actor` reads at `now`; returns whether a session starts.
    pub(crate) fn starts(&self, actor: &Actor, now: Instant) -> bool {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = sessions.get_mut(actor)
            && !session.is_over(now)
        {
            session.last = now;
            return false;
        }
        if sessions.len() >= MAX_READERS {
            sessions.retain(|_, session| !session.is_over(now));
        }
        if sessions.len() < MAX_READERS || sessions.contains_key(actor) {
            let session = ReadingSession {
                began: now,
                last: now,
            };
            sessions.insert(actor.clone(), session);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_session_starts_after_a_pause_after_an_hour_and_for_another_person() {
        let sessions = ReadingSessions::default();
        let start = Instant::now();
        let actor = |who: &str, via: &str| Actor {
            who: Some(who.to_owned()),
            via: Some(via.to_owned()),
            address: None,
        };
        let ada = actor("ada", "local");
        let minutes = |number: u64| start + Duration::from_secs(60 * number);
        for (at, starts) in [
            (0, true),
            (0, false),
            (14, false),
            (28, false),
            (43, true),
            (50, false),
            (60, false),
            (74, false),
            (88, false),
            (102, false),
            (103, true),
        ] {
            assert_eq!(sessions.starts(&ada, minutes(at)), starts, "{at}");
        }
        assert!(sessions.starts(&actor("ada", "openid:x"), minutes(103)));
        for number in 0..2 * MAX_READERS {
            let other = actor(&number.to_string(), "local");
            assert!(sessions.starts(&other, minutes(104)));
        }
        let all = sessions.0.lock().unwrap().len();
        assert_eq!(all, MAX_READERS);
    }
}
