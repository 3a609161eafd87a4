//! Finds out whether a browser keeps the session's cookie before a person types
//! a password: over plain http from another machine it does not.
//!
//! If the request does not show whether the browser used https (an old browser,
//! or a proxy that removes headers), a test cookie for https only is set and
//! the page is reloaded once.

use super::cookie::{Cookie, PROBE};
use crate::http::error::GatewayError;
use crate::http::paths::{PROVIDER_PATH, SIGN_IN_PATH};
use crate::http::refusal;
use crate::http::see_other::see_other;
use crate::http::site::{Security, Site};
use axum::extract::Request;
use axum::http::header::REFRESH;
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse, Response};

/// The query of the second request, so that there is no third.
const PROBED: &str = "probed";

/// The answer to a request for a sign-in page if its browser did not, or may
/// not, use https.
pub(super) fn refuse(request: &Request, site: &Site, from_proxy: bool) -> Option<Response> {
    let path = request.uri().path();
    if !matches!(path, SIGN_IN_PATH | PROVIDER_PATH) {
        return None;
    }
    let headers = request.headers();
    let is_probed = request.uri().query() == Some(PROBED);
    match site.security(headers, from_proxy) {
        Security::Plain => Some(use_https(site)),
        _ if is_probed && Cookie::any(headers) => Some(see_other(SIGN_IN_PATH)),
        Security::Secure => None,
        Security::Unknown if Cookie::any(headers) || request.method() == Method::POST => None,
        Security::Unknown if path != SIGN_IN_PATH => Some(see_other(SIGN_IN_PATH)),
        Security::Unknown => {
            let mut response = use_https(site);
            if !is_probed {
                PROBE.set(&mut response, "1");
                let again = format!("0; url={SIGN_IN_PATH}?{PROBED}");
                if let Ok(again) = HeaderValue::try_from(again) {
                    response.headers_mut().insert(REFRESH, again);
                }
            }
            Some(response)
        }
    }
}

/// The page that asks the person to use https.
pub(super) fn use_https(site: &Site) -> Response {
    refusal::into_page(GatewayError::PlainHttp(site.https_url()).into_response())
}
