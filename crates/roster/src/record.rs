//! What a platform holds about one account, as it was read.

pub use crate::platform::PivotRecord;

use crate::platform::{edit_support, user_record};
use serde::{Deserialize, Serialize};
use wire::pivot::Status;
use wire::{Platform, actian, metabase};

/// One account as its platform holds it, with every field it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// Pivot: two records that only a name joins (pivot note 6).
    Pivot(PivotRecord),
    /// Actian Data Observability.
    Actian(actian::User),
    /// Metabase. Boxed: it has many fields.
    Metabase(Box<metabase::User>),
}

/// Whether an account can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It can.
    Enabled,
    /// The platform holds no status for it, so nothing keeps it out.
    NoRecord,
    /// It cannot.
    Disabled {
        /// Since when, as the platform says it: usually an RFC 3339 time.
        /// Metabase only says when the account was last changed.
        since: Option<String>,
    },
    /// The platform has no such thing as access that can be switched.
    Always,
    /// The platform did not say whether it can, or in a way that is not known.
    Unknown,
}

impl Access {
    /// Whether the account can sign in, for sure.
    pub const fn is_enabled(&self) -> bool {
        matches!(self, Self::Enabled | Self::NoRecord | Self::Always)
    }

    /// Whether the account cannot sign in, for sure.
    pub const fn is_disabled(&self) -> bool {
        matches!(self, Self::Disabled { .. })
    }

    /// Its word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Enabled | Self::NoRecord => "Enabled",
            Self::Disabled { .. } => "Disabled",
            Self::Always => "Member",
            Self::Unknown => "Unknown",
        }
    }
}

/// When an account was last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastSignIn<'a> {
    /// The platform does not tell.
    NotTold,
    /// It never was.
    Never,
    /// At this RFC 3339 time.
    At(&'a str),
}

/// A text of a record that can be shown, sorted by and edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// Address.
    Email,
    /// Pivot: any text; the one value seen is `dark-color-mode`.
    ColorMode,
    /// Metabase: the account's language.
    Locale,
}

impl Field {
    /// The ones a platform has and lets an administrator change.
    pub fn all_of(platform: Platform) -> impl Iterator<Item = Self> {
        let inputs = edit_support(platform).fields().iter();
        inputs.map(|input| input.field)
    }
}

impl Record {
    /// The key every request about it is made with: Pivot's name, Actian's
    /// address, Metabase's number.
    pub fn key(&self) -> String {
        user_record(self).key()
    }

    /// A text; empty where the platform holds none.
    pub fn field(&self, field: Field) -> &str {
        user_record(self).field(field).unwrap_or_default()
    }

    /// What people call it: both names, or the address, or the key.
    pub fn label(&self) -> String {
        let names = [self.field(Field::FirstName), self.field(Field::LastName)];
        let name = names.join(" ");
        if name.trim().is_empty() {
            match self.field(Field::Email) {
                "" => self.key(),
                email => email.to_owned(),
            }
        } else {
            name.trim().to_owned()
        }
    }

    /// Where its email goes: the address, or a name that is shaped like one.
    pub fn address(&self) -> &str {
        match self.field(Field::Email) {
            "" => user_record(self).address_in_key().unwrap_or_default(),
            email => email,
        }
    }

    /// An address that its key is, on a platform whose keys can be addresses.
    pub(crate) fn address_in_key(&self) -> Option<&str> {
        user_record(self).address_in_key()
    }

    /// Whether it can sign in.
    pub fn access(&self) -> Access {
        user_record(self).access()
    }

    /// When it was last used.
    pub fn last_sign_in(&self) -> LastSignIn<'_> {
        user_record(self).last_sign_in()
    }

    /// When it was made, where the platform tells: an RFC 3339 time.
    pub fn joined(&self) -> Option<&str> {
        user_record(self).joined()
    }

    /// Whether it may administer the platform, as far as is told.
    pub fn is_admin(&self) -> bool {
        user_record(self).is_admin()
    }

    /// The ids of its roles (Pivot, Actian) or groups (Metabase).
    pub fn role_ids(&self) -> Vec<String> {
        user_record(self).role_ids()
    }

    /// Pivot: its status, if there is one.
    pub fn status(&self) -> Option<&Status> {
        user_record(self).status()
    }

    /// Pivot: whether it is a status without a user.
    pub fn is_orphan(&self) -> bool {
        user_record(self).is_orphan()
    }

    /// Metabase: its attributes, by name.
    pub fn attributes(&self) -> Vec<(String, String)> {
        edit_support(self.platform()).attributes(self)
    }

    /// Whether all of it was read.
    pub(crate) fn is_whole(&self) -> bool {
        user_record(self).is_whole()
    }

    /// Whose account it is.
    pub fn platform(&self) -> Platform {
        user_record(self).platform()
    }
}
