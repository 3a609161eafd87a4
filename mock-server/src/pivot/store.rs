//! Pivot's data, and the conversion of requests to records.

use super::Role;
use crate::answer::Refusal;
use crate::clock::rfc_3339;
use crate::extract::Fields;
use crate::links::Links;
use crate::password::Password;
use crate::streaming::Shared;
use indexmap::IndexMap;
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wire::pivot::Generation;

/// Pivot's records, in the order in which they were first written.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Store {
    /// By name.
    pub(crate) users: Shared<IndexMap<String, User>>,
    /// By name, independent of users.
    pub(crate) statuses: Shared<IndexMap<String, Status>>,
    /// The roles that users can have.
    pub(crate) roles: Vec<Role>,
    /// By name, for users who have set one. Never shown.
    pub(crate) passwords: IndexMap<String, Password>,
    /// The links in welcome emails.
    pub(crate) links: Links,
}

/// A user (`pivot-users.txt`, "Response body"; pivot note 3).
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) color_mode: Option<String>,
    /// Named `users` in the 2023.01 page and `roles` in the current one.
    pub(crate) roles: Option<Vec<String>>,
    /// All other fields, returned as they were sent.
    pub(crate) rest: Map<String, Value>,
}

const fn roles_key(generation: Generation) -> &'static str {
    match generation {
        Generation::V2023_01 => "users",
        Generation::Current => "roles",
    }
}

impl User {
    /// Parses a request's `user`. If the roles are under both keys, the
    /// generation's own key is used.
    pub(crate) fn read(mut fields: Fields, generation: Generation) -> Result<Self, Refusal> {
        let name = fields.name()?;
        let users = fields.texts("users")?;
        let roles = fields.texts("roles")?;
        let roles = match generation {
            Generation::V2023_01 => users.or(roles),
            Generation::Current => roles.or(users),
        };
        Ok(Self {
            name,
            first_name: fields.text("firstName")?,
            last_name: fields.text("lastName")?,
            email: fields.text("email")?,
            color_mode: fields.text("colorMode")?,
            roles,
            rest: fields.rest(),
        })
    }

    /// The user as this generation shows it.
    pub(crate) const fn shown(&self, generation: Generation) -> ShownUser<'_> {
        ShownUser {
            user: self,
            generation,
        }
    }
}

/// A user to be serialized in an answer.
pub(crate) struct ShownUser<'a> {
    user: &'a User,
    generation: Generation,
}

impl Serialize for ShownUser<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let user = self.user;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &user.name)?;
        for (key, value) in [
            ("firstName", &user.first_name),
            ("lastName", &user.last_name),
            ("email", &user.email),
            ("colorMode", &user.color_mode),
        ] {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        if let Some(roles) = &user.roles {
            map.serialize_entry(roles_key(self.generation), roles)?;
        }
        for (key, value) in &user.rest {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// A user status (`pivot-user-statuses-2023.01.txt`); the same in both
/// generations.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Status {
    pub(crate) name: String,
    /// Since when the user is disabled: RFC 3339, kept as it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) disabled: Option<String>,
    /// All other fields, returned as they were sent.
    #[serde(flatten)]
    pub(crate) rest: Map<String, Value>,
}

impl Status {
    /// Parses a request's `userStatus`. If `disabled` is absent or null, the
    /// user is enabled (pivot note 10).
    pub(crate) fn read(mut fields: Fields) -> Result<Self, Refusal> {
        let name = fields.name()?;
        let disabled = fields.text("disabled")?;
        if let Some(time) = &disabled
            && rfc_3339(time).is_none()
        {
            return Err(fields.wrong("disabled", "an RFC 3339 time like 2022-09-21T19:01:25.872Z"));
        }
        Ok(Self {
            name,
            disabled,
            rest: fields.rest(),
        })
    }
}
