//! What is checked before anything else, because this server holds secrets
//! that a browser's other tabs must not get to use.

use crate::error::GatewayError;
use crate::sign_in::{SIGN_IN, SIGN_OUT};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, Method, header};
use wire::console::{APP_HEADER, APP_HEADER_VALUE};

/// Lets only requests through that call this server by a loopback name or one
/// of `names`: a foreign name that was made to resolve here (DNS rebinding) has
/// a foreign `Host` header.
pub(crate) fn known_host(request: &Request, names: &[String]) -> Result<(), GatewayError> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|value| value.to_str().ok()).map(name);
    let is_ours =
        |host: &str| is_loopback(host) || names.iter().any(|name| name.eq_ignore_ascii_case(host));
    // A whole URL in the request line is for a proxy, and overrules `Host`.
    let known =
        hosts.next().is_none() && host.is_some_and(is_ours) && request.uri().authority().is_none();
    if known {
        Ok(())
    } else {
        Err(GatewayError::Host)
    }
}

/// The methods that the console and its platforms use.
const METHODS: [Method; 5] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::DELETE,
];

/// Lets only the methods through that have a meaning here: CONNECT is for
/// proxies, OPTIONS would let other origins ask.
pub(crate) fn known_method(request: &Request) -> Result<(), GatewayError> {
    if METHODS.contains(request.method()) {
        Ok(())
    } else {
        Err(GatewayError::Method(request.method().to_string()))
    }
}

/// Lets requests that could change something through only where they say that
/// they come from our own pages, and carry the header that a page of another
/// origin cannot send.
pub(crate) fn same_origin_writes(request: &Request) -> Result<(), GatewayError> {
    let headers = request.headers();
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        Ok(())
    } else if !is_same_origin(headers) {
        Err(GatewayError::CrossOrigin)
    } else if is_form(request.uri().path())
        || headers
            .get(APP_HEADER)
            .is_some_and(|value| value == APP_HEADER_VALUE)
    {
        Ok(())
    } else {
        Err(GatewayError::NotTheApp)
    }
}

/// Whether a page without any script sends this, which cannot add a header.
fn is_form(path: &str) -> bool {
    matches!(path, SIGN_IN | SIGN_OUT)
}

fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    // Browsers say it themselves where they can; a development proxy between
    // changes Host, so what the browser says comes first.
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let host = text(header::HOST);
    text(header::ORIGIN)
        .and_then(|origin| origin.split_once("://"))
        .is_some_and(|(_, at)| Some(at) == host)
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
    fn writes_come_from_our_own_pages() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
                .collect::<HeaderMap>()
        };
        let ours = ("host", "127.0.0.1:8080");
        for good in [
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
            vec![ours],
            vec![ours, ("sec-fetch-site", "none")],
            vec![ours, ("origin", "127.0.0.1:8080")],
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
