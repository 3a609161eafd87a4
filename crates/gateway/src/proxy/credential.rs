//! The authentication of requests to a platform: fixed headers, or headers of a
//! session that the platform starts for a name and a password and that expires.

use super::auth_headers::{Headers, MaskedHeaders};
use super::client::Client;
use super::login_session::{Grant, LoginSession};
use super::upstream::{Credential, Upstream};
use crate::config_error::ConfigError;
use crate::redact::SecretMask;
use std::sync::Arc;
use wire::console::SignIn;

/// A [`Credential`] in use.
#[derive(Debug)]
pub(crate) enum ConnectionAuth {
    Fixed(MaskedHeaders),
    Renewed(Arc<LoginSession>),
    Asked,
}

impl ConnectionAuth {
    /// Prepares the credential of `upstream` for requests by `client`.
    pub(super) fn new(upstream: &Upstream, client: &Arc<Client>) -> Result<Self, ConfigError> {
        let (platform, sign_in) = (upstream.connection.platform, upstream.connection.sign_in);
        match &upstream.credential {
            Credential::Secret(secret) if sign_in != SignIn::Password => {
                MaskedHeaders::new(sign_in, platform, secret.expose()).map(Self::Fixed)
            }
            Credential::Password { user, password }
                if sign_in == SignIn::Password && !sign_in.headers(platform).is_empty() =>
            {
                Some(Self::Renewed(Arc::new(LoginSession::new(
                    client.clone(),
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

/// The authentication of one request.
#[derive(Debug)]
pub(crate) enum RequestAuth<'a> {
    Fixed(&'a MaskedHeaders),
    Granted(Arc<Grant>),
    Given(MaskedHeaders),
}

impl RequestAuth<'_> {
    pub(crate) fn headers(&self) -> &Headers {
        match self {
            Self::Fixed(fixed) => &fixed.headers,
            Self::Given(given) => &given.headers,
            Self::Granted(grant) => &grant.headers,
        }
    }

    /// Masks this connection's secrets in an answer.
    pub(crate) fn mask(&self) -> &Arc<SecretMask> {
        match self {
            Self::Fixed(fixed) => &fixed.mask,
            Self::Given(given) => &given.mask,
            Self::Granted(grant) => &grant.mask,
        }
    }
}
