//! One platform as an operator describes it.

use super::limits::Limits;
use crate::approval::rule::ApprovalRule;
use crate::config_error::ConfigError;
use crate::redact;
use axum::http::Uri;
use wire::console::Connection;
use wire::secrets::Secret;

/// One platform behind the gateway.
#[derive(Debug)]
pub struct Upstream {
    /// What the console may know of it.
    pub connection: Connection,
    /// Scheme, host and optional path prefix of its API:
    /// `http://127.0.0.1:9095`.
    pub base: String,
    /// What the gateway signs in with.
    pub credential: Credential,
    /// How much it may take.
    pub limits: Limits,
    /// Which changes wait until a second operator has approved them; none without it.
    pub approval: Option<ApprovalRule>,
    /// The issuers to trust for its certificate (PEM), in place of those that this
    /// machine trusts.
    pub ca: Option<Vec<u8>>,
}

impl Upstream {
    /// The platform at `base`, with the usual bounds.
    pub fn new(connection: Connection, base: String, credential: impl Into<Credential>) -> Self {
        Self {
            connection,
            base,
            credential: credential.into(),
            limits: Limits::default(),
            approval: None,
            ca: None,
        }
    }

    /// Whether its secret is too short to be masked where the platform repeats it.
    pub fn has_short_secret(&self) -> bool {
        let secret = match &self.credential {
            Credential::Secret(secret) => secret,
            Credential::Password { password, .. } => password,
            Credential::Asked => return false,
        };
        secret.expose().chars().count() < redact::SHORTEST
    }

    /// The base split into what a URI needs: scheme, authority and path prefix.
    pub(crate) fn address(&self) -> Result<(&'static str, String, String), ConfigError> {
        let wrong = |why: &str| ConfigError::Base {
            id: self.connection.id.clone(),
            why: why.to_owned(),
        };
        if self.base.contains('#') {
            return Err(wrong("it has a fragment, #…"));
        }
        if self.base.contains(char::is_whitespace) {
            return Err(wrong("it has a space in it"));
        }
        let uri: Uri = self.base.parse().map_err(|_| wrong("it is no URL"))?;
        let scheme = match uri.scheme_str() {
            Some("http") => "http",
            Some("https") => "https",
            _ => return Err(wrong("it begins neither with https:// nor with http://")),
        };
        if uri.path().contains("/.") || uri.path().contains('%') || uri.path().contains("//") {
            return Err(wrong("its path is not plain"));
        }
        if uri.query().is_some() {
            return Err(wrong("it has a query"));
        }
        let authority = uri.authority().ok_or_else(|| wrong("it has no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong("it holds a user name or password"));
        }
        let port = authority.as_str().rsplit_once(':').map(|(_, port)| port);
        if let Some(port) = port.filter(|port| !port.ends_with(']'))
            && !port.parse::<u16>().is_ok_and(|port| port > 0)
        {
            return Err(wrong("its port is not a number from 1 to 65535"));
        }
        let prefix = uri.path().trim_end_matches('/');
        Ok((scheme, authority.to_string(), prefix.to_owned()))
    }
}

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
    /// A token or a key that comes with each request, from the person who uses the
    /// console. Nothing of it is kept here.
    Asked,
}

impl From<Secret> for Credential {
    fn from(secret: Secret) -> Self {
        Self::Secret(secret)
    }
}
