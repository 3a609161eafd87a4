//! What Pivot holds about a user.

use super::SUPER_ADMIN;
use crate::platform::UserRecord;
use crate::record::{Access, Field, Record};
use crate::step::{Answer, IntoAnswer};
use wire::Platform;
use wire::pivot::{Status, User};

/// A Pivot user and its status (pivot note 6); either can be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PivotRecord {
    /// The user. Missing for a status without a user.
    pub user: Option<User>,
    /// The status. Missing for a user that was never disabled.
    pub status: Option<Status>,
}

impl UserRecord for PivotRecord {
    fn platform(&self) -> Platform {
        Platform::Pivot
    }

    fn key(&self) -> String {
        let status = || self.status.as_ref().map(|status| &status.name);
        let name = self.user.as_ref().map(|user| &user.name).or_else(status);
        name.map(ToString::to_string).unwrap_or_default()
    }

    fn field(&self, field: Field) -> Option<&str> {
        let user = self.user.as_ref()?;
        match field {
            Field::FirstName => user.first_name.as_deref(),
            Field::LastName => user.last_name.as_deref(),
            Field::Email => user.email.as_deref(),
            Field::ColorMode => user.color_mode.as_deref(),
            Field::Locale => None,
        }
    }

    fn access(&self) -> Access {
        match &self.status {
            None => Access::NoRecord,
            Some(Status { disabled: None, .. }) => Access::Enabled,
            Some(Status {
                disabled: Some(since),
                ..
            }) => Access::Disabled {
                since: Some(since.to_string()),
            },
        }
    }

    fn is_admin(&self) -> bool {
        let is_super = |user: &User| user.roles.iter().any(|role| **role == *SUPER_ADMIN);
        self.user.as_ref().is_some_and(is_super)
    }

    fn role_ids(&self) -> Vec<String> {
        let users = self.user.iter();
        users
            .flat_map(|user| user.roles.iter().map(ToString::to_string))
            .collect()
    }

    /// A name can be shaped like an address (pivot note 14).
    fn address_in_key(&self) -> Option<&str> {
        let user = self.user.as_ref()?;
        user.name.contains('@').then_some(&*user.name)
    }

    fn status(&self) -> Option<&Status> {
        self.status.as_ref()
    }

    fn is_orphan(&self) -> bool {
        self.user.is_none()
    }

    fn is_whole(&self) -> bool {
        self.user.is_some() && self.status.is_some()
    }

    fn with_status_of(&self, other: &Record) -> Option<Record> {
        Some(Record::Pivot(Self {
            user: self.user.clone(),
            status: other.status().cloned(),
        }))
    }
}

impl From<User> for Record {
    fn from(user: User) -> Self {
        Self::Pivot(PivotRecord {
            user: Some(user),
            status: None,
        })
    }
}

/// A status without a user.
impl From<Status> for Record {
    fn from(status: Status) -> Self {
        Self::Pivot(PivotRecord {
            user: None,
            status: Some(status),
        })
    }
}

/// The Pivot record in `record`.
pub(super) fn pivot_record(record: &Record) -> Option<&PivotRecord> {
    match record {
        Record::Pivot(record) => Some(record),
        _ => None,
    }
}

// What Pivot answers to a write is not read as what it holds: the documents'
// two generations disagree about it, and it is read back anyway.
impl IntoAnswer for Option<User> {
    fn into_answer(self) -> Answer {
        Answer {
            record: self.map(Record::from),
            words: None,
        }
    }
}

impl IntoAnswer for Option<Status> {
    fn into_answer(self) -> Answer {
        Answer {
            record: self.map(Record::from),
            words: None,
        }
    }
}
