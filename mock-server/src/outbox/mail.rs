//! An email before it is sent.

use crate::sentinel;
use serde::{Deserialize, Serialize};
use wire::Platform;

/// An email as its reader would receive it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Mail {
    /// The sending platform.
    pub(crate) platform: Platform,
    /// Its purpose.
    pub(crate) kind: MailKind,
    /// The reader's address; `None` if the platform has none, so that the email
    /// cannot be delivered.
    pub(crate) to: Option<String>,
    /// The subject line.
    pub(crate) subject: String,
    /// The message.
    pub(crate) html: String,
    /// The result of the delivery.
    pub(crate) delivery: Delivery,
    /// The target of its link, if it has one.
    pub(crate) link: Option<String>,
}

/// The purpose of an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MailKind {
    /// Pivot, Metabase: a new user's first sign-in.
    Invite,
    /// Actian: the activation of a new user without a password.
    Activation,
    /// A password reset.
    Reset,
}

impl MailKind {
    /// Its name in JSON and in filters.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Activation => "activation",
            Self::Reset => "reset",
        }
    }
}

/// The result of an email's delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Delivery {
    /// It arrives.
    Delivered,
    /// The user has no address.
    Undeliverable,
    /// The address does not accept it; a sentinel (see [`crate::sentinel`]).
    Bounced,
}

impl Delivery {
    /// Its name in JSON.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Undeliverable => "undeliverable",
            Self::Bounced => "bounced",
        }
    }

    /// The result of sending an email to this address.
    pub(crate) fn to(address: Option<&str>) -> Self {
        match address {
            None => Self::Undeliverable,
            Some(address) if sentinel::bounces(address) => Self::Bounced,
            Some(_) => Self::Delivered,
        }
    }
}
