//! The layout of the mock's own pages.

use crate::html::escape;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// The style sheet of every page.
pub(crate) const STYLE: &str = include_str!("layout/page.css");

/// Loads nothing from elsewhere, and cannot be framed.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// A page with this title and, as HTML, this content.
pub(crate) fn page(status: StatusCode, title: &str, content: &str) -> Response {
    let title = escape(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"/__mock/page.css\">\n</head>\n<body>\n\
         <main id=\"main\">\n{content}</main>\n</body>\n</html>\n"
    );
    (status, with_policy(POLICY), html).into_response()
}

/// The headers of an HTML answer with this content security policy.
pub(crate) const fn with_policy(
    policy: &'static str,
) -> [(axum::http::HeaderName, HeaderValue); 5] {
    [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        // The address may contain a link's token.
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}
