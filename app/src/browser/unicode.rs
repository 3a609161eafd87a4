//! Unicode's rules for addresses, as the browser has them: its tables need not come
//! with the page (docs/decisions/people-addresses.md).

use js_sys::JsString;
use leptos::web_sys::Url;
use roster::people::UnicodeRules;

/// The rules by which addresses are compared in the page.
pub(crate) static BROWSER_RULES: BrowserRules = BrowserRules;

/// [`UnicodeRules`] by `String.prototype.normalize` and `URL`. They say what the
/// libraries say that are used elsewhere: both are checked against one table
/// (tests/fixtures/unicode/addresses.json).
#[derive(Debug, Clone, Copy)]
pub(crate) struct BrowserRules;

impl UnicodeRules for BrowserRules {
    fn nfc(&self, text: &str) -> String {
        // Plain ASCII is composed already, and a call into JavaScript costs more than
        // looking.
        if text.is_ascii() {
            return text.to_owned();
        }
        JsString::from(text).normalize("NFC").into()
    }

    fn domain_to_ascii(&self, domain: &str) -> Option<String> {
        if domain.contains(ends_host) {
            return None;
        }
        let name = Url::new(&format!("https://{domain}")).ok()?.hostname();
        (!is_ipv4(&name)).then_some(name)
    }
}

/// Whether no host name has `letter`, or a URL would go on with something else there.
fn ends_host(letter: char) -> bool {
    letter.is_ascii_control() || r" /:?#@\%[]<>^|".contains(letter)
}

/// Whether a URL's host is an IPv4 address: its last label is a number.
fn is_ipv4(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let label = host.rsplit('.').next().unwrap_or_default();
    !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_one_host_name_is_not_asked_for() {
        for domain in [
            "é x", "é/x", "é:80", "é%41", "a@é", "é#", "é\n", "é\u{7f}", r"é\",
        ] {
            assert!(domain.contains(ends_host), "{domain:?}");
        }
        for domain in ["é.example", "é_x.example", "-é-", "日本。example", "☃"] {
            assert!(!domain.contains(ends_host), "{domain:?}");
        }
    }

    #[test]
    fn a_host_whose_last_label_is_a_number_is_an_address() {
        for host in ["127.0.0.1", "127.0.0.1.", "7"] {
            assert!(is_ipv4(host), "{host}");
        }
        for host in ["", ".", "1.example", "xn--9ca..", "example.7a", "7a"] {
            assert!(!is_ipv4(host), "{host}");
        }
    }

    /// These tests run where there is no browser: a call into it would panic.
    #[test]
    fn plain_ascii_takes_no_call_into_the_browser() {
        assert_eq!(BrowserRules.nfc("Ana+1"), "Ana+1");
        for (text, address) in [
            (" Ana+1@Example.COM", Some("ana+1@example.com")),
            ("ana@example.com", Some("ana@example.com")),
            ("a b@c d", Some("a b@c d")),
            ("ana", None),
        ] {
            let normalised = roster::people::normalised(text, &BrowserRules);
            assert_eq!(normalised.as_deref(), address, "{text}");
        }
    }
}
