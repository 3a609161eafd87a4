//! Prevents pages of other sites from using the mock: a browser on this machine
//! reaches loopback addresses too, and these routes require no token.

use crate::answer::Refusal;
use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

/// Passes requests of people, programs and the mock's own page, and refuses
/// others.
pub(super) async fn check(request: Request, next: Next) -> Response {
    match judge(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(words) => Refusal::documented(StatusCode::FORBIDDEN, words).into_response(),
    }
}

fn judge(method: &Method, headers: &HeaderMap) -> Result<(), &'static str> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    let host = text(HOST);
    // With DNS rebinding, another site's name for this address is in the Host
    // header.
    if host.is_some_and(|host| !is_loopback(host)) {
        return Err("The mock's own routes answer to a loopback Host only, like 127.0.0.1.");
    }
    if let Some(origin) = text(ORIGIN)
        && origin
            .strip_prefix("http://")
            .is_none_or(|own| Some(own) != host)
    {
        return Err("The mock's own routes are not for pages of other sites.");
    }
    match text(HeaderName::from_static("sec-fetch-site")) {
        None | Some("same-origin" | "none") => Ok(()),
        // A link that a person follows shows the page to them and to no other
        // site.
        Some(_) if method == Method::GET && is_followed_link(&text) => Ok(()),
        Some(_) => Err("The mock's own routes are not for pages of other sites."),
    }
}

fn is_followed_link<'a>(text: &impl Fn(HeaderName) -> Option<&'a str>) -> bool {
    text(HeaderName::from_static("sec-fetch-mode")) == Some("navigate")
        && text(HeaderName::from_static("sec-fetch-dest")) == Some("document")
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let host = authority.host();
    let host = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use crate::testing::{Mock, assert_error};

    const SITE: &str = "sec-fetch-site";

    #[tokio::test]
    async fn people_programs_and_the_mocks_own_page_may_use_it() {
        let mock = Mock::documented();
        for headers in [
            &[("host", "127.0.0.1:9095")][..],
            &[("host", "localhost:9095")],
            &[("host", "[::1]:9095")],
            &[
                ("host", "127.0.0.1:9095"),
                ("origin", "http://127.0.0.1:9095"),
                (SITE, "same-origin"),
            ],
            &[("host", "127.0.0.1:9095"), (SITE, "none")],
        ] {
            let answer = mock.call("POST", "/__mock/reset", headers, None).await;
            assert_eq!(answer.status, 200, "{headers:?}");
        }
    }

    #[tokio::test]
    async fn pages_of_other_sites_may_not() {
        let mock = Mock::documented();
        mock.delete("/api/v1/users/admin@company.com").await;
        let before = mock.everything().await;
        for headers in [
            &[("host", "evil.example")][..],
            &[("host", "evil.example:9095")],
            &[("host", "127.0.0.1.evil.example")],
            &[("host", "")],
            &[
                ("host", "127.0.0.1:9095"),
                ("origin", "https://evil.example"),
            ],
            &[
                ("host", "127.0.0.1:9095"),
                ("origin", "http://127.0.0.1:8080"),
            ],
            &[("host", "127.0.0.1:9095"), ("origin", "null")],
            &[("host", "127.0.0.1:9095"), (SITE, "cross-site")],
            &[("host", "127.0.0.1:9095"), (SITE, "same-site")],
            &[
                (SITE, "cross-site"),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", "document"),
            ],
        ] {
            let refused = mock.call("POST", "/__mock/reset", headers, None).await;
            assert_error(&refused, 403, "The mock's own routes");
            assert_eq!(mock.everything().await, before, "{headers:?}");
        }
    }

    #[tokio::test]
    async fn a_link_to_the_page_may_be_followed_from_anywhere_but_not_framed() {
        let mock = Mock::documented();
        for (dest, status) in [("document", 200), ("iframe", 403), ("script", 403)] {
            let headers = [
                ("host", "127.0.0.1:9095"),
                (SITE, "cross-site"),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", dest),
            ];
            let answer = mock.call("GET", "/__mock/", &headers, None).await;
            assert_eq!(answer.status, status, "{dest}");
        }
    }
}
