//! The headers that let a request in at a platform.

use crate::redact::SecretMask;
use axum::http::{HeaderName, HeaderValue};
use std::sync::Arc;
use wire::Platform;
use wire::console::SignIn;

/// Headers that let a request in.
pub(crate) type Headers = Vec<(HeaderName, HeaderValue)>;

/// Headers that let a request in, and what masks their secret in its answer.
#[derive(Debug)]
pub(crate) struct MaskedHeaders {
    pub(super) headers: Headers,
    pub(super) mask: Arc<SecretMask>,
}

impl MaskedHeaders {
    /// `secret` as [`headers`] writes it.
    pub(super) fn new(sign_in: SignIn, platform: Platform, secret: &str) -> Option<Self> {
        Some(Self {
            headers: headers(sign_in, platform, secret)?,
            mask: Arc::new(SecretMask::new([secret])),
        })
    }
}

/// `secret` in the headers in which `platform` wants it; nothing where it has
/// no such way to sign in, or where no header can carry the secret.
pub(super) fn headers(sign_in: SignIn, platform: Platform, secret: &str) -> Option<Headers> {
    let headers = sign_in.headers(platform);
    if headers.is_empty() {
        return None;
    }
    headers
        .iter()
        .map(|(name, before)| {
            let mut value = HeaderValue::try_from(format!("{before}{secret}")).ok()?;
            value.set_sensitive(true);
            Some((HeaderName::from_static(name), value))
        })
        .collect()
}
