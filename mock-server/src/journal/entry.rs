//! One call, and which calls somebody wants to see.

use crate::answer::Refusal;
use crate::endpoint;
use indexmap::IndexMap;
use jiff::Timestamp;
use serde::Serialize;
use wire::Platform;

/// How many calls are shown where nobody says how many.
const SHOWN: usize = 1_000;

/// A call, without its secrets.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Entry {
    /// Counts from 1, in the order in which the calls ended.
    pub(crate) number: u64,
    /// When it came, by the world's clock.
    pub(crate) time: Timestamp,
    /// Whose path it is, where that can be told.
    pub(crate) platform: Option<Platform>,
    /// The catalogue's row, where there is one.
    pub(crate) endpoint: Option<&'static str>,
    pub(crate) method: String,
    /// As sent, not decoded.
    pub(crate) path: String,
    /// As sent, its secrets masked.
    pub(crate) query: Option<String>,
    /// In the order they came; a name that came twice has both values.
    pub(crate) headers: IndexMap<String, String>,
    /// As sent, its secrets masked, no longer than 16 kB. What cannot be read
    /// and might hold a secret is left out.
    pub(crate) body: Option<String>,
    /// How many bytes of body came.
    pub(crate) body_bytes: usize,
    /// Of the answer; nothing where none was given.
    pub(crate) status: Option<u16>,
    /// From the call to its answer, in milliseconds.
    pub(crate) duration_ms: f64,
    /// Whether the answer is as documented, and nothing about it assumed.
    pub(crate) documented: bool,
    /// What about the answer is assumed, and whatever else there is to say.
    pub(crate) note: Option<String>,
    /// The kind of fault that was asked for.
    pub(crate) fault: Option<String>,
    /// What a refusal (status 400 and up) says, its secrets masked, no longer than
    /// 16 kB.
    pub(crate) refusal: Option<String>,
}

/// Which calls somebody wants to see.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    platform: Option<Platform>,
    endpoint: Option<&'static str>,
    method: Option<String>,
    status: Option<Statuses>,
    /// Only calls after this one.
    pub(crate) since: Option<u64>,
    /// No more than this many.
    pub(crate) limit: usize,
}

#[derive(Debug, Clone, Copy)]
enum Statuses {
    /// This one.
    One(u16),
    /// The hundred that begins with this digit.
    Hundred(u16),
    /// No answer.
    None,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            platform: None,
            endpoint: None,
            method: None,
            status: None,
            since: None,
            limit: SHOWN,
        }
    }
}

impl Filter {
    /// The newest calls.
    pub(crate) fn newest(limit: usize) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Reads a query's parameters.
    pub(crate) fn read(parameters: Vec<(String, String)>) -> Result<Self, Refusal> {
        let mut filter = Self::default();
        for (name, value) in parameters {
            let wrong = |expected: &str| {
                Refusal::bad_request(format!("the parameter {name} must be {expected}"))
            };
            match name.as_str() {
                "platform" => {
                    filter.platform =
                        Some(platform(&value).ok_or_else(|| wrong("pivot, actian or metabase"))?);
                }
                "endpoint" => {
                    let route = endpoint::by_id(&value)
                        .ok_or_else(|| wrong("an endpoint's id, like pivot.users.list"))?;
                    filter.endpoint = Some(route.id);
                }
                "method" => filter.method = Some(value.to_ascii_uppercase()),
                "status" => {
                    let status = statuses(&value);
                    filter.status = Some(status.ok_or_else(|| wrong("like 404 or 4xx, or none"))?);
                }
                "since" => {
                    let number = value.parse().ok();
                    filter.since = Some(number.ok_or_else(|| wrong("a call's number"))?);
                }
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| *limit > 0);
                    filter.limit = limit.ok_or_else(|| wrong("a whole number, at least 1"))?;
                }
                _ => {
                    return Err(Refusal::bad_request(format!(
                        "the parameter {name} means nothing here; there are platform, endpoint, \
                         method, status, since and limit"
                    )));
                }
            }
        }
        Ok(filter)
    }

    /// Whether this call is one of them.
    pub(crate) fn fits(&self, entry: &Entry) -> bool {
        self.since.is_none_or(|since| entry.number > since)
            && (self.platform.is_none() || self.platform == entry.platform)
            && (self.endpoint.is_none() || self.endpoint == entry.endpoint)
            && (self.method.as_ref()).is_none_or(|method| *method == entry.method)
            && self.status.is_none_or(|status| match status {
                Statuses::One(status) => entry.status == Some(status),
                Statuses::Hundred(digit) => entry.status.is_some_and(|own| own / 100 == digit),
                Statuses::None => entry.status.is_none(),
            })
    }
}

/// The platform of this id.
pub(crate) fn platform(id: &str) -> Option<Platform> {
    Platform::ALL
        .into_iter()
        .find(|platform| platform.id() == id)
}

fn statuses(text: &str) -> Option<Statuses> {
    if text == "none" {
        return Some(Statuses::None);
    }
    if let Some(digit) = text.strip_suffix("xx") {
        let digit = digit.parse().ok().filter(|digit| (1..=5).contains(digit));
        return digit.map(Statuses::Hundred);
    }
    let status = text.parse().ok();
    let status = status.filter(|status| (100..=599).contains(status));
    status.map(Statuses::One)
}
