//! Who gets in, and by which door: people with a password here, people for whom
//! an identity provider vouches, or whom a proxy in front names.

use super::people::{self, Session, User};
use super::{openid, proxy};
use ::openid::Provider;
use gateway::Config;
use std::sync::Arc;
use toml::Spanned;

/// What the file says of them.
pub(super) struct Doors {
    pub(super) users: Vec<Spanned<User>>,
    pub(super) session: Session,
    pub(super) openid: Option<Spanned<openid::Entry>>,
    pub(super) proxy: Option<Spanned<proxy::Entry>>,
}

impl Doors {
    /// Whether nobody has to say who they are.
    pub(super) const fn are_open(&self) -> bool {
        self.users.is_empty() && self.openid.is_none() && self.proxy.is_none()
    }

    /// Whether people sign in here, and a cookie says who they are.
    pub(super) const fn have_sessions(&self) -> bool {
        !self.users.is_empty() || self.openid.is_some()
    }

    /// Puts them into `config`, and answers the identity provider, if there is one;
    /// or what is wrong, and where.
    pub(super) fn put_into(
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
                let words = "either the proxy says who asks, or people sign in here";
                return Err((at, words.to_owned()));
            }
            let proxy = entry.into_inner().proxy();
            config.proxy = Some(proxy.map_err(|words| (at, words))?);
        }
        Ok(provider.map(|(_, provider)| provider))
    }
}
