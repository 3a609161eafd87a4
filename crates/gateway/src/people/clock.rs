//! Times and days, as they are kept.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Now, as a text that sorts as times do: `2026-11-26T06:00:00.000000Z`.
pub(crate) fn now() -> String {
    text(Timestamp::now())
}

/// The time in so many hours, written as [`now`] is.
pub(crate) fn in_hours(hours: i64) -> String {
    let now = Timestamp::now();
    // Fails only at the end of time.
    text(now.checked_add(hours.hours()).unwrap_or(now))
}

fn text(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// Whether `text` is a day, written `2026-11-26`, from today on and within two years.
/// Somewhere it is still yesterday, so that counts as well.
pub(crate) fn is_near_future(text: &str) -> bool {
    is_within_two_years(text, Timestamp::now().to_zoned(TimeZone::UTC).date())
}

fn is_within_two_years(text: &str, today: Date) -> bool {
    let day = Date::strptime("%Y-%m-%d", text).ok();
    // Other writings of the same day, such as `2026-1-2`, would sort elsewhere.
    let day = day.filter(|day| day.to_string() == text);
    let (first, last) = (today.yesterday(), today.checked_add(2.years()));
    match (day, first, last) {
        (Some(day), Ok(first), Ok(last)) => day >= first && day <= last,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_taken_from_yesterday_on_for_two_years() {
        let today = "2026-11-26".parse().unwrap();
        for (text, is_taken) in [
            ("2026-11-25", true),
            ("2026-11-26", true),
            ("2028-11-26", true),
            ("2026-11-24", false),
            ("2028-11-27", false),
            ("2027-02-29", false),
            ("2027-1-2", false),
            ("2027-01-02T00:00:00Z", false),
            ("", false),
            ("never", false),
        ] {
            assert_eq!(is_within_two_years(text, today), is_taken, "{text}");
        }
    }
}
