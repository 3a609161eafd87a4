//! Headers that every answer carries.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use wire::console::{APP_HEADER, APP_HEADER_VALUE};

/// Two years, as browser vendors recommend. For this host name alone, as other
/// servers may use names below it.
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

/// Marks an answer as this server's own or as forwarded by it, in contrast to
/// answers of a proxy in front.
const MARK: (HeaderName, HeaderValue) = (
    HeaderName::from_static(APP_HEADER),
    HeaderValue::from_static(APP_HEADER_VALUE),
);

/// Sets the security headers. If this server speaks TLS itself (`https`), they
/// also tell browsers never to use this name without it.
pub(crate) fn secure(response: &mut Response, https: bool) {
    let headers = response.headers_mut();
    headers.extend(SECURITY);
    headers.extend([MARK]);
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ENCRYPTED_ONLY);
    }
}
