//! How rows are changed, and what is answered.

use super::{AccountRef, Finding, ProfileEntry};
use serde::{Deserialize, Serialize};

/// Changes of rows of one kind. All of them are made, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Changes<C> {
    /// At least one, at most 1,000, each of another row. Either all of them set a value
    /// of the same meaning or all remove one.
    pub changes: Vec<C>,
}

/// What an account is to be assigned to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignmentChange {
    /// The account.
    pub account: AccountRef,
    /// The version of the row as it was read; 0 where there was none.
    pub version: u64,
    /// Its new value. Without one the row is removed: the account is matched again.
    #[serde(default)]
    pub value: Option<AssignmentValue>,
}

/// The person that an account belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignmentValue {
    /// The key of the person whose account it is. `null` makes it one person's only
    /// account. It must be given: leaving it out takes no account away.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub person: Option<String>,
}

/// Records that a person has departed, or removes that record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartedChange {
    /// The person's key.
    pub person: String,
    /// The version of the row as it was read; 0 where there was none.
    pub version: u64,
    /// Its new value. Without one the row is removed: the person has returned.
    #[serde(default)]
    pub value: Option<DepartedValue>,
}

/// What is known of a departed person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartedValue {
    /// Their name.
    pub name: String,
    /// The ID of a receipt that this server has. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub receipt: Option<String>,
}

/// Dismisses a finding, or shows it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DismissalChange {
    /// Which finding.
    pub finding: Finding,
    /// The version of the row as it was read; 0 where there was none.
    pub version: u64,
    /// Its new value. Without one the row is removed: the finding shows again.
    #[serde(default)]
    pub value: Option<DismissalValue>,
}

/// Why and until when a finding is dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DismissalValue {
    /// Why, in the words of the person who dismisses it.
    pub reason: String,
    /// The last day, in UTC: not in the past, and within two years.
    pub until: String,
}

/// Saves an access profile, or removes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    /// The profile's name.
    pub name: String,
    /// The version of the row as it was read; 0 where there was none.
    pub version: u64,
    /// Its new value. Without one the profile is removed. No account is changed by either.
    #[serde(default)]
    pub value: Option<ProfileValue>,
}

/// What a profile says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileValue {
    /// At least one, each of another connection.
    pub entries: Vec<ProfileEntry>,
}

/// The new settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// The version of the settings as they were read.
    pub version: u64,
    /// The new values. Without any, the defaults apply again.
    #[serde(default)]
    pub value: Option<SettingsValue>,
}

/// The values of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettingsValue {
    /// The domains of the organisation's addresses; `*.example.com` is everything below
    /// `example.com`.
    pub domains: Vec<String>,
    /// After how many days without a sign-in an administrator is reported.
    pub inactive_days: u32,
    /// After how many days an invitation that was not accepted is reported.
    pub invited_days: u32,
}

/// The answer to changes that were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changed<R> {
    /// The revision since then, which is the version of all of these rows.
    pub revision: u64,
    /// The rows, in the order of the changes; `null` for one that was removed.
    #[cfg_attr(feature = "openapi", schema(schema_with = rows_or_null::<R>))]
    pub rows: Vec<Option<R>>,
}

/// The answer (409) if none of the changes was made, because rows have changed
/// since they were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflicts<R> {
    /// What happened, in words.
    pub error: String,
    /// The changes that conflict with the current rows.
    pub conflicts: Vec<Conflict<R>>,
}

/// A change that conflicts with the current row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict<R> {
    /// The index of the change, counted from 0.
    pub index: usize,
    /// The current row, with who changed it and when. `null` if it was removed; the
    /// audit log says who removed it.
    #[cfg_attr(feature = "openapi", schema(required, schema_with = row_or_null::<R>))]
    pub current: Option<R>,
}

/// The schema of a row or `null`. The macro takes an `Option` of a type parameter for
/// the type itself.
#[cfg(feature = "openapi")]
fn row_or_null<R: utoipa::ToSchema>() -> utoipa::openapi::Schema {
    use utoipa::openapi::schema::{AnyOfBuilder, Object, Type};
    let row = utoipa::openapi::Ref::from_schema_name(R::name());
    let either = AnyOfBuilder::new()
        .item(Object::with_type(Type::Null))
        .item(row);
    either.build().into()
}

/// The schema of rows, each of which may be `null`.
#[cfg(feature = "openapi")]
fn rows_or_null<R: utoipa::ToSchema>() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::Array::new(row_or_null::<R>())
}
