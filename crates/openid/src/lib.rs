//! Signing in at an identity provider (OpenID Connect Core 1.0, the
//! authorisation code flow with PKCE), for the gateway's
//! [`IdentityProvider`](gateway::IdentityProvider).
//!
//! What an attempt begins with is kept by the browser, in a cookie of its own:
//! so the server keeps nothing for strangers, and any of several servers can
//! finish what another began.

mod access_policy;
mod attempt;
mod identity;
mod provider;
mod provider_error;
mod settings;
mod sign_in;
mod text;

pub use access_policy::AccessPolicy;
pub use provider::Provider;
pub use settings::{OpenId, Report, SettingsError};
