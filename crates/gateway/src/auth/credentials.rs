//! The name and password that a person types, as the page's form sends them.

use super::gate::AuthGate;
use crate::http::request_body::BodyError;
use axum::extract::{Form, FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// The largest form that is read, in bytes.
pub(crate) const FORM_LIMIT: usize = 4096;

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// The fields of the form at `/sign-in`. One that is missing is empty, and fits
/// no person.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Credentials {
    pub(super) name: String,
    pub(super) password: String,
}

/// A form that cannot be read is answered with the page to sign in on, and words
/// on it that say why.
impl FromRequest<Arc<AuthGate>> for Credentials {
    type Rejection = Response;

    async fn from_request(mut request: Request, gate: &Arc<AuthGate>) -> Result<Self, Response> {
        // Nothing but this form is sent here, whether or not the request says so.
        request.headers_mut().insert(CONTENT_TYPE, FORM);
        let form = Form::from_request(request, gate).await;
        form.map(|Form(credentials)| credentials)
            .map_err(|rejection| {
                let error = match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => BodyError::TooLarge,
                    _ => BodyError::behind(&rejection),
                };
                let (status, words) = refusal(error);
                gate.sign_in_page(status, words)
            })
    }
}

/// What is answered to a form that could not be read.
const fn refusal(error: BodyError) -> (StatusCode, &'static str) {
    match error {
        BodyError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "That is too long."),
        BodyError::TimedOut => (
            StatusCode::REQUEST_TIMEOUT,
            "Your name and password did not arrive in time. Try again.",
        ),
        BodyError::Broken => (
            StatusCode::BAD_REQUEST,
            "Your name and password did not arrive. Try again.",
        ),
    }
}
