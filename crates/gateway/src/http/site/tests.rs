//! Which `Host` and `Origin` headers are this server's.

use super::*;

fn site(hosts: &[&str], public_url: Option<&str>) -> Site {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    Site::new(&hosts, public_url.map(|url| url.parse().unwrap()), false).unwrap()
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            (HeaderName::from_static(name), value)
        })
        .collect()
}

fn knows(site: &Site, host: &str) -> bool {
    site.check_host(&headers(&[("host", host)])).is_ok()
}

fn is_own(site: &Site, host: &str, origin: &str) -> bool {
    let headers = headers(&[("host", host), ("origin", origin)]);
    site.check_origin(&headers).is_ok()
}

#[test]
fn loopback_names_are_known_however_they_are_written_and_no_other() {
    let site = site(&[], None);
    for host in [
        "localhost",
        "LOCALHOST:8080",
        "localhost.",
        "localhost:",
        "127.0.0.1:1",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]",
        "[::1]",
    ] {
        assert!(knows(&site, host), "{host}");
    }
    for host in [
        "",
        ".",
        ":80",
        "evil.example",
        "127.0.0.1.evil.example:80",
        "localhost.evil",
        "localhost..",
        "::1",
        "a@localhost",
        "localhost:80:80",
        "localhost:99999",
        "localhost:+80",
        "localhost/",
        "localhost#",
        "localhost\\",
        "%6cocalhost",
        "local host",
        "[::2]",
        "[::1",
        "[localhost]",
    ] {
        assert!(!knows(&site, host), "{host}");
    }
}

#[test]
fn a_configured_name_is_known_however_it_is_written() {
    let site = site(
        &["Rollcall.example.com", "bücher.example", "fd00::1"],
        Some("https://Public.Example:8443"),
    );
    for host in [
        "rollcall.example.com",
        "ROLLCALL.example.COM:443",
        "rollcall.example.com.:8080",
        "xn--bcher-kva.example",
        "BÜCHER.example",
        "[FD00:0::1]:80",
        "public.example",
        "public.example.:1",
    ] {
        assert!(knows(&site, host), "{host}");
    }
    for host in [
        "example.com",
        "a.rollcall.example.com",
        "rollcall.example.com.evil",
        "bucher.example",
        "xrollcall.example.com",
        "fd00::1",
    ] {
        assert!(!knows(&site, host), "{host}");
    }
}

#[test]
fn a_name_that_is_none_cannot_be_configured() {
    for host in ["", "a b", "https://a.b", "a.b:80", "a/b", "a%2eb"] {
        let site = Site::new(&[host.to_owned()], None, false);
        assert!(site.is_err(), "{host}");
    }
}

#[test]
fn an_unknown_host_is_named_in_the_refusal_and_never_at_length() {
    let site = site(&[], None);
    let words = |host: &str| {
        let error = site.check_host(&headers(&[("host", host)])).unwrap_err();
        error.to_string()
    };
    let said = words("evil.example:81");
    assert!(said.contains("“evil.example:81”"), "{said}");
    assert!(
        said.contains("hosts") && said.contains("public_url"),
        "{said}"
    );
    let said = words(&format!("{}.example", "a".repeat(5_000)));
    assert!(said.contains("aaa…”") && said.len() < 600, "{said}");
    let said = words("a\u{202e}b\tc<d>");
    assert!(said.contains("“a\\u{202e}b\\tc<d>”"), "{said}");
    let several = headers(&[("host", "localhost"), ("host", "localhost")]);
    assert!(site.check_host(&several).is_err());
    assert!(site.check_host(&HeaderMap::new()).is_err());
}

#[test]
fn an_origin_is_compared_by_scheme_host_and_port() {
    let site = site(&["a.example"], None);
    for (host, origin) in [
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("a.example", "https://a.example"),
        ("a.example", "http://a.example"),
        ("a.example", "https://a.example:443"),
        ("a.example:443", "https://a.example"),
        ("a.example:80", "http://a.example"),
        ("A.Example.", "HTTPS://a.eXample"),
        ("a.example:8443", "https://A.example.:8443"),
        ("[::1]:80", "http://[0::1]"),
    ] {
        assert!(is_own(&site, host, origin), "{host} {origin}");
    }
    for (host, origin) in [
        ("a.example", "null"),
        ("a.example", ""),
        ("a.example", "a.example"),
        ("a.example", "ftp://a.example"),
        ("a.example", "evil://a.example"),
        ("a.example", "https://b.example"),
        ("a.example", "https://a.example:8443"),
        ("a.example", "https://a.example.evil"),
        ("a.example", "https://a.example/x"),
        ("a.example", "https://u@a.example"),
        ("a.example:80", "https://a.example"),
        ("a.example:443", "http://a.example"),
        ("a.example:8080", "http://a.example:8081"),
        ("a.example", "https://a.example, https://a.example"),
    ] {
        assert!(!is_own(&site, host, origin), "{host} {origin}");
    }
}

