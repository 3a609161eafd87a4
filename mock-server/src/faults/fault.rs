//! One fault: which endpoint, what goes wrong, how often.

use crate::answer::Refusal;
use crate::endpoint;
use crate::reading::Fields;
use axum::http::{HeaderValue, StatusCode};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::time::Duration;

/// The longest that a slow answer may take, in milliseconds: ten minutes.
const SLOWEST: u64 = 10 * 60 * 1000;

/// Something that is to go wrong.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fault {
    /// The catalogue's id of the endpoint.
    pub(super) endpoint: &'static str,
    pub(super) answer: Failure,
    /// How many calls are still to go wrong; absent: all, until cleared. Never 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) times: Option<u64>,
}

/// What goes wrong.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Failure {
    /// The platform answers this instead, and does nothing.
    Status {
        #[serde(serialize_with = "number")]
        status: StatusCode,
        body: String,
        #[serde(serialize_with = "text")]
        content_type: HeaderValue,
    },
    /// A proxy answers with its own page; the platform sees nothing.
    Html,
    /// Nobody ever answers; the platform sees nothing.
    Hang,
    /// The platform does what was asked, but the answer has no body.
    Empty,
    /// The platform does what was asked, but half of the answer is missing.
    Truncated,
    /// The platform does what was asked, and answers JSON of another shape.
    WrongShape,
    /// The platform does what was asked, late.
    Slow { ms: u64 },
}

impl Failure {
    /// Its word in requests and in the answer's header.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::Html => "html",
            Self::Hang => "hang",
            Self::Empty => "empty",
            Self::Truncated => "truncated",
            Self::WrongShape => "wrong_shape",
            Self::Slow { .. } => "slow",
        }
    }

    /// How long it makes a client wait.
    pub(super) const fn delay(&self) -> Duration {
        match self {
            Self::Slow { ms } => Duration::from_millis(*ms),
            _ => Duration::ZERO,
        }
    }

    fn read(mut fields: Fields) -> Result<Self, Refusal> {
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
            "html" => Self::Html,
            "hang" => Self::Hang,
            "empty" => Self::Empty,
            "truncated" => Self::Truncated,
            "wrong_shape" => Self::WrongShape,
            "slow" => match fields.count("ms")? {
                Some(ms) if ms <= SLOWEST => Self::Slow { ms },
                Some(_) => return Err(fields.wrong("ms", "at most 600000 (ten minutes)")),
                None => return Err(fields.missing("ms")),
            },
            _ => {
                return Err(fields.wrong(
                    "kind",
                    "status, html, hang, empty, truncated, wrong_shape or slow",
                ));
            }
        };
        nothing_left(fields)?;
        Ok(failure)
    }
}

impl Fault {
    /// Reads a request's body.
    pub(crate) fn read(body: Value) -> Result<Self, Refusal> {
        let mut fields = Fields::of_body(body, "endpoint")?;
        let id = fields
            .text("endpoint")?
            .ok_or_else(|| fields.missing("endpoint"))?;
        let route = endpoint::by_id(&id)
            .ok_or_else(|| fields.wrong("endpoint", "an endpoint's id, like pivot.users.list"))?;
        let answer = Failure::read(fields.object("answer")?)?;
        let times = fields.count("times")?;
        if times == Some(0) {
            return Err(fields.wrong("times", "at least 1, or left out to mean every time"));
        }
        nothing_left(fields)?;
        Ok(Self {
            endpoint: route.id,
            answer,
            times,
        })
    }
}

fn read_status(fields: &mut Fields) -> Result<StatusCode, Refusal> {
    let number = fields
        .count("status")?
        .ok_or_else(|| fields.missing("status"))?;
    // 1xx would not be the answer, but announce one.
    u16::try_from(number)
        .ok()
        .filter(|number| (200..=599).contains(number))
        .and_then(|number| StatusCode::from_u16(number).ok())
        .ok_or_else(|| fields.wrong("status", "a number from 200 to 599"))
}

/// Refuses a field that nobody reads: most likely a slip of the pen.
fn nothing_left(fields: Fields) -> Result<(), Refusal> {
    let place = |key: &str| fields.place(key);
    match fields.first().map(place) {
        Some(place) => Err(Refusal::bad_request(format!("{place} means nothing here"))),
        None => Ok(()),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn number<S: Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

fn text<S: Serializer>(value: &HeaderValue, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(value.as_bytes()))
}
