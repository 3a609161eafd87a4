//! What Metabase holds about a user.

use crate::platform::UserRecord;
use crate::record::{Access, Field, LastSignIn, Record};
use crate::step::{Answer, IntoAnswer};
use wire::metabase::User;
use wire::{Platform, Texts};

impl UserRecord for User {
    fn platform(&self) -> Platform {
        Platform::Metabase
    }

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn field(&self, field: Field) -> Option<&str> {
        match field {
            Field::FirstName => self.first_name.as_deref(),
            Field::LastName => self.last_name.as_deref(),
            Field::Email => Some(&*self.email),
            Field::Locale => self.details().locale.as_deref(),
            Field::ColorMode => None,
        }
    }

    fn access(&self) -> Access {
        match self.is_active {
            Some(true) => Access::Enabled,
            Some(false) => Access::Disabled {
                since: self.updated_at.as_deref().map(str::to_owned),
            },
            None => Access::Unknown,
        }
    }

    fn is_admin(&self) -> bool {
        self.is_superuser == Some(true)
    }

    fn role_ids(&self) -> Vec<String> {
        let groups = self.groups().unwrap_or_default();
        groups.iter().map(u64::to_string).collect()
    }

    fn last_sign_in(&self) -> LastSignIn<'_> {
        let last = self.last_login.as_deref();
        last.map_or(LastSignIn::Never, LastSignIn::At)
    }

    fn joined(&self) -> Option<&str> {
        self.date_joined.as_deref()
    }

    fn has_numeric_key(&self) -> bool {
        true
    }
}

/// The attributes of a user, by name.
pub(super) fn attributes(user: &User) -> Vec<(String, String)> {
    let attributes = user.details().login_attributes.iter();
    attributes
        .flat_map(Texts::iter)
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

impl From<User> for Record {
    fn from(user: User) -> Self {
        Self::Metabase(Box::new(user))
    }
}

/// The user of Metabase in `record`.
pub(super) fn metabase_user(record: &Record) -> Option<&User> {
    match record {
        Record::Metabase(user) => Some(user),
        _ => None,
    }
}

impl IntoAnswer for User {
    fn into_answer(self) -> Answer {
        Answer {
            record: Some(self.into()),
            words: None,
        }
    }
}
