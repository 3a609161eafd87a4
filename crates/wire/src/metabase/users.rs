//! Reading users.

use crate::catalogue::metabase as catalogue;
use crate::endpoint::{endpoint, read_one};
use crate::error::success;
use crate::json::{Extra, FromObject, Object, bare_one};
use crate::{ApiError, List, Malformed, Texts, Unreadable};

/// A user. Which fields an answer has depends on the caller and the endpoint
/// (metabase note 7): what may be missing is optional here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// The key in every path.
    pub id: u64,
    /// Always lower case.
    pub email: Box<str>,
    /// Given name.
    pub first_name: Option<Box<str>>,
    /// Family name.
    pub last_name: Option<Box<str>>,
    /// Both names, or the address where there are none.
    pub common_name: Option<Box<str>>,
    /// When the user was created, RFC 3339.
    pub date_joined: Option<Box<str>>,
    /// When the user last signed in; never yet where the answer says null.
    pub last_login: Option<Box<str>>,
    /// When anything about the user changed, deactivation included.
    pub updated_at: Option<Box<str>>,
    /// Whether the user can sign in.
    pub is_active: Option<bool>,
    /// Whether the user is an administrator.
    pub is_superuser: Option<bool>,
    /// Whether an introduction is still to be shown.
    pub is_qbnewb: Option<bool>,
    /// Who signs the user in, where it is not Metabase itself.
    pub sso_source: Option<Box<str>>,
    /// The groups, as the list gives them.
    pub group_ids: Option<Box<[u64]>>,
    /// What few answers hold, where this one does; see [`User::details`].
    pub details: Option<Box<Details>>,
    /// Every other field.
    pub extra: Extra,
}

/// What lists hold of few users: kept beside them, so that many users of few
/// fields stay small.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The user's language.
    pub locale: Option<Box<str>>,
    /// The groups, as single users have them.
    pub memberships: Option<Vec<Membership>>,
    /// Free attributes for row-level permissions.
    pub login_attributes: Option<Texts>,
    /// The user's own collection.
    pub personal_collection_id: Option<u64>,
}

static NO_DETAILS: Details = Details {
    locale: None,
    memberships: None,
    login_attributes: None,
    personal_collection_id: None,
};

impl Details {
    /// Takes them off a user; nothing where it has none.
    fn take(object: &mut Object<'_>) -> Option<Box<Self>> {
        let details = Self {
            locale: object.take_text("locale"),
            memberships: object.take_plain("user_group_memberships"),
            login_attributes: object.take_map("login_attributes"),
            personal_collection_id: object.take_scalar("personal_collection_id"),
        };
        (details != NO_DETAILS).then(|| Box::new(details))
    }
}

/// That a user is in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The group.
    pub id: u64,
    /// Whether the user manages it; only where the paid feature is on.
    pub is_group_manager: Option<bool>,
}

impl FromObject for Membership {
    const SHORTEST: &str = r#"{"id":0}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: object.require_number("id")?,
            is_group_manager: object.take("is_group_manager")?,
        })
    }
}

impl User {
    /// The ids of the user's groups, wherever the answer had them.
    pub fn groups(&self) -> Option<Vec<u64>> {
        if let Some(ids) = &self.group_ids {
            return Some(ids.to_vec());
        }
        let memberships = self.details().memberships.as_ref()?;
        Some(memberships.iter().map(|membership| membership.id).collect())
    }

    /// What few answers hold; all of it absent where the answer held none.
    pub fn details(&self) -> &Details {
        self.details.as_deref().unwrap_or(&NO_DETAILS)
    }
}

impl FromObject for User {
    const SHORTEST: &str = r#"{"id":0,"email":0}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: object.require_number("id")?,
            email: present_text(object, "email")?,
            first_name: object.take_text("first_name"),
            last_name: object.take_text("last_name"),
            common_name: object.take_text("common_name"),
            date_joined: object.take_text("date_joined"),
            last_login: object.take_text("last_login"),
            updated_at: object.take_text("updated_at"),
            is_active: object.take_scalar("is_active"),
            is_superuser: object.take_scalar("is_superuser"),
            is_qbnewb: object.take_scalar("is_qbnewb"),
            sso_source: object.take_text("sso_source"),
            group_ids: object.take_numbers("group_ids"),
            details: Details::take(object),
            extra: object.rest(),
        })
    }
}

