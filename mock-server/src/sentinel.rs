//! Values that make the mock misbehave for a person who can only type into the
//! console. They are in one list, so that a page can show them.

use crate::answer::JSON;
use crate::faults::FAULT;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A token that has expired.
const EXPIRED: &str = "expired";
/// A token that may only read.
const READONLY: &str = "readonly";
/// The part before the `@` of a name that cannot be written.
const UNAVAILABLE: &str = "sentinel-503";
/// The part before the `@` of an address that accepts no email.
const BOUNCES: &str = "bounces";

/// A value to type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Sentinel {
    /// The value.
    pub(crate) text: &'static str,
    /// Where to type it.
    pub(crate) place: Place,
    /// What it does.
    pub(crate) effect: &'static str,
}

/// Where a sentinel is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Place {
    /// As token, key or session.
    Token,
    /// Before the `@` of a name or an email address.
    LocalPart,
}

/// All of them.
pub(crate) const ALL: &[Sentinel] = &[
    Sentinel {
        text: EXPIRED,
        place: Place::Token,
        effect: "every call is refused with 401, in the platform's words",
    },
    Sentinel {
        text: READONLY,
        place: Place::Token,
        effect: "reading works, every write is refused with 403",
    },
    Sentinel {
        text: UNAVAILABLE,
        place: Place::LocalPart,
        effect: "writes fail with 503 and change nothing: in Pivot those of the \
                 user's status, in Actian and Metabase all of that user",
    },
    Sentinel {
        text: BOUNCES,
        place: Place::LocalPart,
        effect: "emails to the address come back; the outbox shows them as bounced",
    },
];

/// The meaning of a sentinel token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenSentinel {
    /// It has expired.
    Expired,
    /// It may only read.
    ReadOnly,
}

/// The meaning of the token `sent`, if it is a sentinel.
pub(crate) fn token(sent: &[u8]) -> Option<TokenSentinel> {
    if sent == EXPIRED.as_bytes() {
        Some(TokenSentinel::Expired)
    } else if sent == READONLY.as_bytes() {
        Some(TokenSentinel::ReadOnly)
    } else {
        None
    }
}

/// Whether an email to this address is returned.
pub(crate) fn bounces(address: &str) -> bool {
    local_part(address).eq_ignore_ascii_case(BOUNCES)
}

/// Whether writing the user with this name or email address fails. The caller
/// then answers with [`unavailable`] and changes nothing.
pub(crate) fn is_unavailable(name: &str) -> bool {
    local_part(name).eq_ignore_ascii_case(UNAVAILABLE)
}

/// 503 with a JSON body in the platform's own error shape.
pub(crate) fn unavailable(body: &'static str) -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [
            (CONTENT_TYPE, JSON),
            (FAULT, HeaderValue::from_static("sentinel")),
        ],
        body,
    )
        .into_response()
}

/// The error for writing the status of `name` in Pivot, if its name requests
/// one. Nothing has been changed then.
pub(crate) fn status_write(name: &str) -> Option<Response> {
    is_unavailable(name).then(|| {
        unavailable(r#"{"error":"The user store is not available. Try again in a minute."}"#)
    })
}

fn local_part(address: &str) -> &str {
    address.split('@').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentinel_has_its_effect() {
        for sentinel in ALL {
            let works = match sentinel.place {
                Place::Token => token(sentinel.text.as_bytes()).is_some(),
                Place::LocalPart => {
                    let address = format!("{}@example.com", sentinel.text);
                    is_unavailable(&address) || bounces(&address)
                }
            };
            assert!(works, "{sentinel:?}");
        }
        assert_eq!(token(b"demo"), None);
        assert!(!bounces("ada@bounces") && !is_unavailable("ada+sentinel-503@x"));
    }
}
