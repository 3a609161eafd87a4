//! The links in emails with which a user sets a password.
//!
//! Pivot's and Actian's documents do not say how long a link lasts or what it
//! looks like. The mock's links work once and, like Metabase's
//! (metabase note 20), for 48 hours of the world's clock; a newer link replaces an
//! older one.
//!
//! The page behind a link is the same for all platforms
//! ([`crate::set_password`]). Each platform's module provides two functions for
//! it: `reader_of(&World, token)`, which changes nothing, and
//! `set_password(&World, token, password)`. Both return the account, or why the
//! link does not work.

use crate::password::hex_sha256;
use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a link works: two days.
const LASTS: SignedDuration = SignedDuration::from_hours(48);

/// The open links, by token.
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

/// Why a link cannot set a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LinkError {
    /// It was never issued, has been used, or was replaced by a newer one.
    #[error("This link is not known, or has been used already. Ask for a new one.")]
    Unknown,
    /// It is too old.
    #[error("This link has expired. Ask for a new one.")]
    Expired,
    /// The user has been removed since.
    #[error("The account this link is for no longer exists.")]
    Gone,
    /// The password is empty.
    #[error("The password must not be empty.")]
    Empty,
    /// Metabase: the password is short, common or without a digit.
    #[error("The password is too common. Use 6 characters or more, and a digit among them.")]
    Weak,
}

impl Links {
    /// Issues a link for the user `who` and returns its token. Older links for
    /// this user stop working. `purpose` keeps the tokens of two platforms
    /// apart.
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

    /// The user that a link is for. This does not use it up: mail scanners open
    /// links too.
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

    /// Ends all links of `who`.
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
