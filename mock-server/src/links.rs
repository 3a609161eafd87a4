//! The links in emails, with which a user sets a password.
//!
//! Pivot's and Actian's documents do not say how long one lasts or how it
//! looks. The mock's work once and, like Metabase's (metabase note 20), for
//! 48 hours of the world's clock; a newer link replaces an older one.
//!
//! The page behind a link is the same for all platforms ([`crate::set_password`]).
//! Each platform's module gives it two functions: `reader_of(&World, token)`, which
//! only looks, and `set_password(&World, token, password)`. Both say whose
//! password it is, or why the link does not work.

use crate::password::hex_sha256;
use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a link works: two days.
const LASTS: SignedDuration = SignedDuration::from_hours(48);

/// The links that are out, by their token.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Links {
    by_token: IndexMap<String, Link>,
    issued: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Link {
    who: String,
    until: Timestamp,
}

/// Why a password cannot be set with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LinkError {
    /// It was never issued, or has been used, or replaced by a newer one.
    #[error("This link is not known, or has been used already. Ask for a new one.")]
    Unknown,
    /// It is too old.
    #[error("This link has expired. Ask for a new one.")]
    Expired,
    /// Whom it is for has been removed since.
    #[error("The account this link is for no longer exists.")]
    Gone,
    /// There is no password to set.
    #[error("The password must not be empty.")]
    Empty,
    /// Metabase: the password is short, common or without a digit.
    #[error("The password is too common. Use 6 characters or more, and a digit among them.")]
    Weak,
}

impl Links {
    /// A new link's token, for whoever the platform knows as `who`. Older links
    /// for them end. `purpose` keeps the tokens of two platforms apart.
    pub(crate) fn issue(&mut self, purpose: &str, who: &str, now: Timestamp) -> String {
        self.revoke(who);
        self.issued += 1;
        let mut token = hex_sha256(&["link", purpose, who, &self.issued.to_string()]);
        token.truncate(32);
        let link = Link {
            who: who.to_owned(),
            until: now.saturating_add(LASTS).unwrap_or(Timestamp::MAX),
        };
        self.by_token.insert(token.clone(), link);
        token
    }

    /// Whom a link is for. Looking does not use it up: mail scanners look too.
    ///
    /// # Errors
    /// When it does not work (any more).
    pub(crate) fn look(&self, token: &str, now: Timestamp) -> Result<&str, LinkError> {
        match self.by_token.get(token) {
            None => Err(LinkError::Unknown),
            Some(link) if link.until <= now => Err(LinkError::Expired),
            Some(link) => Ok(&link.who),
        }
    }

    /// Ends every link of `who`.
    pub(crate) fn revoke(&mut self, who: &str) {
        self.by_token.retain(|_, link| link.who != who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_for_two_days_until_it_is_used_or_replaced() {
        let start: Timestamp = "2026-01-15T09:30:00Z".parse().unwrap();
        let mut links = Links::default();
        let first = links.issue("x", "ada", start);
        assert_eq!(links.look(&first, start), Ok("ada"));
        assert_eq!(links.look(&first, start), Ok("ada"));
        let late = start.saturating_add(LASTS).unwrap();
        assert_eq!(links.look(&first, late), Err(LinkError::Expired));
        let second = links.issue("x", "ada", start);
        assert_ne!(first, second);
        assert_eq!(links.look(&first, start), Err(LinkError::Unknown));
        links.revoke("ada");
        assert_eq!(links.look(&second, start), Err(LinkError::Unknown));
    }
}
