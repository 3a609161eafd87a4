//! Dates relative to the day on which a world is filled, so that a demo looks
//! the same on any day.

use jiff::{SignedDuration, Timestamp};

/// The day on which a world is filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Today {
    midnight: Timestamp,
}

impl Today {
    /// The day of `now`, in UTC.
    pub(super) fn from_time(now: Timestamp) -> Self {
        const DAY: i64 = 24 * 60 * 60;
        let midnight = now.as_second().div_euclid(DAY) * DAY;
        Self {
            midnight: Timestamp::from_second(midnight).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }

    /// A time in working hours so many days ago, at least one. `person` is a
    /// number that gives each person another time of the day.
    pub(super) fn days_ago(self, days: u32, person: usize) -> Timestamp {
        let person = i64::try_from(person).unwrap_or_default();
        let morning = SignedDuration::from_hours(6 - 24 * i64::from(days.max(1)));
        let rest = SignedDuration::from_micros((person + 1) * 7_919_353_187 % 43_200_000_000);
        let time = self.midnight.saturating_add(morning.saturating_add(rest));
        time.unwrap_or(self.midnight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_in_working_hours_of_its_day_and_in_the_past() {
        for now in ["2026-01-15T00:00:00Z", "2026-01-15T23:59:59.999Z"] {
            let today = Today::from_time(now.parse().unwrap());
            for person in [0, 1, 50, 100_000] {
                for days in [0, 1] {
                    let time = today.days_ago(days, person).to_string();
                    let hour: u8 = time[11..13].parse().unwrap();
                    assert!(time.starts_with("2026-01-14T"), "{time}");
                    assert!((6..18).contains(&hour), "{time}");
                }
                let time = today.days_ago(15, person).to_string();
                assert!(time.starts_with("2025-12-31T"), "{time}");
            }
            assert_ne!(today.days_ago(3, 7), today.days_ago(3, 8));
        }
    }
}
