//! How soon a sign-in that failed may be tried again.
//!
//! A wrong password must not be sent with every request: after a few, Metabase
//! makes the account wait (metabase note 22), and other platforms may lock it.

use crate::http::error::GatewayError;
use std::time::{Duration, Instant};

/// The first wait after a refusal, and the longest.
const REFUSED_WAITS: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(30 * 60));
/// The same after something that may be over soon.
const TRANSIENT_WAITS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));

/// Why a sign-in failed.
#[derive(Debug)]
pub(super) struct Setback {
    /// In words that go on after “this server cannot sign in to …:”.
    pub(super) why: String,
    /// Whether the platform answered at all.
    pub(super) reached: bool,
    /// Whether it may be over soon.
    pub(super) transient: bool,
}

/// The failures since something was let in.
#[derive(Debug, Default)]
pub(super) struct Backoff(Option<FailureState>);

#[derive(Debug)]
struct FailureState {
    setback: Setback,
    count: u32,
    until: Instant,
}

impl Backoff {
    /// What to say to who would try now, if it is too soon: why the last attempt
    /// failed. That goes for those as well who waited while it was made.
    pub(super) fn too_soon(&self, platform: &'static str, now: Instant) -> Option<GatewayError> {
        let failure = self.0.as_ref()?;
        (now < failure.until).then(|| {
            let wait = failure.until.saturating_duration_since(now);
            GatewayError::SignIn {
                platform,
                why: failure.setback.why.clone(),
                reached: failure.setback.reached,
                // A part of a second is one more second to wait.
                seconds: wait.as_secs() + u64::from(wait.subsec_nanos() > 0),
            }
        })
    }

    /// One more has failed.
    pub(super) fn record_failure(&mut self, setback: Setback, now: Instant) {
        let count = self.0.as_ref().map_or(0, |failure| failure.count);
        let (first, longest) = if setback.transient {
            TRANSIENT_WAITS
        } else {
            REFUSED_WAITS
        };
        let wait = first.saturating_mul(1 << count.min(10)).min(longest);
        self.0 = Some(FailureState {
            setback,
            count: count.saturating_add(1),
            until: now.checked_add(wait).unwrap_or(now),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setback(transient: bool) -> Setback {
        Setback {
            why: "no".into(),
            reached: true,
            transient,
        }
    }

    fn wait(backoff: &Backoff, now: Instant) -> Option<u64> {
        match backoff.too_soon("Metabase", now)? {
            GatewayError::SignIn { seconds, .. } => Some(seconds),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_refusal_waits_longer_and_at_last_half_an_hour() {
        let (mut backoff, now) = (Backoff::default(), Instant::now());
        assert_eq!(wait(&backoff, now), None);
        for seconds in [30, 60, 120, 240, 480, 960, 1800, 1800] {
            backoff.record_failure(setback(false), now);
            assert_eq!(wait(&backoff, now), Some(seconds));
            let after = now + Duration::from_secs(seconds);
            assert_eq!(wait(&backoff, after), None);
        }
    }

    #[test]
    fn what_may_be_over_soon_is_tried_again_soon() {
        let (mut backoff, now) = (Backoff::default(), Instant::now());
        for seconds in [1, 2, 4, 8, 10, 10] {
            backoff.record_failure(setback(true), now);
            assert_eq!(wait(&backoff, now), Some(seconds));
        }
    }
}
