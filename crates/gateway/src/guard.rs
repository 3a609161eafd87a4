//! What is checked before anything else, because this server holds secrets
//! that a browser's other tabs must not get to use.

use crate::error::GatewayError;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

/// Lets only requests through that call this server by a loopback name: a
/// foreign name that was made to resolve here (DNS rebinding) has a foreign
/// `Host` header.
pub(crate) async fn known_host(request: Request, next: Next) -> Result<Response, GatewayError> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|value| value.to_str().ok());
    let absolute = request.uri().host();
    let known = hosts.next().is_none()
        && host.map(name).is_some_and(is_loopback)
        && absolute.is_none_or(is_loopback);
    if known {
        Ok(next.run(request).await)
    } else {
        Err(GatewayError::Host)
    }
}

/// Lets requests that could change something through only from our own pages,
/// or from something that is no browser.
pub(crate) async fn same_origin_writes(
    request: Request,
    next: Next,
) -> Result<Response, GatewayError> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_same_origin(request.headers()) {
        Ok(next.run(request).await)
    } else {
        Err(GatewayError::CrossOrigin)
    }
}

fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    // Browsers say it themselves where they can; a development proxy between
    // changes Host, so what the browser says comes first.
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN) {
        None => true,
        Some(origin) => text(header::HOST)
            .is_some_and(|host| origin.split_once("://").is_some_and(|(_, at)| at == host)),
    }
}

/// A `Host` header without its port.
fn name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_loopback(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_loopback_names_are_ours() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:1",
            "[::1]:8080",
            "[::1]",
        ] {
            assert!(is_loopback(name(host)), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example:80",
            "localhost.evil",
            "::1",
            "a@localhost",
        ] {
            assert!(!is_loopback(name(host)), "{host}");
        }
    }

    #[test]
    fn writes_come_from_our_own_pages_or_from_no_browser() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
                .collect::<HeaderMap>()
        };
        let ours = ("host", "127.0.0.1:8080");
        for good in [
            vec![ours],
            vec![ours, ("origin", "http://127.0.0.1:8080")],
            vec![ours, ("sec-fetch-site", "same-origin")],
            vec![
                ours,
                ("sec-fetch-site", "same-origin"),
                ("origin", "http://127.0.0.1:8081"),
            ],
        ] {
            assert!(is_same_origin(&headers(&good)), "{good:?}");
        }
        for bad in [
            vec![ours, ("origin", "https://evil.example")],
            vec![ours, ("origin", "null")],
            vec![
                ours,
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://127.0.0.1:8080"),
            ],
            vec![ours, ("sec-fetch-site", "same-site")],
            vec![("origin", "http://127.0.0.1:8080")],
        ] {
            assert!(!is_same_origin(&headers(&bad)), "{bad:?}");
        }
    }
}
