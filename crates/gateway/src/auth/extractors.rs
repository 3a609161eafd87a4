//! Extractors for handlers: the session of a request, and the browser's part of
//! an attempt to sign in.

use super::cookie::{ATTEMPT, SESSION};
use super::gate::AuthGate;
use crate::person::Person;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::response::Response;
use std::convert::Infallible;
use std::sync::Arc;

/// The person of the session that a request belongs to, if there is one. It is
/// for the paths that are open to people who are not signed in, for which the
/// middleware looks up no session.
pub(crate) struct Visitor(pub(super) Option<Person>);

/// While sessions cannot be looked up, the page to sign in on says so.
impl FromRequestParts<Arc<AuthGate>> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, gate: &Arc<AuthGate>) -> Result<Self, Response> {
        gate.person(&parts.headers, &parts.extensions)
            .await
            .map(Self)
            .map_err(|why| gate.sessions_unavailable(&why))
    }
}

/// The token of a session, which the browser keeps in a cookie.
pub(crate) struct SessionToken(pub(super) String);

impl<S: Sync> OptionalFromRequestParts<S> for SessionToken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        let token = SESSION.read(&parts.headers);
        Ok(token.map(|token| Self(token.to_owned())))
    }
}

/// What the browser keeps of an attempt to sign in at a provider, in a cookie.
pub(crate) struct KeptAttempt(pub(super) String);

impl<S: Sync> OptionalFromRequestParts<S> for KeptAttempt {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        let kept = ATTEMPT.read(&parts.headers);
        Ok(kept.map(|kept| Self(kept.to_owned())))
    }
}
