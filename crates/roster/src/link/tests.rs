use super::*;

fn at<'a>(console: &'a str, connection: &'a str) -> Surroundings<'a> {
    Surroundings {
        console,
        connection,
    }
}

fn concerns(url: &str) -> Vec<Concern> {
    let url = ClientUrl::read(url).unwrap();
    url.link(Surroundings::default()).concerns().collect()
}

#[test]
fn an_address_comes_apart_and_together_again() {
    for (written, text) in [
        ("https://pivot.company.com", "https://pivot.company.com"),
        (" HTTPS://Pivot.Company.com/ ", "https://pivot.company.com"),
        ("http://pivot:9095/sub//", "http://pivot:9095/sub"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://bücher.example", "https://bücher.example"),
    ] {
        assert_eq!(ClientUrl::read(written).unwrap().text(), text);
    }
}

#[test]
fn what_is_no_address_is_refused_with_its_reason() {
    use ClientUrlError::{Character, Empty, Host, Protocol, Query, UserInfo};
    for (text, why) in [
        ("", Empty),
        ("  ", Empty),
        ("pivot.company.com", Protocol),
        ("ftp://pivot.company.com", Protocol),
        ("javascript://x", Protocol),
        ("https://", Host),
        ("https:///path", Host),
        ("https://a..b", Host),
        ("https://a:", Host),
        ("https://a:0", Host),
        ("https://a:+1", Host),
        ("https://a:65536", Host),
        ("https://[::1", Host),
        ("https://[x]", Host),
        ("https://a%2eb", Host),
        ("https://ada@pivot.company.com", UserInfo),
        ("https://a/?x", Query),
        ("https://a#x", Query),
        ("https://a\\b", Character),
        ("https://a b", Character),
        ("https://a\u{7f}b", Character),
    ] {
        assert_eq!(ClientUrl::read(text), Err(why), "{text}");
    }
}

#[test]
fn every_part_has_its_text() {
    let link = ClientUrl::read("https://pivot.company.com:8443/sub")
        .unwrap()
        .link(Surroundings::default());
    assert_eq!(link.protocol.text, "https");
    assert_eq!(link.host.text, "pivot.company.com:8443");
    assert_eq!(link.path.text, "/sub/…/<token>");
    assert_eq!(link.text(), "https://pivot.company.com:8443/sub/…/<token>");
    assert_eq!(link.path.concerns, [Concern::Prefix]);
}

#[test]
fn a_link_that_others_can_read_is_told() {
    assert_eq!(concerns("http://pivot.company.com"), [Concern::Unencrypted]);
    assert_eq!(concerns("https://pivot.company.com"), []);
}

#[test]
fn the_readers_own_machine_is_told_in_every_writing() {
    for host in [
        "localhost",
        "LOCALHOST:9095",
        "pivot.localhost",
        "localhost.",
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "0.0.0.0",
        "[::1]:80",
        "[::]",
        "[::ffff:127.0.0.1]",
    ] {
        let url = format!("https://{host}");
        assert_eq!(concerns(&url), [Concern::Loopback], "{host}");
    }
}

#[test]
fn private_networks_are_told() {
    for host in [
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1:9095",
        "169.254.1.1",
        "100.64.0.1",
        "[fc00::1]",
        "[fdff::1]",
        "[fe80::1]",
        "[febf::1]",
        "[::ffff:10.0.0.1]",
        "pivot",
        "pivot.local",
        "pivot.corp.internal",
        "pivot.internal.",
        "printer.home.arpa",
    ] {
        let url = format!("https://{host}");
        assert_eq!(concerns(&url), [Concern::Private], "{host}");
    }
    for host in [
        "11.0.0.1",
        "172.32.0.1",
        "100.128.0.1",
        "[2001:db8::1]",
        "[fec0::1]",
        "notlocalhost.com",
        "internal.company.com",
        "xlocal.com",
        "1.2.3.4.5",
        "127.0.0.1.nip.io",
    ] {
        let url = format!("https://{host}");
        assert_eq!(concerns(&url), [], "{host}");
    }
}

#[test]
fn this_console_and_other_hosts_than_the_connections_are_told() {
    let link = |url: &str, surroundings| {
        let link = ClientUrl::read(url).unwrap().link(surroundings);
        link.host.concerns
    };
    let here = at("https://console.company.com", "https://pivot.company.com");
    assert_eq!(link("https://pivot.company.com", here), []);
    assert_eq!(link("https://PIVOT.company.com.:443/x", here), []);
    assert_eq!(
        link("https://console.company.com", here),
        [Concern::ThisConsole]
    );
    assert_eq!(
        link("https://pivot.company.com:444", here),
        [Concern::NotTheConnection]
    );
    assert_eq!(
        link("https://pivot.evil.com", here),
        [Concern::NotTheConnection]
    );
    assert_eq!(link("https://pivot.evil.com", at("", "")), []);
    assert_eq!(
        link("https://pіvot.company.com", at("", "")),
        [Concern::Letters]
    );
}
