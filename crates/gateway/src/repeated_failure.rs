//! Keeps a failure that occurs again and again for one reason, such as an
//! unreachable database, from filling the log: it is logged once, then at
//! intervals with a count.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often it is logged at most.
const INTERVAL: Duration = Duration::from_secs(60);

/// A failure that may occur again and again.
#[derive(Debug, Default)]
pub struct RepeatedFailure(Mutex<Option<Spell>>);

/// The time from the first occurrence to the end.
#[derive(Debug, Clone, Copy)]
struct Spell {
    started: Instant,
    /// When it was logged last.
    logged_at: Instant,
    /// How often it occurred.
    count: u64,
    /// How often it occurred since it was logged last.
    unlogged: u64,
}

/// A failure that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedFailure {
    /// How often it occurred.
    pub count: u64,
    /// For how long.
    pub lasted: Duration,
}

impl RepeatedFailure {
    /// A failure that has not occurred yet.
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Counts an occurrence. If it is to be logged now, returns how often the
    /// failure occurred besides since it was logged last.
    pub fn occurred(&self) -> Option<u64> {
        self.occurred_at(Instant::now())
    }

    /// Notes that the failure has ended. Returns its figures if it had occurred.
    pub fn ended(&self) -> Option<EndedFailure> {
        self.ended_at(Instant::now())
    }

    fn occurred_at(&self, now: Instant) -> Option<u64> {
        let mut spell = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(spell) = spell.as_mut() else {
            *spell = Some(Spell {
                started: now,
                logged_at: now,
                count: 1,
                unlogged: 0,
            });
            return Some(0);
        };
        spell.count += 1;
        if now.duration_since(spell.logged_at) < INTERVAL {
            spell.unlogged += 1;
            return None;
        }
        spell.logged_at = now;
        Some(std::mem::take(&mut spell.unlogged))
    }

    fn ended_at(&self, now: Instant) -> Option<EndedFailure> {
        let mut spell = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spell.take().map(|spell| EndedFailure {
            count: spell.count,
            lasted: now.duration_since(spell.started),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_logged_at_once_then_at_intervals_with_a_count_and_when_it_ends() {
        let repeated_failure = RepeatedFailure::new();
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(repeated_failure.ended_at(after(0)), None);
        for (seconds, logged_at) in [
            (0, Some(0)),
            (0, None),
            (59, None),
            (60, Some(2)),
            (61, None),
            (119, None),
            (200, Some(2)),
        ] {
            assert_eq!(
                repeated_failure.occurred_at(after(seconds)),
                logged_at,
                "{seconds}"
            );
        }
        let ended = EndedFailure {
            count: 7,
            lasted: Duration::from_secs(201),
        };
        assert_eq!(repeated_failure.ended_at(after(201)), Some(ended));
        assert_eq!(repeated_failure.ended_at(after(202)), None);
        assert_eq!(repeated_failure.occurred_at(after(203)), Some(0));
    }
}
