//! What all of the mock's own pages look like.

use crate::html::escape;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// The look of every page.
pub(crate) const STYLE: &str = include_str!("layout/page.css");

/// Nothing from elsewhere, and nobody frames it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// A page with this title and, in HTML, this content.
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

/// The headers of an HTML answer under this content security policy.
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
        // A link's token stands in the address.
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}
