//! A link that sets a password (metabase note 18).

use crate::Malformed;
use crate::catalogue::metabase as catalogue;
use crate::endpoint::{endpoint, read_secret};
use crate::json::{FromObject, Object};
use std::fmt;

/// Anyone who opens it can set the password, so nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct ResetLink(pub Box<str>);

impl fmt::Debug for ResetLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetLink(…)")
    }
}

impl FromObject for ResetLink {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        object.require("password_reset_url").map(Self)
    }
}

/// `POST /api/user/:id/password-reset-url`: newest servers only. The link is
/// good for 48 hours; every link before it is void.
#[derive(Debug, Clone, Copy)]
pub struct CreateResetLink {
    /// Whose password.
    pub id: u64,
}

endpoint! {
    CreateResetLink(self): catalogue::CREATE_RESET_LINK;
    id = self.id;
    read(response) -> ResetLink = read_secret(response);
}
