//! Who reads the record just now, so that reading it is recorded once and not
//! with every page of it and every time it is looked at again.

use crate::audit::origin::Actor;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// After how long without reading a sitting is over.
const PAUSE: Duration = Duration::from_secs(15 * 60);
/// How long a sitting lasts at most: a page that is left open and asks again and
/// again shows up once in so long.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How many readers are told apart; that of any others is recorded each time.
const READERS: usize = 4096;

/// Who reads the record.
#[derive(Debug, Default)]
pub(crate) struct Sittings(Mutex<HashMap<Actor, Sitting>>);

#[derive(Debug, Clone, Copy)]
struct Sitting {
    began: Instant,
    last: Instant,
}

impl Sitting {
    fn is_over(self, now: Instant) -> bool {
        now.saturating_duration_since(self.last) >= PAUSE
            || now.saturating_duration_since(self.began) >= LONGEST
    }
}

impl Sittings {
    /// Notes that `actor` reads at `now`; whether a sitting begins with that.
    pub(crate) fn begins(&self, actor: &Actor, now: Instant) -> bool {
        let mut sittings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sitting) = sittings.get_mut(actor)
            && !sitting.is_over(now)
        {
            sitting.last = now;
            return false;
        }
        if sittings.len() >= READERS {
            sittings.retain(|_, sitting| !sitting.is_over(now));
        }
        if sittings.len() < READERS || sittings.contains_key(actor) {
            let sitting = Sitting {
                began: now,
                last: now,
            };
            sittings.insert(actor.clone(), sitting);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitting_begins_after_a_pause_after_an_hour_and_for_another_person() {
        let sittings = Sittings::default();
        let start = Instant::now();
        let actor = |who: &str, via: &str| Actor {
            who: Some(who.to_owned()),
            via: Some(via.to_owned()),
            address: None,
        };
        let ada = actor("ada", "local");
        let minutes = |number: u64| start + Duration::from_secs(60 * number);
        for (at, begins) in [
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
            assert_eq!(sittings.begins(&ada, minutes(at)), begins, "{at}");
        }
        assert!(sittings.begins(&actor("ada", "openid:x"), minutes(103)));
        for number in 0..2 * READERS {
            let other = actor(&number.to_string(), "local");
            assert!(sittings.begins(&other, minutes(104)));
        }
        let all = sittings.0.lock().unwrap().len();
        assert_eq!(all, READERS);
    }
}
