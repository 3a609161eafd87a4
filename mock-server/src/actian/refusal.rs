//! Error answers: `{"description": "…"}`.
//!
//! The page of the user routes documents no errors; the shape and its three
//! texts are those of the token endpoint (actian note 5).

use crate::answer::Answer;
use crate::sentinel;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::borrow::Cow;

/// An error answer.
#[derive(Debug)]
pub(super) enum Refusal {
    /// With this description, and a note on what is assumed about it.
    Described {
        status: StatusCode,
        words: Cow<'static, str>,
        note: &'static str,
    },
    /// 503, requested by the user's address ([`crate::sentinel`]).
    Unavailable,
}

impl Refusal {
    const fn new(status: StatusCode, words: &'static str, note: &'static str) -> Self {
        Self::Described {
            status,
            words: Cow::Borrowed(words),
            note,
        }
    }

    /// 400, with words that name the parameter.
    pub(super) fn bad_request(words: impl Into<Cow<'static, str>>) -> Self {
        Self::Described {
            status: StatusCode::BAD_REQUEST,
            words: words.into(),
            note: "assumed: no document shows an answer to a malformed request",
        }
    }

    /// 401: no token or key, or an invalid one.
    pub(super) const fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "Unauthorized",
            "assumed: the words are those of the token endpoint",
        )
    }

    /// 403: a valid token or key without the necessary rights.
    pub(super) const fn forbidden(note: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden", note)
    }

    /// 404: there is no such user or route.
    pub(super) const fn not_found(note: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not Found", note)
    }

    /// 409: the address is already in use (actian note 8).
    pub(super) const fn taken(words: &'static str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            words,
            "assumed: no document shows an answer to a duplicate email",
        )
    }

    /// 503 if this address requests that writing its user fails.
    pub(super) fn check_available(email: &str) -> Result<(), Self> {
        if sentinel::is_unavailable(email) {
            Err(Self::Unavailable)
        } else {
            Ok(())
        }
    }

    /// 413: the body is too large.
    pub(super) const fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than 1 MiB",
            "assumed: no document names a limit",
        )
    }

    /// 415: a form, although the source expects JSON.
    pub(super) const fn unsupported() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            "assumed: as observed, only a JSON body is read",
        )
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Body<'a> {
            description: &'a str,
        }
        match self {
            Self::Described {
                status,
                words,
                note,
            } => {
                let body = Body {
                    description: &words,
                };
                Answer::with_status(status, &body)
                    .note(note)
                    .into_response()
            }
            Self::Unavailable => sentinel::unavailable(r#"{"description":"Service Unavailable"}"#),
        }
    }
}
