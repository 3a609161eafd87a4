//! The cookies of this server.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

/// A cookie. `__Host-`: only this host can set it, only over TLS (or on this
/// machine), for all of its paths. No script reads one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cookie {
    name: &'static str,
    attributes: &'static str,
}

/// The session. It is not sent with requests that another site's page causes,
/// not even by a link.
pub(super) const SESSION: Cookie = Cookie {
    name: "__Host-rollcall",
    attributes: "SameSite=Strict",
};

/// The secrets of an attempt to sign in at a provider. The provider's page
/// redirects back here, so the cookie has to be sent with that request. Ten
/// minutes are enough for a password and a second factor.
pub(super) const ATTEMPT: Cookie = Cookie {
    name: "__Host-rollcall-openid",
    attributes: "SameSite=Lax; Max-Age=600",
};

/// Set when a page was reloaded once (`return_to.rs`), so that it is not
/// reloaded for ever.
pub(super) const AGAIN: Cookie = Cookie {
    name: "__Host-rollcall-again",
    attributes: "SameSite=Lax; Max-Age=5",
};

/// The page to open after signing in (`return_to.rs`).
pub(super) const WANTED: Cookie = Cookie {
    name: "__Host-rollcall-wanted",
    attributes: "SameSite=Strict; Max-Age=600",
};

/// Shows that the browser keeps cookies like these (`require_https.rs`).
pub(super) const PROBE: Cookie = Cookie {
    name: "__Host-rollcall-secure",
    attributes: "SameSite=Strict; Max-Age=600",
};

/// Shows that a person signed in with this browser before (`device.rs`).
pub(super) const DEVICE: Cookie = Cookie {
    name: "__Host-rollcall-device",
    attributes: "SameSite=Strict; Max-Age=31536000",
};

/// Every cookie of this server.
const ALL: [Cookie; 6] = [SESSION, ATTEMPT, AGAIN, WANTED, PROBE, DEVICE];

impl Cookie {
    /// Whether the browser sends any of them, which it does over https (or on
    /// this machine) only.
    pub(super) fn any(headers: &HeaderMap) -> bool {
        ALL.into_iter().any(|cookie| cookie.read(headers).is_some())
    }

    /// The value that the browser sent.
    pub(super) fn read(self, headers: &HeaderMap) -> Option<&str> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|text| text.split(';'))
            .find_map(|pair| pair.trim().strip_prefix(self.name)?.strip_prefix('='))
    }

    pub(super) fn set(self, response: &mut Response, value: &str) {
        self.write(response, value, self.attributes);
    }

    /// Deletes it in the browser.
    pub(super) fn clear(self, response: &mut Response) {
        let (same_site, _) = self
            .attributes
            .split_once(';')
            .unwrap_or((self.attributes, ""));
        self.write(response, "", &format!("{same_site}; Max-Age=0"));
    }

    fn write(self, response: &mut Response, value: &str, attributes: &str) {
        let name = self.name;
        let text = format!("{name}={value}; Path=/; Secure; HttpOnly; {attributes}");
        if let Ok(value) = HeaderValue::try_from(text) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}
