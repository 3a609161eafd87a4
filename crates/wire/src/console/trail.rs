//! The gateway's record of every change, every sign-in and every look at it, as
//! the console reads it.

mod event;

pub use event::{TrailEvent, TrailKind};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Where the gateway answers a page of its trail, newest first.
///
/// All parameters are optional: `before` (changes with a lower number), `limit`
/// (how many at most, 50 if not said, never more than 200), `since` and `until`
/// (a time, `2026-11-26T06:00:00Z`, or a date in UTC; a date in `until` belongs
/// to it), `kind` (a [`TrailKind`]), `who`, `via` and `connection` (exactly that),
/// `search` (part of what it is about, of the endpoint, of the name of who asked or
/// of their address, in upper or lower case).
pub const TRAIL_PATH: &str = "/api/trail";

/// Where the gateway answers all of its trail as a file, oldest first: with
/// `format` `csv` or `json` (one object on each line) and the same filters.
pub const TRAIL_EXPORT_PATH: &str = "/api/trail/export";

/// Some of the trail.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailPage {
    /// The changes, newest first. A filter that finds little looks through so
    /// much at a time: there may be few or none here, and more behind `next`.
    pub changes: Vec<TrailChange>,
    /// What to ask for with `before` to get those after them; nothing where
    /// there are none.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next: Option<u64>,
}

/// A change as it stands in the trail, its secrets masked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailChange {
    /// Its number in the trail.
    pub number: u64,
    /// What kind of thing it is about. All but [`TrailKind::Change`] have no
    /// connection, and what else is known of them is among the parameters.
    pub kind: TrailKind,
    /// When it was asked for: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// When its outcome was known.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ended: Option<String>,
    /// The request's number, as in the log and in `x-request-id`.
    pub id: String,
    /// Who asked for it, as far as anybody said.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub who: Option<String>,
    /// Who vouches for that name: `local` (a password here), `openid:` and the
    /// provider's issuer, or `proxy`. The same name of another one is another
    /// person. Entries of earlier versions do not say.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub via: Option<String>,
    /// The address that the request came from, as far as that is known.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub address: Option<String>,
    /// Through which connection (its id).
    pub connection: String,
    /// Which endpoint of the platform (its id in the catalogue), or which
    /// [`TrailEvent`].
    pub action: String,
    /// What it is about: the names and IDs in its path.
    pub target: Vec<String>,
    /// What was sent.
    pub request: TrailRequest,
    /// What came of it.
    pub outcome: TrailOutcome,
    /// The hash of its row, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub hash: Option<String>,
    /// The number of the row with its outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub outcome_number: Option<u64>,
    /// The hash of that row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub outcome_hash: Option<String>,
    /// Why the record cannot be read as it was written, if it cannot: what is
    /// missing here is lost or was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub damage: Option<String>,
}

/// What was sent with a change.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailRequest {
    /// Its query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// Its body, where it had one: JSON, as text.
    #[cfg_attr(feature = "openapi", schema(value_type = serde_json::Value, required))]
    pub body: Option<Box<RawValue>>,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum TrailOutcome {
    /// The platform answered with this status.
    Status(u16),
    /// There was no answer, or none that could be passed on, and why.
    Failed(String),
    /// Nobody heard the end of it: the process that asked has died.
    Unknown,
    /// It is under way.
    Open,
    /// It is no change, and has happened.
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_it_was_written() {
        let text = concat!(
            r#"{"changes":[{"number":12,"kind":"change","at":"2026-11-26T06:00:00.000000Z","#,
            r#""ended":null,"id":"0f","who":"ada","via":"local","address":null,"#,
            r#""connection":"pivot","action":"pivot.users.delete","#,
            r#""target":["bob"],"request":{"query":[["k","v"]],"body":{"a":[1, "x"]}},"#,
            r#""outcome":"open"}],"next":12}"#
        );
        let page: TrailPage = serde_json::from_str(text).unwrap();
        assert_eq!(page.changes[0].outcome, TrailOutcome::Open);
        assert_eq!(serde_json::to_string(&page).unwrap(), text);
        for (text, outcome) in [
            (r#"{"status":204}"#, TrailOutcome::Status(204)),
            (r#"{"failed":"down"}"#, TrailOutcome::Failed("down".into())),
            (r#""unknown""#, TrailOutcome::Unknown),
            (r#""done""#, TrailOutcome::Done),
        ] {
            assert_eq!(serde_json::from_str::<TrailOutcome>(text).unwrap(), outcome);
        }
    }
    #[test]
    fn events_and_kinds_are_found_by_their_names() {
        for event in TrailEvent::ALL {
            assert_eq!(TrailEvent::of(event.name()), Some(event));
        }
        assert_eq!(TrailEvent::of("pivot.users.delete"), None);
        for kind in TrailKind::ALL {
            let text = serde_json::to_string(&kind).unwrap();
            assert_eq!(text.trim_matches('"'), kind.name());
            assert_eq!(TrailKind::of(kind.name()), Some(kind));
        }
        assert_eq!(TrailKind::of("all"), None);
    }
}
