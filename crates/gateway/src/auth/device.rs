//! Recognises browsers that people signed in with before by a cookie (OWASP's
//! "device cookies"). Attempts from such a browser are counted separately, so
//! that strangers who guess passwords cannot lock the person out. The cookie
//! does not sign anyone in.

use super::cookie::DEVICE;
use super::signing::SigningKey;
use super::throttle::Place;
use crate::random::random_bytes;
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const ID_BYTES: usize = 16;

/// The key that signs the cookies. It is this process's own: losing it costs
/// only a few free attempts.
#[derive(Debug)]
pub(super) struct Devices(Option<SigningKey>);

impl Devices {
    pub(super) fn new() -> Self {
        Self(SigningKey::random().ok())
    }

    /// The browser that sent `headers`, if `name` signed in with it before.
    /// `credential` is the fingerprint of their password.
    pub(super) fn recognize(
        &self,
        headers: &HeaderMap,
        name: &str,
        credential: &[u8],
    ) -> Option<Place> {
        let (id, signature) = DEVICE.read(headers)?.split_once('.')?;
        let id: [u8; ID_BYTES] = URL_SAFE_NO_PAD.decode(id).ok()?.try_into().ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let key = self.0.as_ref()?;
        key.verifies_device(&[&id, name.as_bytes(), credential], &signature)
            .then_some(Place::Device(id))
    }

    /// Has the browser that gets `response` remember that `name` signed in with it.
    pub(super) fn remember(&self, response: &mut Response, name: &str, credential: &[u8]) {
        let (Some(key), Ok(random)) = (&self.0, random_bytes()) else {
            return;
        };
        let id = &random[..ID_BYTES];
        let signature = key.sign_device(&[id, name.as_bytes(), credential]);
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        DEVICE.set(response, &format!("{}.{}", text(id), text(&signature)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use axum::http::header::{COOKIE, SET_COOKIE};

    fn cookie(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn a_browser_is_recognized_for_the_same_person_and_password_only() {
        let devices = Devices::new();
        let mut response = Response::default();
        devices.remember(&mut response, "ada", b"first");
        let set = response.headers()[SET_COOKIE].to_str().unwrap();
        let (value, attributes) = set.split_once(';').unwrap();
        assert!(attributes.contains("HttpOnly"), "{attributes}");
        let recognized = |devices: &Devices, value: &str, name, credential| {
            devices
                .recognize(&cookie(value), name, credential)
                .is_some()
        };
        assert!(recognized(&devices, value, "ada", b"first"));
        assert!(!recognized(&devices, value, "otto", b"first"));
        assert!(!recognized(&devices, value, "ada", b"second"));
        assert!(!recognized(&Devices::new(), value, "ada", b"first"));
        for forged in ["", ".", "AAAA.AAAA", "AAAAAAAAAAAAAAAAAAAAAA.", "x"] {
            let forged = format!("__Host-rollcall-device={forged}");
            assert!(!recognized(&devices, &forged, "ada", b"first"), "{forged}");
        }
    }
}