/// A text that every shape of a user has, whatever it holds.
fn present_text(object: &mut Object<'_>, key: &str) -> Result<Box<str>, Malformed> {
    if !object.has(key) {
        return Err(Malformed::missing(key));
    }
    Ok(object.take_text(key).unwrap_or_default())
}

/// A page of a list (metabase note 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The users on it.
    pub users: Vec<User>,
    /// Those on it that could not be read.
    pub unreadable: Unreadable,
    /// How many there are on all pages.
    pub total: u64,
    /// The page size that was used, none where everything was asked for.
    pub limit: Option<u64>,
    /// How many users stand before this page.
    pub offset: Option<u64>,
}

impl FromObject for Page {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        let List { rows, unreadable } = object.take_rows("data")?;
        let sent = (rows.len() + unreadable.count) as u64;
        Ok(Self {
            total: object.take_scalar("total").unwrap_or(sent),
            limit: object.take_scalar("limit"),
            offset: object.take_scalar("offset"),
            users: rows,
            unreadable,
        })
    }
}

/// A page, or the bare list of very old servers (metabase note 6).
fn page(body: &str) -> Result<Page, ApiError> {
    if body.starts_with('[') {
        let List { rows, unreadable } = crate::json::bare_many(body)?;
        return Ok(Page {
            total: (rows.len() + unreadable.count) as u64,
            limit: None,
            offset: None,
            users: rows,
            unreadable,
        });
    }
    Ok(bare_one(body)?)
}

/// Which users to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UserStatus {
    /// Those who can sign in.
    #[default]
    Active,
    /// Those who cannot.
    Deactivated,
    /// Both.
    All,
}

impl UserStatus {
    /// Nothing where the server's default says the same: only administrators may
    /// say a status at all (`metabase-user.txt`).
    const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Active => None,
            Self::Deactivated => Some("deactivated"),
            Self::All => Some("all"),
        }
    }
}

/// `GET /api/user`
#[derive(Debug, Clone, Default)]
pub struct ListUsers {
    /// Who can sign in, who cannot, or both.
    pub status: UserStatus,
    /// Part of a first name, a last name or an address.
    pub query: Option<String>,
    /// Only this group's.
    pub group_id: Option<u64>,
    /// Page size; with neither this nor an offset everything comes.
    pub limit: Option<u64>,
    /// How many to leave out; alone it means pages of 50.
    pub offset: Option<u64>,
    /// Also the users of tenants, which newer servers leave out otherwise. Older
    /// servers ignore it.
    pub tenants: bool,
}

impl ListUsers {
    /// Every user, in one answer where the server sends it so: also those who
    /// cannot sign in, and the people of tenants.
    pub fn all() -> Self {
        Self {
            status: UserStatus::All,
            tenants: true,
            ..Self::default()
        }
    }
}

endpoint! {
    ListUsers(self): catalogue::LIST_USERS;
    path = [];
    fill(mut request) = {
        if let Some(status) = self.status.as_str() {
            request.query.push(("status", status.to_owned()));
        }
        if let Some(query) = &self.query {
            request.query.push(("query", query.clone()));
        }
        if self.tenants {
            request.query.push(("tenancy", "all".to_owned()));
        }
        for (name, value) in [
            ("group_id", self.group_id),
            ("limit", self.limit),
            ("offset", self.offset),
        ] {
            if let Some(value) = value {
                request.query.push((name, value.to_string()));
            }
        }
        request
    };
    read(response) -> Page = page(success(response)?);
}

/// `GET /api/user/recipients`
#[derive(Debug, Clone, Copy)]
pub struct ListRecipients;

endpoint! {
    ListRecipients(self): catalogue::LIST_RECIPIENTS;
    path = [];
    read(response) -> Page = page(success(response)?);
}

/// `GET /api/user/current`
#[derive(Debug, Clone, Copy)]
pub struct GetCurrentUser;

endpoint! {
    GetCurrentUser(self): catalogue::CURRENT_USER;
    path = [];
    read(response) -> User = read_one(response);
}

/// `GET /api/user/:id`
#[derive(Debug, Clone, Copy)]
pub struct GetUser {
    /// The user to get.
    pub id: u64,
}

endpoint! {
    GetUser(self): catalogue::GET_USER;
    id = self.id;
    read(response) -> User = read_one(response);
}
