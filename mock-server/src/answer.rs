//! Answers: JSON, the error shape, and the note on what no document shows.

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::borrow::Cow;

/// Says which parts of an answer are the mock's choice, because no document
/// shows them.
pub(crate) const NOTE: HeaderName = HeaderName::from_static("x-mock-note");

/// The content type of every documented answer.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A JSON answer.
#[derive(Debug)]
pub(crate) struct Answer {
    status: StatusCode,
    body: Bytes,
    notes: Vec<&'static str>,
}

impl Answer {
    /// 200 with this body.
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        Self::with_status(StatusCode::OK, body)
    }

    /// Any status with this body.
    pub(crate) fn with_status(status: StatusCode, body: &impl Serialize) -> Self {
        Self {
            status,
            // Our own types with string keys: serializing them cannot fail.
            body: serde_json::to_vec(body).unwrap_or_default().into(),
            notes: Vec::new(),
        }
    }

    /// 200 with a body that is already serialized.
    pub(crate) const fn written(body: Bytes) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            notes: Vec::new(),
        }
    }

    /// The body as it is sent.
    pub(crate) fn body(&self) -> Bytes {
        self.body.clone()
    }

    /// Adds a note on what the mock assumes.
    pub(crate) fn note(mut self, note: &'static str) -> Self {
        self.notes.push(note);
        self
    }

    /// Adds all these notes.
    pub(crate) fn notes(mut self, notes: impl IntoIterator<Item = &'static str>) -> Self {
        self.notes.extend(notes);
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, [(CONTENT_TYPE, JSON)], self.body).into_response();
        if !self.notes.is_empty()
            && let Ok(notes) = HeaderValue::try_from(self.notes.join("; "))
        {
            response.headers_mut().insert(NOTE, notes);
        }
        response
    }
}

/// An error answer: `{"error": "…"}`.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    words: Cow<'static, str>,
    note: Option<&'static str>,
}

impl Refusal {
    /// With a status and words that a document shows.
    pub(crate) const fn documented(status: StatusCode, words: &'static str) -> Self {
        Self {
            status,
            words: Cow::Borrowed(words),
            note: None,
        }
    }

    /// Adds a note on what the mock assumes.
    pub(crate) const fn note(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }

    /// 400: the request is invalid. No document shows one.
    pub(crate) fn bad_request(words: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            words: words.into(),
            note: Some("assumed: no document shows an answer to a malformed request"),
        }
    }

    /// 409: the current state does not allow it. Only the mock's own routes
    /// answer this.
    pub(crate) fn conflict(words: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            words: words.into(),
            note: None,
        }
    }

    /// 401: no token, or a wrong one. No document shows one.
    pub(crate) const fn unauthorized(words: &'static str) -> Self {
        Self::documented(StatusCode::UNAUTHORIZED, words)
            .note("assumed: no document shows an answer to a missing or unknown token")
    }

    /// 413: the body is too large. No document shows one.
    pub(crate) const fn too_large(words: &'static str) -> Self {
        Self::documented(StatusCode::PAYLOAD_TOO_LARGE, words)
            .note("assumed: no document names a limit")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Body<'a> {
            error: &'a str,
        }
        Answer::with_status(self.status, &Body { error: &self.words })
            .notes(self.note)
            .into_response()
    }
}
