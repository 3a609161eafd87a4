//! How people sign in: with a password in the file, at an identity provider, or
//! at a proxy in front of this server.

use super::approval::Approvers;
use super::people::{self, Session, User};
use super::{openid, proxy};
use ::openid::Provider;
use gateway::Config;
use std::sync::Arc;
use toml::Spanned;

/// The sections of the file about signing in.
pub(super) struct AuthSettings {
    pub(super) users: Vec<Spanned<User>>,
    pub(super) session: Session,
    pub(super) openid: Option<Spanned<openid::OpenIdEntry>>,
    pub(super) proxy: Option<Spanned<proxy::ProxyEntry>>,
}

impl AuthSettings {
    /// Whether no way to sign in is configured, so that everyone can use the
    /// console.
    pub(super) const fn is_empty(&self) -> bool {
        self.users.is_empty() && self.openid.is_none() && self.proxy.is_none()
    }

    /// Whether this server has sessions, because people sign in with a password or
    /// at an identity provider.
    pub(super) const fn has_sessions(&self) -> bool {
        !self.users.is_empty() || self.openid.is_some()
    }

    /// The people who could approve something.
    pub(super) fn approvers(&self) -> Approvers {
        let operators = self.users.iter();
        let operators = operators.filter(|user| user.get_ref().is_operator());
        if self.is_empty() {
            Approvers::NoSignIn
        } else if self.openid.is_none() && self.proxy.is_none() && operators.count() < 2 {
            Approvers::TooFew
        } else {
            Approvers::Enough
        }
    }

    /// Applies the settings to `config`, and returns the identity provider if there
    /// is one. An error is a position and a message.
    pub(super) fn apply_to(
        self,
        config: &mut Config,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<Arc<Provider>>, (usize, String)> {
        let provider = match self.openid {
            None => None,
            Some(entry) => {
                let at = entry.span().start;
                let entry = entry.into_inner();
                let openid = entry
                    .openid(&config.hosts, config.public_url.as_ref(), environment)
                    .map_err(|words| (at, format!("the identity provider: {words}")))?;
                let provider = Provider::new(openid).map_err(|error| (at, error.to_string()))?;
                Some((at, Arc::new(provider)))
            }
        };
        config.sign_in = people::sign_in(self.users, &self.session, provider.clone())?;
        if let Some(entry) = self.proxy {
            let at = entry.span().start;
            if config.sign_in.is_some() {
                let words = "[proxy] cannot be combined with [[users]] or [openid]: people sign in at the proxy or here, not both";
                return Err((at, words.to_owned()));
            }
            let proxy = entry.into_inner().proxy();
            config.proxy = Some(proxy.map_err(|words| (at, words))?);
        }
        Ok(provider.map(|(_, provider)| provider))
    }
}
