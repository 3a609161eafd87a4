//! What goes wrong again and again for one reason, such as a database that is
//! away: the log says it once, then at intervals with a count.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often it is said.
const INTERVAL: Duration = Duration::from_secs(60);

/// One such thing.
#[derive(Debug, Default)]
pub struct Recurring(Mutex<Option<Spell>>);

/// From the first time on until it is over.
#[derive(Debug, Clone, Copy)]
struct Spell {
    began: Instant,
    /// When it was said last.
    said: Instant,
    /// How often it happened.
    count: u64,
    /// How often since it was said last.
    unsaid: u64,
}

/// What is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Over {
    /// How often it happened.
    pub count: u64,
    /// For how long.
    pub lasted: Duration,
}

impl Recurring {
    /// It has not happened yet.
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Counts that it happened. Answers whether to say so now, and then how
    /// often it happened besides since that was said.
    pub fn occurred(&self) -> Option<u64> {
        self.occurred_at(Instant::now())
    }

    /// It happens no more. Answers what there was to say of, if anything.
    pub fn over(&self) -> Option<Over> {
        self.over_at(Instant::now())
    }

    fn occurred_at(&self, now: Instant) -> Option<u64> {
        let mut spell = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(spell) = spell.as_mut() else {
            *spell = Some(Spell {
                began: now,
                said: now,
                count: 1,
                unsaid: 0,
            });
            return Some(0);
        };
        spell.count += 1;
        if now.duration_since(spell.said) < INTERVAL {
            spell.unsaid += 1;
            return None;
        }
        spell.said = now;
        Some(std::mem::take(&mut spell.unsaid))
    }

    fn over_at(&self, now: Instant) -> Option<Over> {
        let mut spell = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spell.take().map(|spell| Over {
            count: spell.count,
            lasted: now.duration_since(spell.began),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_at_once_then_at_intervals_with_a_count_and_when_it_is_over() {
        let recurring = Recurring::new();
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(recurring.over_at(after(0)), None);
        for (seconds, said) in [
            (0, Some(0)),
            (0, None),
            (59, None),
            (60, Some(2)),
            (61, None),
            (119, None),
            (200, Some(2)),
        ] {
            assert_eq!(recurring.occurred_at(after(seconds)), said, "{seconds}");
        }
        let over = Over {
            count: 7,
            lasted: Duration::from_secs(201),
        };
        assert_eq!(recurring.over_at(after(201)), Some(over));
        assert_eq!(recurring.over_at(after(202)), None);
        assert_eq!(recurring.occurred_at(after(203)), Some(0));
    }
}
