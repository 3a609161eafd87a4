//! The interface to identity providers. `crates/openid` implements it.

use crate::person::Role;
use axum::http::StatusCode;
use std::fmt::Debug;
use std::pin::Pin;

/// The future of an answer of an [`IdentityProvider`].
pub type ProviderFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Signs people in elsewhere, and tells the gateway who they are.
///
/// The gateway redirects a browser to the URL of [`begin`](Self::begin), keeps
/// the attempt's secrets in a cookie, and passes them and the provider's answer
/// to [`finish`](Self::finish) when the browser returns. So an implementation
/// stores nothing for strangers, and any of several servers can finish what
/// another began.
pub trait IdentityProvider: Debug + Send + Sync {
    /// Its name for people: “Sign in with …”.
    fn label(&self) -> &str;

    /// Its address: the same name of another issuer is another person.
    fn issuer(&self) -> &str;

    /// The rules for who may sign in and with which role. Sessions end when they
    /// change.
    fn rules(&self) -> Vec<String>;

    /// Whether a person of this name may still sign in.
    fn admits(&self, name: &str) -> bool;

    /// Begins an attempt; an error is the reason for the log.
    fn begin(&self) -> ProviderFuture<'_, Result<Attempt, String>>;

    /// The name and role of the person who came back. `kept` is the cookie's value
    /// from the attempt, `query` what the provider added to the return path.
    fn finish<'a>(
        &'a self,
        kept: Option<&'a str>,
        query: &'a str,
    ) -> ProviderFuture<'a, Result<(String, Role), SignInRefused>>;
}

/// An attempt to sign in that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Where the person signs in.
    pub url: String,
    /// The value of the cookie that keeps the attempt's secrets.
    pub kept: String,
}

/// Why a provider's answer was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInRefused {
    /// The status of the error page.
    pub status: StatusCode,
    /// The sentence on that page.
    pub words: String,
    /// The same for the audit log.
    pub failure: ProviderFailure,
}

/// Why a sign-in at a provider failed, for the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderFailure {
    /// The answer belongs to no attempt of this browser.
    NotBegun,
    /// The provider refused: its reason.
    Refused(String),
    /// What it answered is not valid: why.
    Invalid(String),
    /// The provider knows the person, but they may not use this console.
    NotAdmitted {
        /// Their name, where it is known.
        name: Option<String>,
        /// Why not.
        why: String,
    },
}

impl ProviderFailure {
    /// What kind of failure it is.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::NotBegun => "not begun in this browser, or too long ago",
            Self::Refused(_) => "refused by the identity provider",
            Self::Invalid(_) => "the identity provider's answer is not valid",
            Self::NotAdmitted { .. } => "not allowed to use this console",
        }
    }
}
