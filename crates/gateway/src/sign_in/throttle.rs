//! How soon somebody may try the next password.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many attempts are free.
const FREE: u32 = 5;
/// How long one waits at most: longer would let anybody lock somebody out.
const LONGEST: Duration = Duration::from_secs(60);
/// How many names are told apart: names that nobody has are counted as well,
/// and a stranger must not fill the memory with them.
const BUCKETS: u64 = 4096;

#[derive(Debug, Default)]
pub(super) struct Throttle {
    random: RandomState,
    failures: Mutex<HashMap<u64, Failures>>,
}

#[derive(Debug)]
struct Failures {
    count: u32,
    until: Instant,
}

impl Throttle {
    /// How long `name` has to wait still.
    pub(super) fn wait(&self, name: &str, now: Instant) -> Option<Duration> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let failures = failures.get(&self.bucket(name))?;
        let wait = failures.until.saturating_duration_since(now);
        (!wait.is_zero()).then_some(wait)
    }

    pub(super) fn failed(&self, name: &str, now: Instant) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let failures = failures.entry(self.bucket(name)).or_insert(Failures {
            count: 0,
            until: now,
        });
        failures.count = failures.count.saturating_add(1);
        if failures.count >= FREE {
            let seconds = 1_u64 << (failures.count - FREE).min(10);
            failures.until = now + Duration::from_secs(seconds).min(LONGEST);
        }
    }

    pub(super) fn succeeded(&self, name: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&self.bucket(name));
    }

    fn bucket(&self, name: &str) -> u64 {
        self.random.hash_one(name) % BUCKETS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attempt_after_the_fifth_waits_longer() {
        let throttle = Throttle::default();
        let now = Instant::now();
        for _ in 0..4 {
            throttle.failed("ada", now);
            assert_eq!(throttle.wait("ada", now), None);
        }
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60] {
            throttle.failed("ada", now);
            let wait = Duration::from_secs(seconds);
            assert_eq!(throttle.wait("ada", now), Some(wait));
            assert_eq!(throttle.wait("ada", now + wait), None);
        }
        throttle.succeeded("ada");
        assert_eq!(throttle.wait("ada", now), None);
    }
}
