//! One fault: which calls fail, how, and how often.

use super::chance::Chance;
use super::failure::Failure;
use crate::answer::Refusal;
use crate::endpoint;
use crate::extract::Fields;
use crate::journal;
use serde::Serialize;
use serde_json::Value;
use wire::{Platform, Route};

/// A failure to inject into all calls that match.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fault {
    /// The endpoint's ID in the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<Platform>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// The start of the path, as sent, not decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    answer: Failure,
    /// How many more calls fail; absent: all until it is cleared. Never 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u64>,
    /// The probability that a call fails; absent: every call.
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    #[serde(flatten)]
    chance: Chance,
}

/// The part of a call that faults are matched against.
pub(super) struct Called<'a> {
    pub(super) route: Option<&'static Route>,
    pub(super) method: &'a str,
    pub(super) path: &'a str,
}

impl Fault {
    /// Whether the fault matches this call.
    pub(super) fn concerns(&self, called: &Called<'_>) -> bool {
        let platform = || match called.route {
            Some(route) => Some(route.platform),
            None => journal::platform_of(called.path),
        };
        (self.endpoint).is_none_or(|id| called.route.is_some_and(|route| route.id == id))
            && self.platform.is_none_or(|own| platform() == Some(own))
            && self
                .method
                .as_ref()
                .is_none_or(|method| method == called.method)
            && self
                .path
                .as_ref()
                .is_none_or(|path| called.path.starts_with(path))
    }

    /// The failure of a matching call, unless chance spares it.
    pub(super) fn happens(&mut self) -> Option<Failure> {
        if let Some(probability) = self.probability
            && !self.chance.happens(probability)
        {
            return None;
        }
        if let Some(times) = &mut self.times {
            *times = times.saturating_sub(1);
        }
        let failure = self.answer.clone();
        self.answer.draw();
        Some(failure)
    }

    /// Whether it has failed as many calls as requested.
    pub(super) fn is_used_up(&self) -> bool {
        self.times == Some(0)
    }

    /// Parses the body of a request.
    pub(crate) fn read(body: Value) -> Result<Self, Refusal> {
        let mut fields = Fields::of_body(body, "endpoint")?;
        let endpoint = match fields.text("endpoint")? {
            None => None,
            Some(id) => {
                let route = endpoint::by_id(&id).ok_or_else(|| {
                    fields.wrong("endpoint", "an endpoint's id, like pivot.users.list")
                })?;
                Some(route.id)
            }
        };
        let platform = match fields.text("platform")? {
            None => None,
            Some(id) => Some(
                journal::platform(&id)
                    .ok_or_else(|| fields.wrong("platform", "pivot, actian or metabase"))?,
            ),
        };
        let method = fields.text("method")?;
        let path = fields.text("path")?;
        if path.as_ref().is_some_and(|path| !path.starts_with('/')) {
            return Err(fields.wrong("path", "the beginning of a path, like /api/v1"));
        }
        if endpoint.is_none() && platform.is_none() && method.is_none() && path.is_none() {
            let words = "endpoint is missing; platform, method or path will do as well";
            return Err(Refusal::bad_request(words));
        }
        let answer = Failure::read(fields.object("answer")?)?;
        let times = fields.count("times")?;
        if times == Some(0) {
            return Err(fields.wrong("times", "at least 1, or left out to mean every time"));
        }
        let probability = fraction(&mut fields, "probability", 1.0)?;
        let chance = Chance::new(
            fields.count("seed")?.unwrap_or_default(),
            fields.count("drawn")?.unwrap_or_default(),
        );
        if probability.is_none() && chance != Chance::default() {
            return Err(fields.wrong("seed", "left out where there is no probability"));
        }
        nothing_left(fields)?;
        Ok(Self {
            endpoint,
            platform,
            method: method.map(|method| method.to_ascii_uppercase()),
            path,
            answer,
            times,
            probability,
            chance,
        })
    }
}

/// A number above 0 and at most `most`.
pub(super) fn fraction(fields: &mut Fields, key: &str, most: f64) -> Result<Option<f64>, Refusal> {
    let Some(value) = fields.take(key) else {
        return Ok(None);
    };
    match value.as_f64() {
        Some(number) if number > 0.0 && number <= most => Ok(Some(number)),
        _ => Err(fields.wrong(key, &format!("a number above 0 and up to {most}"))),
    }
}

/// Refuses an unknown field, which is probably a typing error.
pub(super) fn nothing_left(fields: Fields) -> Result<(), Refusal> {
    let place = |key: &str| fields.place(key);
    match fields.first().map(place) {
        Some(place) => Err(Refusal::bad_request(format!("{place} means nothing here"))),
        None => Ok(()),
    }
}
