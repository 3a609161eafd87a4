//! The roles of a Pivot, for choosing a user's (pivot note 17).

use crate::catalogue::pivot as catalogue;
use crate::endpoint::{endpoint, read_wrapped};
use crate::json::{Extra, FromObject, Object, Wrapper};
use crate::{List, Malformed};

const WRAPPER: Wrapper = Wrapper {
    plural: "roles",
    singular: "role",
};

/// A role. What it permits is left in `extra`: the two generations write it
/// differently, and nothing here decides by it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// Its ID, which a user's roles name.
    pub name: Box<str>,
    /// Its name for people.
    pub title: Option<Box<str>>,
    /// Every other field.
    pub extra: Extra,
}

impl FromObject for Role {
    const SHORTEST: &str = r#"{"name":""}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: object.require_key("name")?,
            title: object.take_text("title"),
            extra: object.rest(),
        })
    }
}

/// `GET /api/v1/roles`
#[derive(Debug, Clone, Copy)]
pub struct ListRoles;

endpoint! {
    ListRoles(self): catalogue::LIST_ROLES;
    path = [];
    read(response) -> List<Role> = read_wrapped(response, &WRAPPER);
}
