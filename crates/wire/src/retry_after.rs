//! The `Retry-After` header, in all its forms (RFC 9110, 10.2.3).

use std::time::{Duration, SystemTime};

/// For how many seconds `value` asks to wait, up to [`u32::MAX`]; nothing where
/// it is no `Retry-After`.
///
/// A date is relative to `date`, the `Date` header of the same answer, because
/// the platform's clock may differ from ours, and else to `now`, in milliseconds
/// since 1970.
pub fn seconds(value: &str, date: Option<&str>, now: Option<f64>) -> Option<u32> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let is_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+');
    if value.bytes().all(is_number) {
        return value.parse().ok().map(whole);
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let from = date
        .and_then(|date| httpdate::parse_http_date(date.trim()).ok())
        .or_else(|| since_1970(now?))?;
    // What is over already asks for no wait.
    let wait = until.duration_since(from).unwrap_or_default();
    Some(whole(wait.as_secs_f64()))
}

fn since_1970(milliseconds: f64) -> Option<SystemTime> {
    let since = Duration::try_from_secs_f64(milliseconds / 1000.0).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(since)
}

/// `seconds` rounded up: too early is asked again for nothing.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "casts of floats saturate, which is what is wanted"
)]
fn whole(seconds: f64) -> u32 {
    seconds.ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_seconds_however_it_is_written() {
        for (value, wanted) in [
            ("7", Some(7)),
            (" 120 ", Some(120)),
            ("0", Some(0)),
            ("+5", Some(5)),
            ("1.2", Some(2)),
            ("0.001", Some(1)),
            ("-5", Some(0)),
            ("-0.5", Some(0)),
            ("4294967295", Some(u32::MAX)),
            ("4294967296", Some(u32::MAX)),
            ("99999999999999999999999999", Some(u32::MAX)),
            ("", None),
            ("-", None),
            ("1.2.3", None),
            ("soon", None),
            ("inf", None),
            ("NaN", None),
            ("1e3", None),
            ("0x10", None),
        ] {
            assert_eq!(seconds(value, None, None), wanted, "{value}");
        }
    }

    #[test]
    fn a_date_is_relative_to_the_answers_own_clock() {
        let until = "Thu, 15 Jan 2026 09:42:00 GMT";
        for (date, now, wanted) in [
            (Some("Thu, 15 Jan 2026 09:30:00 GMT"), None, Some(720)),
            // Our clock is an hour ahead: the answer's own counts.
            (
                Some("Thu, 15 Jan 2026 09:30:00 GMT"),
                Some(1_768_473_000_000.0),
                Some(720),
            ),
            (None, Some(1_768_469_399_500.0), Some(721)),
            (Some("not a date"), Some(1_768_469_400_000.0), Some(720)),
            (Some("Thu, 15 Jan 2026 09:50:00 GMT"), None, Some(0)),
            (None, None, None),
        ] {
            assert_eq!(seconds(until, date, now), wanted, "{date:?} {now:?}");
        }
        // The two obsolete forms.
        for until in [
            "Thursday, 15-Jan-26 09:42:00 GMT",
            "Thu Jan 15 09:42:00 2026",
        ] {
            let date = Some("Thu, 15 Jan 2026 09:30:00 GMT");
            assert_eq!(seconds(until, date, None), Some(720), "{until}");
        }
        assert_eq!(
            seconds("Fri, 31 Dec 9999 23:59:59 GMT", None, Some(0.0)),
            Some(u32::MAX)
        );
    }
}
