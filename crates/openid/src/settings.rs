//! An identity provider, as an operator describes it.

use crate::access_policy::AccessPolicy;
use gateway::{PROVIDER_RETURN_PATH, Secret};

/// An identity provider that vouches for people.
#[derive(Debug, Clone)]
pub struct OpenId {
    /// What people call it: they “Sign in with …”.
    pub label: String,
    /// Its address, to the letter as it gives it itself.
    pub issuer: String,
    /// What it calls this server.
    pub client_id: String,
    /// How this server proves that it is that.
    pub client_secret: Secret,
    /// The issuers to trust for its certificate (PEM), in place of those that this
    /// machine trusts.
    pub ca: Option<Vec<u8>>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// Which other clients an ID token may be for besides this one.
    pub trusted_audiences: Vec<String>,
    /// Where browsers open this console: `https://rollcall.example.com`.
    pub console_url: String,
    /// Which people it lets in here, and as what.
    pub access: AccessPolicy,
}

impl OpenId {
    /// The redirect URI of this console, which must be registered at the provider.
    pub fn return_url(&self) -> String {
        format!(
            "{}{PROVIDER_RETURN_PATH}",
            self.console_url.trim_end_matches('/')
        )
    }
}

/// What is known of a provider before a person signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Why no one can, if so.
    pub trouble: Option<String>,
    /// What may keep people out; the provider does not say for certain.
    pub warnings: Vec<String>,
}

/// The provider cannot be used as it is described.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the identity provider: {0}")]
pub struct SettingsError(pub String);
