//! `Retry-After` of a platform's answer, as whole seconds.
//!
//! It comes as seconds or as a date (RFC 9110, 10.2.3). A date is one of the
//! platform's clock, which the browser cannot see: its `Date` header does not get
//! past this server. So the console always gets seconds.

use axum::http::HeaderMap;
use axum::http::header::{DATE, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// How many seconds the platform asks to wait, if it says so in a way that can be
/// understood: at most [`u32::MAX`], 136 years. `now` is this server's clock, for
/// answers without a date of their own.
pub(crate) fn seconds(headers: &HeaderMap, now: SystemTime) -> Option<u32> {
    let text = |name| headers.get(name)?.to_str().ok();
    let value = text(RETRY_AFTER)?.trim();
    let wait = match httpdate::parse_http_date(value) {
        Ok(until) => {
            let sent = text(DATE).and_then(|date| httpdate::parse_http_date(date.trim()).ok());
            // A time that has passed asks to wait no longer.
            until
                .duration_since(sent.unwrap_or(now))
                .unwrap_or(Duration::ZERO)
        }
        Err(_) => delay(value)?,
    };
    let whole = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    Some(u32::try_from(whole).unwrap_or(u32::MAX))
}

/// Seconds as digits. The standard knows no fractions, but some servers send them;
/// a number that is too large for this machine is a very long wait.
fn delay(value: &str) -> Option<Duration> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let more = u64::from(fraction.bytes().any(|digit| digit != b'0'));
    let whole: u64 = whole.parse().unwrap_or(u64::from(u32::MAX));
    Some(Duration::from_secs(whole.saturating_add(more)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    /// Sunday, 6 November 1994, 08:49:37 UTC.
    const NOW: u64 = 784_111_777;

    fn read(retry_after: &str, date: Option<&str>) -> Option<u32> {
        let mut headers = HeaderMap::new();
        headers.insert(
            RETRY_AFTER,
            HeaderValue::from_bytes(retry_after.as_bytes()).unwrap(),
        );
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_str(date).unwrap());
        }
        seconds(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))
    }

    #[test]
    fn seconds_are_read_however_many_they_are() {
        for (text, seconds) in [
            ("0", 0),
            ("7", 7),
            (" 120 ", 120),
            ("007", 7),
            ("1.5", 2),
            ("1.0", 1),
            ("0.001", 1),
            ("4294967295", u32::MAX),
            ("4294967296", u32::MAX),
            ("99999999999999999999999999", u32::MAX),
        ] {
            assert_eq!(read(text, None), Some(seconds), "{text}");
        }
    }

    #[test]
    fn a_date_is_compared_with_the_platforms_own_clock() {
        let later = "Sun, 06 Nov 1994 08:59:37 GMT";
        assert_eq!(read(later, None), Some(600));
        for (text, date, seconds) in [
            (later, "Sun, 06 Nov 1994 08:58:37 GMT", 60),
            (later, "Sun, 06 Nov 1994 07:59:37 GMT", 3600),
            (later, "Sun, 06 Nov 1994 09:59:37 GMT", 0),
            (later, "yesterday", 600),
            ("Sunday, 06-Nov-94 08:59:37 GMT", later, 0),
            ("Sun Nov  6 08:59:37 1994", "Sun Nov  6 08:59:36 1994", 1),
            ("Fri, 31 Dec 9999 23:59:59 GMT", later, u32::MAX),
        ] {
            assert_eq!(read(text, Some(date)), Some(seconds), "{text} at {date}");
        }
    }

    #[test]
    fn what_is_neither_is_not_passed_on() {
        for text in [
            "", "soon", "-5", "+5", "1e3", "1.", ".5", "1.2.3", "5s", "0x10", "5, 6", "ü",
        ] {
            assert_eq!(read(text, None), None, "{text}");
        }
        assert_eq!(seconds(&HeaderMap::new(), SystemTime::now()), None);
    }
}
