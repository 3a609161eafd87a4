//! The name under which the client reached the mock.

use axum::extract::FromRequestParts;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use std::convert::Infallible;

/// The `Host` header, from which platforms build the links in their emails.
#[derive(Debug)]
pub(crate) struct Host(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Host {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
        // HTTP/2 sends it as part of the address.
        let authority = || parts.uri.authority().map(Authority::as_str);
        let host = header.or_else(authority).unwrap_or("localhost");
        Ok(Self(host.to_owned()))
    }
}
