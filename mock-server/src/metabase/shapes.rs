//! Users in answers: which fields they have depends on the caller and the
//! endpoint (metabase note 7).

use super::records::User;
use indexmap::IndexMap;
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// A time as Metabase writes it: UTC, with microseconds.
fn time<S: Serializer>(time: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&format_args!("{time:.6}"))
}

/// A time that may be missing.
#[allow(clippy::ref_option, reason = "serde calls it so")]
fn maybe<S: Serializer>(moment: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
    match moment {
        Some(moment) => time(moment, to),
        None => to.serialize_none(),
    }
}

/// Column set A: what administrators see, and every user of themselves.
#[derive(Serialize, ToSchema)]
#[allow(clippy::struct_excessive_bools, reason = "as the platform has it")]
pub(super) struct Full<'a> {
    id: u64,
    email: &'a str,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    common_name: String,
    #[serde(serialize_with = "time")]
    date_joined: Timestamp,
    #[serde(serialize_with = "maybe")]
    last_login: Option<Timestamp>,
    #[serde(serialize_with = "time")]
    updated_at: Timestamp,
    is_active: bool,
    is_superuser: bool,
    is_data_analyst: bool,
    is_qbnewb: bool,
    sso_source: Option<&'a str>,
    locale: Option<&'a str>,
    login_attributes: Option<&'a IndexMap<String, String>>,
    jwt_attributes: (),
    tenant_id: (),
}

impl<'a> Full<'a> {
    pub(super) fn of(user: &'a User) -> Self {
        Self {
            id: user.id,
            email: &user.email,
            first_name: user.first_name.as_deref(),
            last_name: user.last_name.as_deref(),
            common_name: user.common_name(),
            date_joined: user.date_joined,
            last_login: user.last_login,
            updated_at: user.updated_at,
            is_active: user.is_active,
            is_superuser: user.is_superuser,
            is_data_analyst: false,
            is_qbnewb: user.is_qbnewb,
            sso_source: user.sso_source.as_deref(),
            locale: user.locale.as_deref(),
            login_attributes: user.login_attributes.as_ref(),
            jwt_attributes: (),
            tenant_id: (),
        }
    }
}

/// A row of the list.
#[derive(Serialize, ToSchema)]
pub(super) struct Listed<'a> {
    #[serde(flatten)]
    full: Full<'a>,
    group_ids: Vec<u64>,
    personal_collection_id: Option<u64>,
    tenant_collection_id: (),
}

impl<'a> Listed<'a> {
    pub(super) fn of(user: &'a User) -> Self {
        Self {
            full: Full::of(user),
            group_ids: user.groups.keys().copied().collect(),
            personal_collection_id: user.collection,
            tenant_collection_id: (),
        }
    }
}

/// Column set B: what a group's manager sees of other users.
#[derive(Serialize, ToSchema)]
pub(super) struct ByManager<'a> {
    id: u64,
    email: &'a str,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    common_name: String,
    is_superuser: bool,
    #[serde(serialize_with = "maybe")]
    last_login: Option<Timestamp>,
}

impl<'a> ByManager<'a> {
    pub(super) fn of(user: &'a User) -> Self {
        Self {
            id: user.id,
            email: &user.email,
            first_name: user.first_name.as_deref(),
            last_name: user.last_name.as_deref(),
            common_name: user.common_name(),
            is_superuser: user.is_superuser,
            last_login: user.last_login,
        }
    }
}

/// A row of the list as a group's manager sees it.
#[derive(Serialize, ToSchema)]
pub(super) struct ListedByManager<'a> {
    #[serde(flatten)]
    seen: ByManager<'a>,
    group_ids: Vec<u64>,
}

impl<'a> ListedByManager<'a> {
    pub(super) fn of(user: &'a User) -> Self {
        Self {
            seen: ByManager::of(user),
            group_ids: user.groups.keys().copied().collect(),
        }
    }
}

/// Column set C: what every user may see of others.
#[derive(Serialize, ToSchema)]
pub(super) struct Brief<'a> {
    id: u64,
    email: &'a str,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    common_name: String,
}

impl<'a> Brief<'a> {
    pub(super) fn of(user: &'a User) -> Self {
        Self {
            id: user.id,
            email: &user.email,
            first_name: user.first_name.as_deref(),
            last_name: user.last_name.as_deref(),
            common_name: user.common_name(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = GroupId)]
pub(super) struct Membership {
    id: u64,
    /// Absent if groups have no managers.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_group_manager: Option<bool>,
}

/// A user in the answer to creating and changing it.
#[derive(Serialize, ToSchema)]
pub(super) struct Written<'a> {
    #[serde(flatten)]
    full: Full<'a>,
    user_group_memberships: Vec<Membership>,
}

impl<'a> Written<'a> {
    /// `managed`: whether groups have managers.
    pub(super) fn of(user: &'a User, managed: bool) -> Self {
        let memberships = user.memberships().into_iter();
        Self {
            full: Full::of(user),
            user_group_memberships: memberships
                .map(|(id, manages)| Membership {
                    id,
                    is_group_manager: managed.then_some(manages),
                })
                .collect(),
        }
    }
}

/// A user in the answer to reading it.
#[derive(Serialize, ToSchema)]
pub(super) struct One<'a> {
    #[serde(flatten)]
    written: Written<'a>,
    #[schema(value_type = Object)]
    structured_attributes: Map<String, Value>,
}

impl<'a> One<'a> {
    /// `managed`: whether groups have managers.
    pub(super) fn of(user: &'a User, managed: bool) -> Self {
        let attributes = user.login_attributes.iter().flatten();
        Self {
            written: Written::of(user, managed),
            structured_attributes: attributes
                .map(|(key, value)| {
                    let told = json!({ "source": "user", "frozen": false, "value": value });
                    (key.clone(), told)
                })
                .collect(),
        }
    }
}

/// The caller, in the answer to `GET /api/user/current`.
#[derive(Serialize, ToSchema)]
#[allow(clippy::struct_excessive_bools, reason = "as the platform has it")]
pub(super) struct Current<'a> {
    #[serde(flatten)]
    listed: Listed<'a>,
    attributes: IndexMap<String, String>,
    is_installer: bool,
    has_invited_second_user: bool,
    has_question_and_dashboard: bool,
    has_model: bool,
    #[serde(serialize_with = "maybe")]
    first_login: Option<Timestamp>,
    permissions: Permissions,
    custom_homepage: (),
    can_write_any_collection: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Permissions {
    can_create_queries: bool,
    can_create_native_queries: bool,
    /// Absent if groups have no managers.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_group_manager: Option<bool>,
}

impl<'a> Current<'a> {
    /// `users`: how many people the server has; `managed`: whether groups have
    /// managers.
    pub(super) fn of(user: &'a User, users: usize, managed: bool) -> Self {
        let is_installer = user.id == 1;
        Self {
            listed: Listed::of(user),
            attributes: user.login_attributes.clone().unwrap_or_default(),
            is_installer,
            has_invited_second_user: is_installer && users > 1,
            has_question_and_dashboard: false,
            has_model: false,
            first_login: user.first_login,
            permissions: Permissions {
                can_create_queries: true,
                can_create_native_queries: user.is_superuser,
                is_group_manager: managed.then_some(!user.manages.is_empty()),
            },
            custom_homepage: (),
            can_write_any_collection: user.is_superuser,
        }
    }
}
