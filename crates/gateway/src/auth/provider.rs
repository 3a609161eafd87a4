//! What the gateway wants of an identity provider. How one is asked, and what its
//! answers mean, is an implementation's business (`crates/openid`).

use crate::person::Role;
use axum::http::StatusCode;
use std::fmt::Debug;
use std::pin::Pin;

/// An answer of an [`IdentityProvider`] that is waited for.
pub type ProviderFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Signs people in elsewhere, and vouches for them here.
///
/// The gateway leads a browser to where [`begin`](Self::begin) says, keeps in a
/// cookie what that attempt began with, and hands both back to
/// [`finish`](Self::finish) when the browser returns. So an implementation keeps
/// nothing for strangers, and any of several servers can finish what another began.
pub trait IdentityProvider: Debug + Send + Sync {
    /// What people call it: they “Sign in with …”.
    fn label(&self) -> &str;

    /// Its address: the same name of another issuer is another person.
    fn issuer(&self) -> &str;

    /// What decides who may sign in and as what. Sessions end when it changes.
    fn rules(&self) -> Vec<String>;

    /// Whether a person of this name may still sign in.
    fn admits(&self, name: &str) -> bool;

    /// Where a person signs in; or why they cannot now, for the log.
    fn begin(&self) -> ProviderFuture<'_, Result<Attempt, String>>;

    /// The name and role of the person who came back. `kept` is what the browser
    /// kept of the attempt, `query` what the provider added to the return path.
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
    /// What the browser keeps meanwhile, as the value of a cookie.
    pub kept: String,
}

/// Why a provider's answer does not sign a person in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInRefused {
    /// The status of the page that says so.
    pub status: StatusCode,
    /// The sentence on that page.
    pub words: String,
    /// What the audit log gets.
    pub failure: ProviderFailure,
}

/// The same, as the audit log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderFailure {
    /// It answers no attempt of this browser.
    NotBegun,
    /// The provider refused: its reason.
    Refused(String),
    /// What it answered is not valid: why.
    Invalid(String),
    /// It knows the person, who may not use this console.
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
