//! The gateway's record of every change, every sign-in and every look at it, as
//! the console reads it.

mod event;

pub use event::{TrailEvent, TrailKind};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The path of a page of the audit log, newest entries first.
///
/// All parameters are optional: `before` (changes with a lower number), `limit`
/// (how many at most, 50 if not said, never more than 200), `since` and `until`
/// (a time, `2026-11-26T06:00:00Z`, or a date in UTC; a date in `until` belongs
/// to it), `kind` (a [`TrailKind`]), `who`, `via` and `connection` (exactly that),
/// `search` (part of what it is about, of the endpoint, of the name of who asked or
/// of their address, in upper or lower case), `about` (exactly the account
/// `CONNECTION/ACCOUNT` or a person's key; it can be given several times, and an entry
/// about one of them matches).
pub const TRAIL_PATH: &str = "/api/trail";

/// The path of the whole audit log as a file, oldest entries first: with
/// `format` `csv` or `json` (one object on each line) and the same filters.
pub const TRAIL_EXPORT_PATH: &str = "/api/trail/export";

/// One page of the audit log.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailPage {
    /// The entries, newest first. One request searches only a part of the log: with
    /// a filter there may be few entries here or none, and more on the next page.
    pub changes: Vec<TrailChange>,
    /// The value of the parameter `before` that gives the next page. `null` on the
    /// last page.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next: Option<u64>,
}

/// An entry of the audit log: a change, or something else that happened. Secrets are
/// masked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailChange {
    /// The number of the entry in the log. Later entries have higher numbers.
    pub number: u64,
    /// What the entry is about. Only entries of kind `change` have a connection. The
    /// details of the others are among the query parameters of `request`, those of
    /// kind `people` in its body.
    pub kind: TrailKind,
    /// When it was requested, in UTC: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// When its outcome was recorded, written as `at`. `null` until then.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ended: Option<String>,
    /// The ID of the request, as in the server's log and in the header
    /// `x-request-id`.
    pub id: String,
    /// The name of the person who requested it. `null` if it is unknown.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub who: Option<String>,
    /// What confirmed that name: `local` (a password of this server), `openid:` and
    /// the URL of the identity provider, `proxy`, or `command-line` (the operating system,
    /// for a command of the program). The same name with another value here is another
    /// person. `null` without a name, and in entries of versions that did not record it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub via: Option<String>,
    /// The IP address that the request came from. `null` if it is unknown.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub address: Option<String>,
    /// The ID of the connection that it went through. Empty if the entry is no change.
    pub connection: String,
    /// What was done: for a change the platform's endpoint (`pivot.users.delete`),
    /// otherwise what happened (`rollcall.signed-in`).
    pub action: String,
    /// Which user or other object it is about: the names and IDs in the path of the
    /// request, decoded. Empty if there are none.
    pub target: Vec<String>,
    /// The parameters and the body of the request.
    pub request: TrailRequest,
    /// How it ended.
    pub outcome: TrailOutcome,
    /// The ID of the approval under which a change was made that needed one. Absent for
    /// all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub approval: Option<String>,
    /// The SHA-256 hash of the entry's row in the database and of the rows before it,
    /// in hexadecimal digits. Absent if the row has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub hash: Option<String>,
    /// The number of the row with the outcome. Absent until there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub outcome_number: Option<u64>,
    /// The hash of that row, like `hash`. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub outcome_hash: Option<String>,
    /// Why the entry cannot be read as it was written, in words: it was changed in the
    /// database, or parts of it are lost. Absent if it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub damage: Option<String>,
}

/// What was sent with a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailRequest {
    /// The query parameters in their order, decoded: pairs of name and value.
    pub query: Vec<(String, String)>,
    /// The JSON body. `null` if there was none.
    #[cfg_attr(feature = "openapi", schema(value_type = serde_json::Value, required))]
    pub body: Option<Box<RawValue>>,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum TrailOutcome {
    /// The platform answered with this HTTP status.
    Status(u16),
    /// There was no answer, or none that could be passed on, or a sign-in was refused:
    /// why, in words.
    Failed(String),
    /// The outcome is unknown: the server process that sent the request died.
    Unknown,
    /// The request is still being processed.
    Open,
    /// The entry is no change: it happened when it was recorded.
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
