//! The headers of every answer, and those for browsers of other origins
//! (metabase note 27).

use super::answer::Reply;
use axum::extract::Request;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const ALWAYS: [(HeaderName, &str); 7] = [
    (
        header::CACHE_CONTROL,
        "max-age=0, no-cache, must-revalidate, proxy-revalidate",
    ),
    (header::EXPIRES, "Tue, 03 Jul 2001 06:00:00 GMT"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        "none",
    ),
];

/// Only pages on this machine may read the answers, and without cookies.
const CROSS_ORIGIN: [(HeaderName, &str); 4] = [
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "*"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "*"),
    (
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "Content-Disposition, X-Metabase-Anti-CSRF-Token, X-Metabase-Version",
    ),
    (header::ACCESS_CONTROL_MAX_AGE, "60"),
];

/// Adds the headers; answers a preflight request before authentication.
pub(super) async fn add(request: Request, next: Next) -> Response {
    let origin = loopback_origin(request.headers());
    let mut response = if request.method() == Method::OPTIONS {
        Reply::empty().into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    // The router's own answer to a method that the route does not have.
    headers.remove(header::ALLOW);
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
        for (name, value) in CROSS_ORIGIN {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

fn loopback_origin(headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let uri: Uri = origin.to_str().ok()?.parse().ok()?;
    matches!(uri.host()?, "localhost" | "127.0.0.1" | "[::1]").then(|| origin.clone())
}

#[cfg(test)]
mod tests {
    use crate::metabase::testing::Mock;

    #[tokio::test]
    async fn pages_of_this_machine_may_read_and_no_others() {
        let mock = Mock::documented();
        for (origin, allowed) in [
            ("http://localhost:8080", true),
            ("http://127.0.0.1:1", true),
            ("http://[::1]:3000", true),
            ("https://example.com", false),
            ("http://localhost.example.com", false),
            ("null", false),
        ] {
            let answer = mock
                .with("GET", "/api/health", &[("origin", origin)], None)
                .await;
            let told = answer.header("access-control-allow-origin");
            assert_eq!(told, if allowed { origin } else { "" });
            assert_eq!(answer.header("access-control-allow-credentials"), "");
        }
    }

    #[tokio::test]
    async fn a_preflight_is_answered_without_a_sign_in() {
        let mock = Mock::documented();
        let answer = mock.with("OPTIONS", "/api/user", &[], None).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, ""));
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
}
