//! Headers that every answer carries.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use wire::console::{APP_HEADER, APP_HEADER_VALUE};

/// Two years: what browsers' makers ask for of those who mean it. Of this name
/// alone, as others may be served below it.
const ENCRYPTED_ONLY: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// No sniffing, no referrer for other origins, no other origin's window or page
/// around ours. Without any referrer browsers would send forms with `Origin: null`.
const SECURITY: [(HeaderName, HeaderValue); 5] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ),
];

/// Marks an answer as this server's, or as one that it passes on: whatever stands
/// in front of it does not.
const MARK: (HeaderName, HeaderValue) = (
    HeaderName::from_static(APP_HEADER),
    HeaderValue::from_static(APP_HEADER_VALUE),
);

/// Puts them on, over whatever stood there; over TLS of our own (`https`) also
/// that this name is never to be opened without.
pub(crate) fn secure(response: &mut Response, https: bool) {
    let headers = response.headers_mut();
    headers.extend(SECURITY);
    headers.extend([MARK]);
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ENCRYPTED_ONLY);
    }
}
