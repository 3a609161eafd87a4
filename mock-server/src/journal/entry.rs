//! One call, and filters for calls.

use crate::answer::Refusal;
use crate::endpoint;
use indexmap::IndexMap;
use jiff::Timestamp;
use serde::Serialize;
use wire::Platform;

/// How many calls are shown unless the filter says otherwise.
const SHOWN: usize = 1_000;

/// A call, without its secrets.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Entry {
    /// Numbers start at 1, in the order in which the calls ended.
    pub(crate) number: u64,
    /// When it arrived, by the world's clock.
    pub(crate) time: Timestamp,
    /// The platform, if its path tells.
    pub(crate) platform: Option<Platform>,
    /// The catalogue's row, if there is one.
    pub(crate) endpoint: Option<&'static str>,
    pub(crate) method: String,
    /// As sent, not decoded.
    pub(crate) path: String,
    /// As sent, with secrets masked.
    pub(crate) query: Option<String>,
    /// In the order in which they were sent; a repeated name has all its
    /// values.
    pub(crate) headers: IndexMap<String, String>,
    /// As sent, with secrets masked, at most 16 kB. Left out if it cannot be
    /// read and might contain a secret.
    pub(crate) body: Option<String>,
    /// The size of the body, in bytes.
    pub(crate) body_bytes: usize,
    /// The answer's status; `None` if there was no answer.
    pub(crate) status: Option<u16>,
    /// From the call to its answer, in milliseconds.
    pub(crate) duration_ms: f64,
    /// Whether the answer is documented, with nothing assumed.
    pub(crate) documented: bool,
    /// The notes on the answer: what is assumed, and other remarks.
    pub(crate) note: Option<String>,
    /// The kind of the injected fault.
    pub(crate) fault: Option<String>,
    /// The text of a refusal (status 400 and up), with secrets masked, at most
    /// 16 kB.
    pub(crate) refusal: Option<String>,
}

/// Selects calls to show.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    platform: Option<Platform>,
    endpoint: Option<&'static str>,
    method: Option<String>,
    status: Option<Statuses>,
    /// Only calls after this one.
    pub(crate) since: Option<u64>,
    /// At most this many.
    pub(crate) limit: usize,
}

#[derive(Debug, Clone, Copy)]
enum Statuses {
    /// This status.
    One(u16),
    /// The hundred statuses that begin with this digit.
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
    /// Selects the newest calls.
    pub(crate) fn newest(limit: usize) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Parses a query's parameters.
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

    /// Whether this call matches.
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

/// The platform with this ID.
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
