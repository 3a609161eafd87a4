//! A world's clock, whose time is in the `Date` header of every answer.

use crate::World;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::DATE;
use axum::response::Response;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use std::sync::{Arc, PoisonError, RwLock};

/// A world's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clock {
    /// The machine's time.
    #[default]
    Real,
    /// A time that does not move.
    Fixed(Timestamp),
    /// The machine's time, put forward by this much.
    Ahead(SignedDuration),
}

/// A world's clock, shared by everything that needs the time.
#[derive(Debug, Clone, Default)]
pub(crate) struct SharedClock(Arc<RwLock<Clock>>);

impl SharedClock {
    pub(crate) fn new(clock: Clock) -> Self {
        Self(Arc::new(RwLock::new(clock)))
    }

    /// The current setting.
    pub(crate) fn get(&self) -> Clock {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the setting.
    pub(crate) fn set(&self, clock: Clock) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = clock;
    }
}

/// The error for a text that is not a valid time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an RFC 3339 time like 2026-01-15T09:30:00Z")]
pub struct ClockError(String);

impl Clock {
    /// The time now.
    pub fn now(self) -> Timestamp {
        match self {
            Self::Real => Timestamp::now(),
            Self::Fixed(time) => time,
            Self::Ahead(by) => {
                let now = Timestamp::now();
                now.saturating_add(by).unwrap_or(now)
            }
        }
    }

    /// The same clock, put forward. `None` if the result is outside the range
    /// of times (years -9999 to 9999).
    pub(crate) fn advanced(self, by: SignedDuration) -> Option<Self> {
        let clock = match self {
            Self::Real => Self::Ahead(by),
            Self::Fixed(time) => Self::Fixed(time.checked_add(by).ok()?),
            Self::Ahead(before) => Self::Ahead(before.checked_add(by)?),
        };
        match clock {
            Self::Ahead(by) => Timestamp::now().checked_add(by).ok().map(|_| clock),
            _ => Some(clock),
        }
    }
}

impl FromStr for Clock {
    type Err = ClockError;

    /// Parses an RFC 3339 time as a fixed clock.
    fn from_str(text: &str) -> Result<Self, ClockError> {
        rfc_3339(text)
            .map(Self::Fixed)
            .ok_or_else(|| ClockError(text.to_owned()))
    }
}

/// Parses an RFC 3339 time.
pub(crate) fn rfc_3339(text: &str) -> Option<Timestamp> {
    // jiff accepts more than RFC 3339 (a space or no separator, no seconds, a
    // zone's name), so the shape is checked first.
    const SHAPE: &[u8; 19] = b"0000-00-00T00:00:00";
    let (whole, rest) = text.as_bytes().split_at_checked(SHAPE.len())?;
    let shaped = whole.iter().zip(SHAPE).all(|(byte, shape)| match shape {
        b'0' => byte.is_ascii_digit(),
        _ => byte.eq_ignore_ascii_case(shape),
    });
    let offset = match rest.strip_prefix(b".") {
        None => rest,
        Some(fraction) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit());
            match digits.count() {
                0 => return None,
                count => fraction.get(count..)?,
            }
        }
    };
    let offset_shaped = match offset {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    if shaped && offset_shaped {
        text.parse().ok()
    } else {
        None
    }
}

/// Sets an answer's `Date` header to the world's time. Otherwise the server
/// would set the machine's.
pub(crate) async fn date(State(world): State<World>, mut response: Response) -> Response {
    if world.clock().get() != Clock::Real
        && let Ok(text) = DateTimePrinter::new().timestamp_to_rfc9110_string(&world.now())
        && let Ok(value) = HeaderValue::try_from(text)
    {
        response.headers_mut().insert(DATE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Mock;
    use crate::{Options, Seed};

    #[test]
    fn only_rfc_3339_is_a_time() {
        for time in [
            "2022-09-21T19:01:25.872Z",
            "2022-09-21t19:01:25z",
            "2022-09-21T19:01:25+02:00",
            "2999-02-28T00:00:00.000000Z",
            "2024-02-29T23:59:59-11:30",
        ] {
            assert!(rfc_3339(time).is_some(), "{time}");
        }
        for no_time in [
            "",
            "soon",
            "2022-09-21",
            "2022-09-21 19:01:25Z",
            "2022-09-21T19:01Z",
            "2022-09-21T19:01:25",
            "2022-09-21T19:01:25.Z",
            "2022-09-21T19:01:25.872",
            "2022-09-21T19:01:25+0200",
            "2022-09-21T19:01:25Z[UTC]",
            "2023-02-29T00:00:00Z",
            "2022-13-01T00:00:00Z",
            "2022-09-21T25:00:00Z",
            "2022-09-21T19:01:25é",
        ] {
            assert!(rfc_3339(no_time).is_none(), "{no_time}");
        }
    }

    #[test]
    fn a_clock_that_cannot_be_set_says_how_to() {
        let error = "noon".parse::<Clock>().unwrap_err().to_string();
        assert!(error.contains("“noon”") && error.contains("2026-01-15T09:30:00Z"));
    }

    #[tokio::test]
    async fn a_fixed_clock_dates_every_answer() {
        let mock = Mock::new(Options {
            seed: Seed::Documented,
            clock: "2026-01-15T09:30:00Z".parse().unwrap(),
            ..Options::default()
        });
        for path in ["/api/v1/users", "/nothing", "/__mock/faults"] {
            let answer = mock.get(path).await;
            assert_eq!(answer.header("date"), "Thu, 15 Jan 2026 09:30:00 GMT");
        }
    }
}
