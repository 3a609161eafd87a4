//! What signs in to a platform: headers that stay what they are, or headers
//! that the platform gives for a name and a password and that do not last.

mod renewed;
mod signed_in;

pub use signed_in::SignedIn;

use crate::config::Secret;
use crate::error::GatewayError;
use crate::redact::SecretMask;
use crate::target::Target;
use crate::{ConfigError, Upstream};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use renewed::{Grant, Renewed};
use std::sync::Arc;
use wire::Platform;
use wire::catalogue::{Route, metabase};
use wire::console::{SignIn, secret_of_header};

/// Headers that let a request in.
pub(crate) type Headers = Vec<(HeaderName, HeaderValue)>;

/// What a connection signs in with.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A token or a key.
    Secret(Secret),
    /// A user's name and password.
    Password {
        /// Who signs in: an email address.
        user: String,
        /// The password.
        password: Secret,
    },
    /// A token or a key that comes with each request, from whoever uses the
    /// console. Nothing of it is kept here.
    Asked,
}

impl From<Secret> for Credential {
    fn from(secret: Secret) -> Self {
        Self::Secret(secret)
    }
}

/// Headers that let a request in, and what masks their secret in its answer.
#[derive(Debug)]
pub(crate) struct MaskedHeaders {
    headers: Headers,
    mask: Arc<SecretMask>,
}

impl MaskedHeaders {
    /// `secret` as [`headers`] writes it.
    fn new(sign_in: SignIn, platform: Platform, secret: &str) -> Option<Self> {
        Some(Self {
            headers: headers(sign_in, platform, secret)?,
            mask: Arc::new(SecretMask::new([secret])),
        })
    }
}

/// A [`Credential`] in use.
#[derive(Debug)]
pub(crate) enum Access {
    Fixed(MaskedHeaders),
    Renewed(Box<Renewed>),
    Asked,
}

impl Access {
    pub(crate) fn new(upstream: &Upstream) -> Result<Self, ConfigError> {
        let (platform, sign_in) = (upstream.connection.platform, upstream.connection.sign_in);
        match &upstream.credential {
            Credential::Secret(secret) if sign_in != SignIn::Password => {
                MaskedHeaders::new(sign_in, platform, secret.expose()).map(Self::Fixed)
            }
            Credential::Password { user, password }
                if sign_in == SignIn::Password && !sign_in.headers(platform).is_empty() =>
            {
                Some(Self::Renewed(Box::new(Renewed::new(
                    user.clone(),
                    password.clone(),
                ))))
            }
            Credential::Asked
                if sign_in != SignIn::Password && !sign_in.headers(platform).is_empty() =>
            {
                Some(Self::Asked)
            }
            _ => None,
        }
        .ok_or_else(|| ConfigError::Secret {
            id: upstream.connection.id.clone(),
        })
    }
}

/// What lets one request in.
#[derive(Debug)]
pub(crate) enum Pass<'a> {
    Fixed(&'a MaskedHeaders),
    Granted(Arc<Grant>),
    Given(MaskedHeaders),
}

impl Pass<'_> {
    pub(crate) fn headers(&self) -> &Headers {
        match self {
            Self::Fixed(fixed) => &fixed.headers,
            Self::Given(given) => &given.headers,
            Self::Granted(grant) => &grant.headers,
        }
    }

    /// What masks this connection's secrets in an answer.
    pub(crate) fn mask(&self) -> &Arc<SecretMask> {
        match self {
            Self::Fixed(fixed) => &fixed.mask,
            Self::Given(given) => &given.mask,
            Self::Granted(grant) => &grant.mask,
        }
    }
}

impl Target {
    /// What lets the next request in. It signs in first, where nobody has.
    /// `given` is the secret that came with the request, which counts only
    /// where it is asked for.
    pub(crate) async fn pass(
        self: &Arc<Self>,
        given: Option<&HeaderValue>,
    ) -> Result<Pass<'_>, GatewayError> {
        match &self.access {
            Access::Fixed(headers) => Ok(Pass::Fixed(headers)),
            Access::Renewed(renewed) => renewed.current(self).await.map(Pass::Granted),
            Access::Asked => self.given(given).map(Pass::Given),
        }
    }

    fn given(&self, given: Option<&HeaderValue>) -> Result<MaskedHeaders, GatewayError> {
        let given = given.ok_or_else(|| GatewayError::SecretMissing(self.platform()))?;
        let secret = given.to_str().ok().and_then(secret_of_header);
        let how = self.connection.sign_in;
        secret
            .and_then(|secret| MaskedHeaders::new(how, self.connection.platform, &secret))
            .ok_or(GatewayError::SecretUnfit)
    }

    /// What lets a request in that `pass` did not, going by its answer's
    /// `status`; nothing where it did, or where there is no other.
    ///
    /// The request may be sent once more, whatever it changes: 401 says that it
    /// “has not been applied” (RFC 9110, 15.5.2), and Metabase checks the session
    /// or key before anything else (metabase note 1).
    pub(crate) async fn other_pass(
        self: &Arc<Self>,
        pass: &Pass<'_>,
        status: StatusCode,
    ) -> Result<Option<Pass<'_>>, GatewayError> {
        let (Access::Renewed(renewed), Pass::Granted(grant)) = (&self.access, pass) else {
            return Ok(None);
        };
        if status != StatusCode::UNAUTHORIZED {
            self.was_let_in(pass, status);
            return Ok(None);
        }
        let other = renewed.instead_of(self, grant).await?;
        Ok(Some(Pass::Granted(other)))
    }

    /// Notes that a request with `pass` was let in, if its answer's `status`
    /// says so.
    pub(crate) fn was_let_in(&self, pass: &Pass<'_>, status: StatusCode) {
        if let (Access::Renewed(renewed), Pass::Granted(grant)) = (&self.access, pass)
            && status != StatusCode::UNAUTHORIZED
        {
            renewed.was_accepted(grant);
        }
    }

    /// Ends what a platform keeps of a sign-in.
    pub(crate) async fn sign_out(self: &Arc<Self>) {
        if let Access::Renewed(renewed) = &self.access {
            renewed.end(self).await;
        }
    }
}

/// Whether an answer contains a session of the account that the connection signs
/// in with, which no browser may have: Metabase answers a new session when an
/// account changes its own password (metabase note 15).
pub(crate) fn is_a_session(route: &Route, status: StatusCode) -> bool {
    route.id == metabase::SET_PASSWORD.id && status == StatusCode::OK
}

/// `secret` in the headers in which `platform` wants it; nothing where it has
/// no such way to sign in, or where no header can carry the secret.
fn headers(sign_in: SignIn, platform: Platform, secret: &str) -> Option<Headers> {
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
