//! Parses times as people write them, and formats times as the audit log stores
//! them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A time as text, which sorts as times do.
pub(super) fn stamp(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
        .to_string()
}

/// The beginning of `text`: the time itself, or the start of a date in UTC.
pub(super) fn begin(text: &str) -> Result<Timestamp, String> {
    text.parse::<Timestamp>()
        .or_else(|_| midnight(date(text)?))
        .map_err(|_| unclear(text))
}

/// The exclusive end of `text`: the time itself, or the end of a date in UTC.
pub(super) fn end(text: &str) -> Result<Timestamp, String> {
    text.parse::<Timestamp>()
        .or_else(|_| midnight(date(text)?.tomorrow()?))
        .map_err(|_| unclear(text))
}

/// Parses a date and nothing else: a time without a zone would otherwise count
/// as its date.
fn date(text: &str) -> Result<Date, jiff::Error> {
    Date::strptime("%Y-%m-%d", text)
}

fn midnight(date: Date) -> Result<Timestamp, jiff::Error> {
    Ok(date.to_zoned(TimeZone::UTC)?.timestamp())
}

fn unclear(text: &str) -> String {
    format!(
        "“{text}” is not a time: write a date like 2026-01-31, or a time like 2026-01-31T12:00:00Z"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_whole_day_and_a_time_is_itself() {
        for (text, begins, ends) in [
            (
                "2026-01-31",
                "2026-01-31T00:00:00.000000Z",
                "2026-02-01T00:00:00.000000Z",
            ),
            (
                "2026-01-31T12:00:00+02:00",
                "2026-01-31T10:00:00.000000Z",
                "2026-01-31T10:00:00.000000Z",
            ),
        ] {
            assert_eq!(stamp(begin(text).unwrap()), begins);
            assert_eq!(stamp(end(text).unwrap()), ends);
        }
        for text in ["", "yesterday", "2026-02-30", "2026-01-31T12:00:00"] {
            assert!(begin(text).is_err() && end(text).is_err(), "{text}");
        }
    }
}
