//! Changing users.

use super::users::{Membership, User};
use crate::catalogue::metabase as catalogue;
use crate::endpoint::{endpoint, read_nothing, read_one};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// A nullable text in a body that is merged: absent leaves it, null clears it.
type Change = Option<Option<String>>;

/// Attributes as a JSON object of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Attributes<'a>(&'a [(String, String)]);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Membership {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        if let Some(manages) = self.is_group_manager {
            map.serialize_entry("is_group_manager", &manages)?;
        }
        map.end()
    }
}

fn json(body: &impl Serialize) -> String {
    // Texts, numbers and lists of them: cannot fail.
    serde_json::to_string(body).unwrap_or_default()
}

/// `POST /api/user`. The user gets an invitation where mail is configured; the
/// answer is the same where it is not (metabase note 19).
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateUser {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The address; taken ones are refused, deactivated users' too.
    pub email: String,
    /// Groups, [`super::ALL_USERS`] among them; absent means only that one.
    #[serde(
        rename = "user_group_memberships",
        skip_serializing_if = "Option::is_none"
    )]
    pub memberships: Option<Vec<Membership>>,
    /// Free attributes.
    #[serde(skip, default)]
    pub login_attributes: Option<Vec<(String, String)>>,
    /// A first password for when no mail is configured. Not in the document;
    /// Metabase's own page sends it (metabase note 10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

endpoint! {
    CreateUser(self): catalogue::CREATE_USER;
    path = [];
    json = {
        #[derive(Serialize)]
        struct Body<'a> {
            #[serde(flatten)]
            user: &'a CreateUser,
            #[serde(skip_serializing_if = "Option::is_none")]
            login_attributes: Option<Attributes<'a>>,
        }
        json(&Body {
            user: self,
            login_attributes: self.login_attributes.as_deref().map(Attributes),
        })
    };
    secrets = self.password.iter().cloned().collect();
    read(response) -> User = read_one(response);
}

/// `PUT /api/user/:id`: changes what is given and leaves the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateUser {
    /// The user to change.
    pub id: u64,
    /// A new address.
    pub email: Option<String>,
    /// A new given name, or none any more.
    pub first_name: Change,
    /// A new family name, or none any more.
    pub last_name: Change,
    /// A new language, or the server's.
    pub locale: Change,
    /// Whether the user is an administrator; must agree with the groups where
    /// both are given.
    pub is_superuser: Option<bool>,
    /// All groups of the user, [`super::ALL_USERS`] among them.
    pub memberships: Option<Vec<Membership>>,
    /// All attributes.
    pub login_attributes: Option<Vec<(String, String)>>,
}

impl Serialize for UpdateUser {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(email) = &self.email {
            map.serialize_entry("email", email)?;
        }
        for (key, change) in [
            ("first_name", &self.first_name),
            ("last_name", &self.last_name),
            ("locale", &self.locale),
        ] {
            if let Some(value) = change {
                map.serialize_entry(key, value)?;
            }
        }
        if let Some(is_superuser) = self.is_superuser {
            map.serialize_entry("is_superuser", &is_superuser)?;
        }
        if let Some(memberships) = &self.memberships {
            map.serialize_entry("user_group_memberships", memberships)?;
        }
        if let Some(attributes) = &self.login_attributes {
            map.serialize_entry("login_attributes", &Attributes(attributes))?;
        }
        map.end()
    }
}

endpoint! {
    UpdateUser(self): catalogue::UPDATE_USER;
    id = self.id;
    json = json(self);
    read(response) -> User = read_one(response);
}

/// `DELETE /api/user/:id`: deactivates. The row and its address stay.
#[derive(Debug, Clone, Copy)]
pub struct DeactivateUser {
    /// The user to deactivate.
    pub id: u64,
}

endpoint! {
    DeactivateUser(self): catalogue::DEACTIVATE_USER;
    id = self.id;
    read(response) -> () = read_nothing(response);
}

/// `PUT /api/user/:id/reactivate`. Administrator rights do not come back
/// (metabase note 14).
#[derive(Debug, Clone, Copy)]
pub struct ReactivateUser {
    /// The user to reactivate.
    pub id: u64,
}

endpoint! {
    ReactivateUser(self): catalogue::REACTIVATE_USER;
    id = self.id;
    read(response) -> User = read_one(response);
}

/// `PUT /api/user/:id/password`
#[derive(Clone)]
pub struct SetPassword {
    /// The user.
    pub id: u64,
    /// The new password.
    pub password: String,
    /// The current password: required unless an administrator sends the request.
    pub old_password: Option<String>,
}

impl std::fmt::Debug for SetPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetPassword")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

endpoint! {
    SetPassword(self): catalogue::SET_PASSWORD;
    id = self.id;
    json = {
        #[derive(Serialize)]
        struct Body<'a> {
            password: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            old_password: Option<&'a str>,
        }
        json(&Body {
            password: &self.password,
            old_password: self.old_password.as_deref(),
        })
    };
    secrets = {
        let mut secrets = vec![self.password.clone()];
        secrets.extend(self.old_password.clone());
        secrets
    };
    /// Nothing that anybody should see: changing one's own answers a session.
    read(response) -> () = read_nothing(response);
}

/// An introduction that can be marked as seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modal {
    /// The query builder's.
    QueryBuilder,
    /// The datasets'.
    Datasets,
}

impl Modal {
    /// What the path calls it.
    const fn id(self) -> &'static str {
        match self {
            Self::QueryBuilder => "qbnewb",
            Self::Datasets => "datasetnewb",
        }
    }
}

/// `PUT /api/user/:id/modal/:modal`
#[derive(Debug, Clone, Copy)]
pub struct MarkSeen {
    /// Who has seen it.
    pub id: u64,
    /// What was seen.
    pub modal: Modal,
}

endpoint! {
    MarkSeen(self): catalogue::MARK_SEEN;
    path = [&self.id.to_string(), self.modal.id()];
    read(response) -> () = read_nothing(response);
}
