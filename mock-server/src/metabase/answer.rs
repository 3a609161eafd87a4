//! Metabase's answers: JSON, plain text or nothing; and its four error shapes
//! (metabase note 2).

use crate::answer::NOTE;
use crate::sentinel;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain");

/// The answer of a handler, also when it refuses.
pub(super) type Result<T = Reply> = std::result::Result<T, Reply>;

/// One answer.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    content: Content,
    cookies: Vec<HeaderValue>,
    notes: Vec<&'static str>,
}

#[derive(Debug)]
enum Content {
    Json(Vec<u8>),
    /// JSON that is written while it is sent.
    Long(Body),
    Text(Cow<'static, str>),
    Nothing,
    Unavailable,
}

impl Reply {
    const fn new(status: StatusCode, content: Content) -> Self {
        Self {
            status,
            content,
            cookies: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn json(status: StatusCode, body: &impl Serialize) -> Self {
        // Our own types with string keys: serializing them cannot fail.
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self::new(status, Content::Json(body))
    }

    fn text(status: StatusCode, words: impl Into<Cow<'static, str>>) -> Self {
        Self::new(status, Content::Text(words.into()))
    }

    /// 200 with this body.
    pub(super) fn ok(body: &impl Serialize) -> Self {
        Self::json(StatusCode::OK, body)
    }

    /// 200 with this JSON, already serialized.
    pub(super) const fn written(body: Vec<u8>) -> Self {
        Self::new(StatusCode::OK, Content::Json(body))
    }

    /// 200 with this JSON, which is written while it is sent.
    pub(super) const fn long(body: Body) -> Self {
        Self::new(StatusCode::OK, Content::Long(body))
    }

    /// 200 `{"success":true}`.
    pub(super) fn success() -> Self {
        Self::ok(&json!({ "success": true }))
    }

    /// 204 with nothing.
    pub(super) const fn nothing() -> Self {
        Self::new(StatusCode::NO_CONTENT, Content::Nothing)
    }

    /// 200 with no content: the answer to a preflight request.
    pub(super) const fn empty() -> Self {
        Self::new(StatusCode::OK, Content::Nothing)
    }

    /// 401: the caller is not signed in.
    pub(super) fn unauthenticated() -> Self {
        Self::text(StatusCode::UNAUTHORIZED, "Unauthenticated")
    }

    /// 403.
    pub(super) fn forbidden() -> Self {
        Self::text(
            StatusCode::FORBIDDEN,
            "You don't have permissions to do that.",
        )
    }

    /// 404: the record does not exist.
    pub(super) fn not_found() -> Self {
        Self::text(StatusCode::NOT_FOUND, "Not found.")
    }

    /// 404: no route has this path (metabase note 5).
    pub(super) fn no_route() -> Self {
        Self::text(StatusCode::NOT_FOUND, "API endpoint does not exist.")
    }

    /// 503 if this address requests that writing its user fails
    /// ([`crate::sentinel`]).
    pub(super) fn check_available(email: &str) -> Result<()> {
        if sentinel::is_unavailable(email) {
            Err(Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                Content::Unavailable,
            ))
        } else {
            Ok(())
        }
    }

    /// 413: the body is too large.
    pub(super) fn too_large() -> Self {
        Self::text(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than 1 MiB.",
        )
        .note("assumed: no document names a limit")
    }

    /// 400 with a plain text.
    pub(super) fn refused(words: impl Into<Cow<'static, str>>) -> Self {
        Self::text(StatusCode::BAD_REQUEST, words)
    }

    /// An error about one field, raised by an endpoint.
    pub(super) fn field(status: StatusCode, field: &str, words: &str) -> Self {
        Self::json(status, &json!({ "errors": { field: words } }))
    }

    /// 400 about one field, raised by an endpoint.
    pub(super) fn bad_field(field: &str, words: &str) -> Self {
        Self::field(StatusCode::BAD_REQUEST, field, words)
    }

    /// 400: the address is in use, in the words of the endpoint that creates
    /// users. The newest servers add the code.
    pub(super) fn taken() -> Self {
        let body = json!({
            "errors": { "email": "Email address already in use." },
            "error_code": "email-already-in-use",
        });
        Self::json(StatusCode::BAD_REQUEST, &body)
    }

    /// 400: the request does not match the endpoint's schema.
    pub(super) fn off_schema(errors: Map<String, Value>, specific: Map<String, Value>) -> Self {
        let body = json!({ "specific-errors": specific, "errors": errors });
        Self::json(StatusCode::BAD_REQUEST, &body)
    }

    /// An error with data but without `errors`: the answer contains the whole
    /// exception.
    pub(super) fn exception(status: StatusCode, message: &str) -> Self {
        let data = json!({ "status-code": status.as_u16() });
        let via = json!([{
            "type": "clojure.lang.ExceptionInfo", "message": message, "data": data,
        }]);
        let body = json!({
            "via": via, "trace": [], "cause": message, "data": data, "message": message,
        });
        Self::json(status, &body).note("assumed: of this body only message is known")
    }

    /// Adds a note on what the mock assumes.
    pub(super) fn note(mut self, note: &'static str) -> Self {
        self.notes.push(note);
        self
    }

    /// Adds these notes.
    pub(super) fn notes(mut self, notes: impl IntoIterator<Item = &'static str>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// Sets these cookies.
    pub(super) fn cookies(mut self, cookies: impl IntoIterator<Item = HeaderValue>) -> Self {
        self.cookies.extend(cookies);
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = match self.content {
            Content::Json(body) => (self.status, [(CONTENT_TYPE, JSON)], body).into_response(),
            Content::Long(body) => (self.status, [(CONTENT_TYPE, JSON)], body).into_response(),
            Content::Text(words) => {
                (self.status, [(CONTENT_TYPE, TEXT)], words.into_owned()).into_response()
            }
            Content::Nothing => self.status.into_response(),
            Content::Unavailable => sentinel::unavailable(
                r#"{"message":"The user store is not available. Try again in a minute."}"#,
            ),
        };
        let headers = response.headers_mut();
        for cookie in self.cookies {
            headers.append(SET_COOKIE, cookie);
        }
        if !self.notes.is_empty()
            && let Ok(notes) = HeaderValue::try_from(self.notes.join("; "))
        {
            headers.insert(NOTE, notes);
        }
        response
    }
}
