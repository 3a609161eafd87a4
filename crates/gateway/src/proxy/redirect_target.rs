//! Where a platform's redirect leads, as far as it may be told: its host. The
//! rest of the address may hold what is secret.

use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode, Uri};
use url::Url;

/// Whether `status` says to ask somewhere else.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 300..=303 | 307 | 308)
}

/// Where an answer to a request for `asked` redirects to, if it says so: a host,
/// or what to call another address of the same. Browsers are not told the
/// platforms' own addresses.
pub(crate) fn host_of(headers: &HeaderMap, asked: &Uri) -> Option<String> {
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let from = Url::parse(&asked.to_string()).ok()?;
    let to = from.join(location).ok()?;
    let host = to.host()?;
    if from.host().as_ref() != Some(&host) {
        return Some(host.to_string());
    }
    let is_upgrade = from.scheme() == "http" && to.scheme() == "https";
    Some(
        if is_upgrade {
            "its own address over https"
        } else {
            "another address of its own"
        }
        .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_the_host_of_another_address_is_said() {
        let asked = Uri::from_static("http://pivot.example.com:9095/prefix/api/v1/users");
        let own = Some("another address of its own");
        for (location, to) in [
            (
                "https://me:planted@Login.Example.COM:8443/planted?code=planted#planted",
                Some("login.example.com"),
            ),
            ("//login.example.com/x", Some("login.example.com")),
            ("https:\\\\login.example.com\\x", Some("login.example.com")),
            ("https://[::1]/", Some("[::1]")),
            ("/login", own),
            ("", own),
            ("http://PIVOT.example.com/login", own),
            (
                "https://pivot.example.com/",
                Some("its own address over https"),
            ),
            ("https://", None),
            ("data:text/html,planted", None),
            ("https://a b/", None),
        ] {
            let location = HeaderValue::from_static(location);
            let headers = HeaderMap::from_iter([(LOCATION, location.clone())]);
            assert_eq!(host_of(&headers, &asked).as_deref(), to, "{location:?}");
        }
        assert_eq!(host_of(&HeaderMap::new(), &asked), None);
    }
}