#[test]
fn with_a_public_url_its_origin_counts_whatever_a_proxy_makes_of_host() {
    let site = site(&["b.example"], Some("https://a.example:8443/"));
    for (host, origin) in [
        ("a.example", "https://a.example:8443"),
        ("a.example:8443", "https://a.example:8443"),
        ("127.0.0.1:8080", "https://a.example:8443"),
        // Another configured name, and the machine itself, as before.
        ("b.example", "https://b.example"),
        ("localhost:8080", "http://localhost:8080"),
    ] {
        assert!(is_own(&site, host, origin), "{host} {origin}");
    }
    for (host, origin) in [
        ("a.example", "https://a.example"),
        ("a.example", "http://a.example"),
        ("a.example:8443", "http://a.example:8443"),
        ("a.example:9000", "https://a.example:9000"),
        ("a.example", "null"),
        ("b.example", "https://c.example"),
    ] {
        assert!(!is_own(&site, host, origin), "{host} {origin}");
    }
}

#[test]
fn where_this_server_speaks_tls_no_page_of_it_was_opened_without() {
    let hosts = ["a.example".to_owned()];
    let site = Site::new(&hosts, None, true).unwrap();
    assert!(is_own(&site, "a.example", "https://a.example"));
    assert!(!is_own(&site, "a.example", "http://a.example"));
    assert!(!is_own(&site, "a.example:80", "http://a.example"));
}

#[test]
fn what_the_browser_says_of_a_request_comes_before_its_origin() {
    let site = site(&["a.example"], Some("https://a.example"));
    let host = ("host", "a.example");
    let origin = ("origin", "https://a.example");
    for (pairs, same) in [
        (vec![host, ("sec-fetch-site", "same-origin")], true),
        // As trunk's development server has it.
        (
            vec![
                host,
                ("sec-fetch-site", "same-origin"),
                ("origin", "http://127.0.0.1:8081"),
            ],
            true,
        ),
        (vec![host, origin], true),
        (vec![origin], true),
        (vec![host], false),
        (vec![host, ("sec-fetch-site", "none")], false),
        (vec![host, ("sec-fetch-site", "same-site")], false),
        (vec![host, origin, ("sec-fetch-site", "same-site")], false),
        (vec![host, origin, ("sec-fetch-site", "cross-site")], false),
        (
            vec![
                host,
                ("sec-fetch-site", "same-origin"),
                ("sec-fetch-site", "cross-site"),
            ],
            false,
        ),
        (
            vec![host, origin, ("origin", "https://evil.example")],
            false,
        ),
    ] {
        let checked = site.check_origin(&headers(&pairs));
        assert_eq!(checked.is_ok(), same, "{pairs:?}");
    }
}

#[test]
fn a_foreign_origin_is_refused_with_both_values_and_what_to_change() {
    let words = |site: &Site, host, origin| {
        let headers = headers(&[("host", host), ("origin", origin)]);
        site.check_origin(&headers).unwrap_err().to_string()
    };
    let said = words(&site(&[], None), "a.example", "https://a.example:8443");
    for part in [
        "“https://a.example:8443”",
        "“a.example (by the Host header)”",
        "public_url",
        "proxy_set_header Host $http_host",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let public = site(&[], Some("https://a.example"));
    let said = words(&public, "a.example", "https://a.example:8443");
    assert!(said.contains("“https://a.example (public_url)”"), "{said}");
}

#[test]
fn a_public_url_is_read_strictly_and_never_repeated() {
    for (text, canonical) in [
        (
            "https://Rollcall.Example.com",
            "https://rollcall.example.com/",
        ),
        (
            "https://rollcall.example.com.:443/",
            "https://rollcall.example.com/",
        ),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
        ("https://[FD00::1]:8443", "https://[fd00::1]:8443/"),
        ("https://bücher.example", "https://xn--bcher-kva.example/"),
        (
            "https://a.example/tools/roll-call",
            "https://a.example/tools/roll-call/",
        ),
        (
            "https://a.example/x/../Tools_1.2/",
            "https://a.example/Tools_1.2/",
        ),
    ] {
        let url: PublicUrl = text.parse().unwrap();
        assert_eq!(url.to_string(), canonical);
    }
    for (text, error) in [
        ("", PublicUrlError::Invalid),
        ("rollcall.example.com", PublicUrlError::Invalid),
        ("ftp://a.example", PublicUrlError::Invalid),
        ("https://", PublicUrlError::Invalid),
        ("https://a b", PublicUrlError::Invalid),
        (
            "https://u:planted-secret@a.example",
            PublicUrlError::Credentials,
        ),
        ("https://a.example?x", PublicUrlError::Query),
        ("https://a.example/#x", PublicUrlError::Query),
        ("https://a.example//", PublicUrlError::Path),
        ("https://a.example/a//b", PublicUrlError::Path),
        ("https://a.example/a%2Fb", PublicUrlError::Path),
        ("https://a.example/a b", PublicUrlError::Path),
        ("https://a.example/a;b", PublicUrlError::Path),
        ("https://a.example/ü", PublicUrlError::Path),
    ] {
        assert_eq!(text.parse::<PublicUrl>().unwrap_err(), error, "{text}");
    }
}
