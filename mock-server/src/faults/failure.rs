//! The kinds of failure.

use super::chance::Chance;
use crate::answer::Refusal;
use crate::extract::Fields;
use axum::http::{HeaderValue, StatusCode};
use serde::{Serialize, Serializer};
use std::time::Duration;

/// The slowest answer, in milliseconds: ten minutes.
const SLOWEST: u64 = 10 * 60 * 1000;

/// The largest spread of slow answers: with more, an answer is either too slow
/// or immediate.
const WIDEST: f64 = 10.0;

/// How a call fails.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Failure {
    /// The platform answers with this and does nothing.
    Status {
        #[serde(serialize_with = "number")]
        status: StatusCode,
        body: String,
        #[serde(serialize_with = "text")]
        content_type: HeaderValue,
    },
    /// The platform answers 429 and does nothing.
    RateLimited {
        /// The value of `Retry-After`, in seconds.
        retry_after: u64,
    },
    /// A proxy answers with its own page; the call does not reach the platform.
    Html,
    /// No answer arrives; the call does not reach the platform.
    Hang,
    /// The connection ends without an answer; the call does not reach the
    /// platform.
    Reset,
    /// The platform carries the call out, but its answer has no body.
    Empty,
    /// The platform carries the call out, but half of its answer is missing.
    Truncated,
    /// The platform carries the call out, but its answer is not JSON.
    Malformed,
    /// The platform carries the call out, but its answer is JSON of another
    /// shape.
    WrongShape,
    /// The platform carries the call out, and answers late.
    Slow { ms: u64 },
    /// The platform carries the call out, and answers after a random
    /// (lognormal) time.
    SlowLognormal {
        /// The median: half of the answers are faster.
        median_ms: u64,
        /// The standard deviation of the logarithm.
        sigma: f64,
        #[serde(flatten)]
        chance: Chance,
    },
}

/// The kinds, listed in the error for an unknown one.
const KINDS: &str = "status, html, hang, empty, truncated, wrong_shape, slow, slow_lognormal, \
    malformed, reset or rate_limited";

impl Failure {
    /// Its name in requests and in the answer's header.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::RateLimited { .. } => "rate_limited",
            Self::Html => "html",
            Self::Hang => "hang",
            Self::Reset => "reset",
            Self::Empty => "empty",
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::WrongShape => "wrong_shape",
            Self::Slow { .. } => "slow",
            Self::SlowLognormal { .. } => "slow_lognormal",
        }
    }

    /// Draws the delay of the next answer, if it is random.
    pub(super) fn draw(&mut self) {
        if let Self::SlowLognormal { chance, .. } = self {
            chance.drawn = chance.drawn.wrapping_add(1);
        }
    }

    /// How long a client waits for the answer.
    pub(super) fn delay(&self) -> Duration {
        let longest = Duration::from_millis(SLOWEST);
        match self {
            Self::Slow { ms } => Duration::from_millis(*ms),
            Self::SlowLognormal {
                median_ms,
                sigma,
                chance,
            } => {
                let median = Duration::from_millis(*median_ms).as_secs_f64();
                let seconds = { *chance }.lognormal(median, *sigma);
                Duration::try_from_secs_f64(seconds).map_or(longest, |delay| delay.min(longest))
            }
            _ => Duration::ZERO,
        }
    }

    /// Parses the field `answer` of a fault.
    pub(super) fn read(mut fields: Fields) -> Result<Self, Refusal> {
        let kind = fields.text("kind")?.ok_or_else(|| fields.missing("kind"))?;
        let failure = match kind.as_str() {
            "status" => Self::Status {
                status: read_status(&mut fields)?,
                body: fields.text("body")?.unwrap_or_default(),
                content_type: match fields.text("content_type")? {
                    None => crate::answer::JSON,
                    Some(text) => HeaderValue::try_from(text)
                        .map_err(|_| fields.wrong("content_type", "a header's value"))?,
                },
            },
            "rate_limited" => Self::RateLimited {
                retry_after: fields.count("retry_after")?.unwrap_or(1),
            },
            "html" => Self::Html,
            "hang" => Self::Hang,
            "reset" => Self::Reset,
            "empty" => Self::Empty,
            "truncated" => Self::Truncated,
            "malformed" => Self::Malformed,
            "wrong_shape" => Self::WrongShape,
            "slow" => Self::Slow {
                ms: read_ms(&mut fields, "ms")?,
            },
            "slow_lognormal" => Self::SlowLognormal {
                median_ms: read_ms(&mut fields, "median_ms")?,
                sigma: super::fault::fraction(&mut fields, "sigma", WIDEST)?
                    .ok_or_else(|| fields.missing("sigma"))?,
                chance: Chance::new(
                    fields.count("seed")?.unwrap_or_default(),
                    fields.count("drawn")?.unwrap_or_default(),
                ),
            },
            _ => return Err(fields.wrong("kind", KINDS)),
        };
        super::fault::nothing_left(fields)?;
        Ok(failure)
    }
}

fn read_ms(fields: &mut Fields, key: &str) -> Result<u64, Refusal> {
    match fields.count(key)? {
        Some(ms) if ms <= SLOWEST => Ok(ms),
        Some(_) => Err(fields.wrong(key, "at most 600000 (ten minutes)")),
        None => Err(fields.missing(key)),
    }
}

fn read_status(fields: &mut Fields) -> Result<StatusCode, Refusal> {
    let number = fields
        .count("status")?
        .ok_or_else(|| fields.missing("status"))?;
    // A 1xx status would only announce the answer.
    u16::try_from(number)
        .ok()
        .filter(|number| (200..=599).contains(number))
        .and_then(|number| StatusCode::from_u16(number).ok())
        .ok_or_else(|| fields.wrong("status", "a number from 200 to 599"))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn number<S: Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

fn text<S: Serializer>(value: &HeaderValue, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(value.as_bytes()))
}
