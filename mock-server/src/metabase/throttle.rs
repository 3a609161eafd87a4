//! Limits how often a password can be tried (metabase note 22).
//!
//! Ten failed attempts are free; from then on each is followed by a wait that
//! grows from 15 seconds. An hour without a failure forgets them all. Attempts
//! are not counted by network address: here all come from this machine.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many failed attempts need no wait.
const FREE: u32 = 10;

/// The first wait, in seconds.
const FIRST_WAIT: f64 = 15.0;

/// How long failed attempts count.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

/// The failed attempts, by the user they were for.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct Throttle(BTreeMap<String, Tries>);

#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
struct Tries {
    count: u32,
    last: Timestamp,
}

impl Throttle {
    /// The message to a user who must wait, or `None`.
    pub(super) fn wait(&self, who: &str, now: Timestamp) -> Option<String> {
        let tries = self.0.get(who)?;
        let over = tries.count.checked_sub(FREE - 1).filter(|over| *over > 0)?;
        let since = now.duration_since(tries.last);
        if since >= REMEMBERED {
            return None;
        }
        let wait = SignedDuration::from_secs_f64(FIRST_WAIT * f64::from(over).powf(1.5));
        let left = wait - since;
        // Rounded up to whole seconds.
        let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
        (seconds > 0).then(|| {
            format!("Too many attempts! You must wait {seconds} seconds before trying again.")
        })
    }

    /// Counts a failed attempt.
    pub(super) fn failed(&mut self, who: &str, now: Timestamp) {
        self.0
            .retain(|_, tries| now.duration_since(tries.last) < REMEMBERED);
        let tries = self.0.entry(who.to_owned()).or_default();
        tries.count = tries.count.saturating_add(1);
        tries.last = now;
    }

    /// Forgets the failed attempts after a successful one.
    pub(super) fn forget(&mut self, who: &str) {
        self.0.remove(who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_are_free_then_the_waits_grow_and_an_hour_forgets() {
        let start: Timestamp = "2026-01-15T09:30:00Z".parse().unwrap();
        let at = |seconds| start + SignedDuration::from_secs(seconds);
        let mut throttle = Throttle::default();
        for _ in 0..9 {
            throttle.failed("ada", start);
            assert_eq!(throttle.wait("ada", start), None);
        }
        throttle.failed("ada", start);
        let says = |seconds| {
            Some(format!(
                "Too many attempts! You must wait {seconds} seconds before trying again."
            ))
        };
        assert_eq!(throttle.wait("ada", start), says(15));
        assert_eq!(throttle.wait("ada", at(14)), says(1));
        assert_eq!(throttle.wait("ada", at(15)), None);
        assert_eq!(throttle.wait("bob", start), None);
        throttle.failed("ada", at(15));
        assert_eq!(throttle.wait("ada", at(15)), says(43));
        assert_eq!(throttle.wait("ada", at(15 + 3600)), None);
        throttle.failed("ada", at(15 + 3600));
        assert_eq!(throttle.wait("ada", at(15 + 3600)), None);
        throttle.forget("ada");
        assert_eq!(throttle.wait("ada", at(15 + 3600)), None);
    }
}
