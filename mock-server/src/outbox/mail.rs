//! An email, before anything is done with it.

use crate::sentinel;
use serde::{Deserialize, Serialize};
use wire::Platform;

/// An email as its reader would get it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Mail {
    /// Who sends it.
    pub(crate) platform: Platform,
    /// What it is for.
    pub(crate) kind: MailKind,
    /// The reader's address; nothing where the platform holds none, so that the
    /// email cannot be delivered.
    pub(crate) to: Option<String>,
    /// The subject line.
    pub(crate) subject: String,
    /// The message.
    pub(crate) html: String,
    /// What became of it.
    pub(crate) delivery: Delivery,
    /// Where its link leads, if it has one.
    pub(crate) link: Option<String>,
}

/// What an email is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MailKind {
    /// Pivot, Metabase: a new user's first sign-in.
    Invite,
    /// Actian: a new user without a password.
    Activation,
    /// A password to be set anew.
    Reset,
}

impl MailKind {
    /// Its word in JSON and in filters.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Activation => "activation",
            Self::Reset => "reset",
        }
    }
}

/// What becomes of an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Delivery {
    /// It arrives.
    Delivered,
    /// There is no address to send it to.
    Undeliverable,
    /// The address does not take it; a sentinel (see [`crate::sentinel`]).
    Bounced,
}

impl Delivery {
    /// Its word in JSON.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Undeliverable => "undeliverable",
            Self::Bounced => "bounced",
        }
    }

    /// What becomes of an email to this address.
    pub(crate) fn to(address: Option<&str>) -> Self {
        match address {
            None => Self::Undeliverable,
            Some(address) if sentinel::bounces(address) => Self::Bounced,
            Some(_) => Self::Delivered,
        }
    }
}
