//! What Actian holds about a user.

use crate::platform::UserRecord;
use crate::record::{Access, Field, Record};
use wire::Platform;
use wire::actian::{Role, User};

impl UserRecord for User {
    fn platform(&self) -> Platform {
        Platform::Actian
    }

    fn key(&self) -> String {
        self.email.to_string()
    }

    fn field(&self, field: Field) -> Option<&str> {
        match field {
            Field::FirstName => Some(&self.first_name),
            Field::LastName => Some(&self.last_name),
            Field::Email => Some(&self.email),
            Field::ColorMode | Field::Locale => None,
        }
    }

    fn access(&self) -> Access {
        Access::Always
    }

    fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    fn role_ids(&self) -> Vec<String> {
        match self.role.as_str() {
            "" => Vec::new(),
            role => vec![role.to_owned()],
        }
    }
}

/// The user of Actian in `record`.
pub(super) fn actian_user(record: &Record) -> Option<&User> {
    match record {
        Record::Actian(user) => Some(user),
        _ => None,
    }
}
