//! Whether a browser came over https, and so keeps a session's cookie.

use super::{Authority, Origin, SEC_FETCH_SITE, SingleHeader, Site, is_loopback, single_header};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// How a browser came, as far as its request tells. Where a proxy in front speaks
/// TLS, this server sees neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    /// Over https, or from this machine.
    Secure,
    /// Over http from elsewhere: it drops cookies that are marked as secure.
    Plain,
    /// Nothing says which.
    Unknown,
}

impl Site {
    /// How the browser came that sent a request with these headers.
    /// `from_proxy` says whether a trusted proxy passed it on.
    pub(crate) fn security(&self, headers: &HeaderMap, from_proxy: bool) -> Security {
        // Browsers send Sec-Fetch-Site over https and to this machine only (W3C
        // Fetch Metadata, 2.1).
        if self.https || headers.contains_key(SEC_FETCH_SITE) {
            return Security::Secure;
        }
        if let SingleHeader::One(origin) = single_header(headers, &ORIGIN)
            && let Some(origin) = origin.to_str().ok().and_then(Origin::parse)
        {
            return if origin.https || is_loopback(&origin.authority.host) {
                Security::Secure
            } else {
                Security::Plain
            };
        }
        let host = match single_header(headers, &HOST) {
            SingleHeader::One(value) => value.to_str().ok().and_then(Authority::parse),
            _ => None,
        };
        let on_this_machine = host.is_some_and(|Authority { host, .. }| is_loopback(&host));
        match forwarded_proto(headers).filter(|_| from_proxy) {
            Some(proto) if proto.eq_ignore_ascii_case("https") => Security::Secure,
            // The loopback name may be the proxy's own word for this server.
            Some(_) if on_this_machine => Security::Unknown,
            Some(_) => Security::Plain,
            None if on_this_machine => Security::Secure,
            None => Security::Unknown,
        }
    }
}

/// What the nearest proxy says, where others before it said something as well.
fn forwarded_proto(headers: &HeaderMap) -> Option<&str> {
    let last = headers.get_all(FORWARDED_PROTO).iter().next_back()?;
    let text = last.to_str().ok()?;
    text.rsplit(',').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_tells_whether_its_browser_keeps_a_secure_cookie() {
        use Security::{Plain, Secure, Unknown};
        let site = Site::new(&["a.example".to_owned()], None, false).unwrap();
        let security = |pairs: &[(&'static str, &'static str)], from_proxy| {
            let headers = pairs
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
                .collect();
            site.security(&headers, from_proxy)
        };
        let host = ("host", "a.example:8080");
        let here = ("host", "127.0.0.1:8080");
        let proto = |proto| ("x-forwarded-proto", proto);
        for (pairs, from_proxy, expected) in [
            (vec![host], false, Unknown),
            (vec![here], false, Secure),
            (vec![host, ("sec-fetch-site", "none")], false, Secure),
            (vec![host, ("origin", "https://a.example")], false, Secure),
            (
                vec![host, ("origin", "http://a.example:8080")],
                false,
                Plain,
            ),
            (vec![here, ("origin", "http://a.example")], false, Plain),
            (vec![here, ("origin", "http://localhost")], false, Secure),
            (vec![host, ("origin", "null")], false, Unknown),
            (vec![host, proto("https")], true, Secure),
            (vec![host, proto("HTTPS")], true, Secure),
            (vec![host, proto("http")], true, Plain),
            (vec![host, proto("https, http")], true, Plain),
            (vec![host, proto("http"), proto("https")], true, Secure),
            (vec![here, proto("http")], true, Unknown),
            // Anyone can write a header.
            (vec![host, proto("https")], false, Unknown),
            (vec![host, proto("http")], false, Unknown),
        ] {
            assert_eq!(security(&pairs, from_proxy), expected, "{pairs:?}");
        }
        let site = Site::new(&[], None, true).unwrap();
        assert_eq!(site.security(&HeaderMap::new(), false), Secure);
    }
}
