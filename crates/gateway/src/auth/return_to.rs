//! Opens the requested page after a sign-in.
//!
//! There are two cases. The browser does not send the session's cookie with a
//! link on another site's page, so the page is reloaded once from a page of
//! ours before a person has to sign in. And a person who signs in is then
//! redirected to the page that they requested. Both are kept in cookies of a
//! few seconds or minutes; no request parameter names the target.

use super::cookie::{AGAIN, WANTED};
use super::page;
use crate::http::error::GatewayError;
use crate::http::paths::SIGN_IN_PATH;
use crate::http::see_other::see_other;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The longest address that is kept, in bytes.
const LONGEST: usize = 1024;

/// The answer to a page request without a session.
pub(super) fn to_sign_in(uri: &Uri, headers: &HeaderMap) -> Response {
    if !exists(uri.path()) {
        return GatewayError::NoPage(uri.path().chars().take(LONGEST).collect()).into_response();
    }
    let from_elsewhere = headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site");
    if from_elsewhere && AGAIN.read(headers).is_none() {
        let mut response = page::reload();
        AGAIN.set(&mut response, "1");
        return response;
    }
    let mut response = see_other(SIGN_IN_PATH);
    let wanted = uri.path_and_query().map_or("/", |wanted| wanted.as_str());
    if is_page(wanted) {
        let kept = utf8_percent_encode(wanted, NON_ALPHANUMERIC).to_string();
        WANTED.set(&mut response, &kept);
    }
    response
}

/// The redirect to the page that was requested before the sign-in, if there is
/// one.
pub(super) fn wanted_page(method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    if *method != Method::GET || uri.path() != "/" {
        return None;
    }
    let kept = WANTED.read(headers)?;
    let wanted = percent_decode_str(kept).decode_utf8().ok()?;
    if !is_page(&wanted) {
        return None;
    }
    let mut response = see_other(&*wanted);
    WANTED.clear(&mut response);
    Some(response)
}

/// Whether the console can have a page at `path`. People who are not signed in
/// do not learn whether it does.
fn exists(path: &str) -> bool {
    let path = path.trim_matches('/');
    let segments: Vec<&str> = path.split('/').collect();
    matches!(
        segments[..],
        ["" | "index.html" | "activity" | "approvals" | "people" | "drift" | "profiles" | "reviews"]
            | ["activity" | "approvals" | "people" | "receipts" | "reviews", _]
            // If no provider is configured (any more).
            | ["sign-in", ..]
            | [_, "users" | "invite"]
            | [_, "users", _]
    )
}

/// Whether `wanted` is a page of this server other than its first. `//host` and
/// `/\host` are other servers to a browser.
fn is_page(wanted: &str) -> bool {
    let is_below = |folder: &str| wanted.starts_with(folder);
    wanted.len() <= LONGEST
        && wanted.len() > 1
        && is_below("/")
        && !is_below("//")
        && !["/api/", "/via/", SIGN_IN_PATH].into_iter().any(is_below)
        && wanted
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_cannot_be_a_page_does_not_lead_to_the_sign_in() {
        for page in [
            "/",
            "/index.html",
            "/pivot/users",
            "/pivot/users/",
            "/pivot/users/a%2Fb",
            "/pivot/invite",
            "/activity",
            "/activity/trail",
            "/people",
            "/people/ana@example.com",
            "/people/leave",
            "/receipts/0a1b",
            "/drift",
            "/profiles",
            "/reviews",
            "/reviews/0a1b",
            "/approvals",
            "/approvals/0a1b",
        ] {
            assert!(exists(page), "{page}");
        }
        for other in [
            "/tools/rollcall/",
            "/nowhere",
            "/rollcall",
            "/a/b/users",
            "/a/invite/b",
        ] {
            assert!(!exists(other), "{other}");
        }
    }

    #[test]
    fn a_redirect_after_the_sign_in_stays_on_this_server() {
        for page in ["/pivot/users", "/pivot/users?q=a%20b&x=//y", "/a//b"] {
            assert!(is_page(page), "{page}");
        }
        let long = format!("/{}", "a".repeat(LONGEST));
        for other in [
            "",
            "/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "/a\\..\\b",
            "https://evil.example",
            "evil.example",
            "/a b",
            "/a\r\nset-cookie: b",
            "/ü",
            "/api/connections",
            "/via/pivot/api/v1/users",
            "/sign-in/openid",
            &long,
        ] {
            assert!(!is_page(other), "{other}");
        }
    }
}
