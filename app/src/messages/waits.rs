//! How long a platform asked to wait.

use super::{counted, speaker};
use crate::browser::time;
use wire::Platform;

/// From how many seconds on a wait is mentioned.
const LONG: u32 = 10;

const DAY: u32 = 86_400;

/// How long `platform` asked to wait, where that is long enough to mention: until
/// when, in milliseconds since 1970, and for how many seconds.
pub(crate) fn waiting(platform: Platform, pause: Option<(f64, u32)>) -> Option<String> {
    let (until, seconds) = pause.filter(|(_, seconds)| *seconds > LONG)?;
    let platform = speaker(platform);
    Some(format!(
        "{platform} asked to wait {}",
        wait_until(seconds, until)
    ))
}

/// A wait that begins now: “until 14:32 (12 minutes)”.
pub(super) fn wait_from_now(seconds: u32) -> String {
    if has_time(seconds) {
        wait_until(seconds, time::now() + f64::from(seconds) * 1000.0)
    } else {
        length(seconds)
    }
}

/// A wait that ends at `until`, in milliseconds since 1970.
fn wait_until(seconds: u32, until: f64) -> String {
    let clock = has_time(seconds).then(|| time::clock(&time::rfc3339(until)));
    wait(seconds, clock.flatten().as_deref())
}

/// Whether the time at which a wait of so many seconds ends is of use: a short one
/// is over before the time is read, and a long one ends on another day.
fn has_time(seconds: u32) -> bool {
    (LONG..DAY).contains(&seconds)
}

/// A wait that ends at the time of day `clock`, as “14:32:05”.
fn wait(seconds: u32, clock: Option<&str>) -> String {
    let length = length(seconds);
    match clock {
        Some(clock) => {
            let minute = clock.rsplit_once(':').map_or(clock, |(minute, _)| minute);
            format!("until {minute} ({length})")
        }
        None => length,
    }
}

/// A time span, rounded up: “12 minutes”.
pub(super) fn length(seconds: u32) -> String {
    let (count, one, many) = match seconds {
        0..100 => (seconds, "second", "seconds"),
        100..6000 => (seconds.div_ceil(60), "minute", "minutes"),
        6000..DAY => (seconds.div_ceil(3600), "hour", "hours"),
        _ => (seconds.div_ceil(DAY), "day", "days"),
    };
    counted(count as usize, one, many)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_rounded_up_to_a_readable_unit() {
        for (seconds, words) in [
            (1, "1 second"),
            (99, "99 seconds"),
            (100, "2 minutes"),
            (720, "12 minutes"),
            (6000, "2 hours"),
            (DAY, "1 day"),
            (DAY + 1, "2 days"),
            (u32::MAX, "49,711 days"),
        ] {
            assert_eq!(length(seconds), words);
        }
    }

    #[test]
    fn a_wait_says_until_when_where_that_is_of_use() {
        assert_eq!(wait(720, Some("14:32:05")), "until 14:32 (12 minutes)");
        assert_eq!(wait(720, None), "12 minutes");
        // Without the browser's clock.
        assert_eq!(wait_from_now(5), "5 seconds");
        assert_eq!(wait_from_now(DAY), "1 day");
    }

    #[test]
    fn a_short_wait_is_not_mentioned() {
        assert_eq!(waiting(Platform::Pivot, None), None);
        assert_eq!(waiting(Platform::Pivot, Some((0.0, LONG))), None);
        assert_eq!(
            waiting(Platform::Pivot, Some((0.0, DAY))).as_deref(),
            Some("Pivot asked to wait 1 day")
        );
    }
}
