//! What a platform holds about one login, as it was read.

use serde::{Deserialize, Serialize};
use wire::pivot::Status;
use wire::{Platform, actian, metabase, pivot};

/// One login as its platform holds it, with every field it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// Pivot: two records that only a name joins (pivot note 6).
    Pivot(PivotRecord),
    /// Actian Data Observability.
    Actian(actian::User),
    /// Metabase. Boxed: it has many fields.
    Metabase(Box<metabase::User>),
}

/// A Pivot user and its status; either can be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PivotRecord {
    /// The user. Missing for a status without a user.
    pub user: Option<pivot::User>,
    /// The status. Missing for a user that was never disabled.
    pub status: Option<Status>,
}

/// Whether a login can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It can.
    Enabled,
    /// The platform holds no status for it, so nothing keeps it out.
    NoRecord,
    /// It cannot.
    Disabled {
        /// Since when, as the platform says it: usually an RFC 3339 time.
        /// Metabase only says when the login was last changed.
        since: Option<String>,
    },
    /// The platform has no such thing as access that can be switched.
    Always,
    /// The platform did not say whether it can, or in a way that is not known.
    Unknown,
}

impl Access {
    /// Whether the login can sign in, for sure.
    pub const fn is_enabled(&self) -> bool {
        matches!(self, Self::Enabled | Self::NoRecord | Self::Always)
    }

    /// Whether the login cannot sign in, for sure.
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

/// When a login was last used.
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
    /// Metabase: the login's language.
    Locale,
}

impl Field {
    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::Email => "Email",
            Self::ColorMode => "Colour mode",
            Self::Locale => "Language",
        }
    }

    /// The ones a platform has and lets an administrator change.
    pub const fn all_of(platform: Platform) -> &'static [Self] {
        match platform {
            Platform::Pivot => &[
                Self::FirstName,
                Self::LastName,
                Self::Email,
                Self::ColorMode,
            ],
            // The address is the key and cannot be changed (actian note 6).
            Platform::Actian => &[Self::FirstName, Self::LastName],
            Platform::Metabase => &[Self::FirstName, Self::LastName, Self::Email, Self::Locale],
        }
    }
}

/// The role that makes an administrator of a Pivot (pivot note 17).
pub const SUPER_ADMIN: &str = "super-admin";

impl Record {
    /// The key every request about it is made with: Pivot's name, Actian's
    /// address, Metabase's number.
    pub fn key(&self) -> String {
        match self {
            Self::Pivot(PivotRecord {
                user: Some(user), ..
            }) => user.name.to_string(),
            Self::Pivot(PivotRecord {
                status: Some(status),
                ..
            }) => status.name.to_string(),
            Self::Pivot(_) => String::new(),
            Self::Actian(user) => user.email.to_string(),
            Self::Metabase(user) => user.id.to_string(),
        }
    }

    /// A text; empty where the platform holds none.
    pub fn field(&self, field: Field) -> &str {
        let found = match self {
            Self::Pivot(PivotRecord { user, .. }) => user.as_ref().and_then(|user| match field {
                Field::FirstName => user.first_name.as_deref(),
                Field::LastName => user.last_name.as_deref(),
                Field::Email => user.email.as_deref(),
                Field::ColorMode => user.color_mode.as_deref(),
                Field::Locale => None,
            }),
            Self::Actian(user) => Some(match field {
                Field::FirstName => &*user.first_name,
                Field::LastName => &*user.last_name,
                Field::Email => &*user.email,
                Field::ColorMode | Field::Locale => "",
            }),
            Self::Metabase(user) => match field {
                Field::FirstName => user.first_name.as_deref(),
                Field::LastName => user.last_name.as_deref(),
                Field::Email => Some(&*user.email),
                Field::Locale => user.details().locale.as_deref(),
                Field::ColorMode => None,
            },
        };
        found.unwrap_or_default()
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

    /// Where its email goes: the address, or a name that is shaped like one
    /// (pivot note 14).
    pub fn address(&self) -> &str {
        let email = self.field(Field::Email);
        if !email.is_empty() {
            return email;
        }
        match self {
            Self::Pivot(PivotRecord {
                user: Some(user), ..
            }) if user.name.contains('@') => &user.name,
            _ => "",
        }
    }

    /// Whether it can sign in.
    pub fn access(&self) -> Access {
        match self {
            Self::Pivot(PivotRecord { status: None, .. }) => Access::NoRecord,
            Self::Pivot(PivotRecord {
                status: Some(status),
                ..
            }) => match &status.disabled {
                None => Access::Enabled,
                Some(since) => Access::Disabled {
                    since: Some(since.to_string()),
                },
            },
            Self::Actian(_) => Access::Always,
            Self::Metabase(user) => match user.is_active {
                Some(true) => Access::Enabled,
                Some(false) => Access::Disabled {
                    since: user.updated_at.as_deref().map(str::to_owned),
                },
                None => Access::Unknown,
            },
        }
    }

    /// When it was last used.
    pub fn last_sign_in(&self) -> LastSignIn<'_> {
        match self {
            Self::Metabase(user) => user
                .last_login
                .as_deref()
                .map_or(LastSignIn::Never, LastSignIn::At),
            _ => LastSignIn::NotTold,
        }
    }

    /// When it was made, where the platform tells: an RFC 3339 time.
    pub fn joined(&self) -> Option<&str> {
        match self {
            Self::Metabase(user) => user.date_joined.as_deref(),
            _ => None,
        }
    }

    /// Whether it may administer the platform, as far as is told.
    pub fn is_admin(&self) -> bool {
        match self {
            Self::Pivot(PivotRecord { user, .. }) => user
                .as_ref()
                .is_some_and(|user| user.roles.iter().any(|role| **role == *SUPER_ADMIN)),
            Self::Actian(user) => user.role == actian::Role::Admin,
            Self::Metabase(user) => user.is_superuser == Some(true),
        }
    }

    /// The ids of its roles (Pivot, Actian) or groups (Metabase).
    pub fn role_ids(&self) -> Vec<String> {
        match self {
            Self::Pivot(PivotRecord { user, .. }) => user
                .iter()
                .flat_map(|user| user.roles.iter().map(ToString::to_string))
                .collect(),
            Self::Actian(user) => match user.role.as_str() {
                "" => Vec::new(),
                role => vec![role.to_owned()],
            },
            Self::Metabase(user) => user
                .groups()
                .unwrap_or_default()
                .iter()
                .map(u64::to_string)
                .collect(),
        }
    }

    /// Whose login it is.
    pub const fn platform(&self) -> Platform {
        match self {
            Self::Pivot(_) => Platform::Pivot,
            Self::Actian(_) => Platform::Actian,
            Self::Metabase(_) => Platform::Metabase,
        }
    }
}
