//! What the console's server stores about people: which accounts belong to a person, who
//! has left, which findings were dismissed until when, access profiles, settings, and
//! receipts of what was done.
//!
//! Rows are few and are read together ([`People`]). Each is changed with the version
//! it was read at, so that two people who change the same row do not overwrite each
//! other. Nothing that the console loads first uses this module.

mod change;
mod receipt;

pub use change::{
    AssignmentChange, AssignmentValue, Changed, Changes, Conflict, Conflicts, DepartedChange,
    DepartedValue, DismissalChange, DismissalValue, ProfileChange, ProfileValue, SettingsChange,
    SettingsValue,
};
pub use receipt::{AuditRow, NewReceipt, ReceiptEntry, ReceiptPage, ReceiptSummary, StoredReceipt};

use serde::{Deserialize, Serialize};

/// Where all rows are read: [`People`], with an `ETag`.
pub const PEOPLE_PATH: &str = "/api/people";

/// Where [`Assignment`]s are changed.
pub const ASSIGNMENTS_PATH: &str = "/api/people/assignments";

/// Where [`Departed`] people are changed.
pub const DEPARTED_PATH: &str = "/api/people/departed";

/// Where [`Dismissal`]s are changed.
pub const DISMISSALS_PATH: &str = "/api/people/dismissals";

/// Where [`Profile`]s are changed.
pub const PROFILES_PATH: &str = "/api/people/profiles";

/// Where [`PeopleSettings`] are changed.
pub const SETTINGS_PATH: &str = "/api/people/settings";

/// Where receipts are handed in and listed.
///
/// The list takes `person` (receipts that name this person), `before` (those with a
/// lower number) and `limit` (how many at most, 50 if not given, never more than 200).
pub const RECEIPTS_PATH: &str = "/api/people/receipts";

/// Where the receipt with this ID is read.
pub const RECEIPT_PATH: &str = "/api/people/receipts/{id}";

/// How many rows there are at most of each kind but profiles, receipts included.
pub const MAX_ROWS: usize = 100_000;

/// How many profiles there are at most: everyone is compared with each of them.
pub const MAX_PROFILES: usize = 200;

/// How many characters the name of a profile has at most.
pub const MAX_PROFILE_NAME: usize = 100;

/// How many roles and groups a profile has at most, on all connections together.
pub const MAX_PROFILE_ROLES: usize = 200;

/// How many rows one request changes at most.
pub const MAX_CHANGES: usize = 1_000;

/// How many people one receipt is about at most, and how many requests it names.
pub const MAX_RECEIPT_PEOPLE: usize = 1_000;
/// See [`MAX_RECEIPT_PEOPLE`].
pub const MAX_RECEIPT_REQUESTS: usize = 20_000;

/// How long a receipt is at most, in bytes.
pub const MAX_RECEIPT_BYTES: usize = 4 * 1024 * 1024;

/// How many characters names of people, connections and accounts have at most.
pub const MAX_NAME: usize = 500;

/// How many characters a person's key has at most: it may be a name in which most
/// letters are encoded.
pub const MAX_KEY: usize = 8_000;

/// How many characters the reason of a dismissal has at most.
pub const MAX_REASON: usize = 1_000;

/// How many accounts a finding is about at most.
pub const MAX_FINDING_ACCOUNTS: usize = 200;

/// All rows, as they were at the same moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct People {
    /// Grows by one with every change of any row.
    pub revision: u64,
    /// Whether the server has an audit log, in which changes are recorded.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub audit_log: bool,
    /// Which accounts were assigned by hand.
    pub assignments: Vec<Assignment>,
    /// The people whose leave was carried out.
    pub departed: Vec<Departed>,
    /// The findings that were dismissed; expired ones too.
    pub dismissals: Vec<Dismissal>,
    /// The access profiles.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub profiles: Vec<Profile>,
    /// The settings; the defaults if they were never changed.
    pub settings: PeopleSettings,
}

/// An account, as one connection has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountRef {
    /// The connection's ID.
    pub connection: String,
    /// The account's key there.
    pub key: String,
}

/// An account that was assigned to a person by hand. That outranks every match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assignment {
    /// The account.
    pub account: AccountRef,
    /// The key of the person whose account it is. `null` if it is one person's only
    /// account, whatever its address is.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub person: Option<String>,
    /// The number of the change that made the row what it is.
    #[serde(default)]
    pub version: u64,
    /// When that change was made, in UTC: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// The name of the person who made it. Absent if it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by: Option<String>,
    /// What confirmed that name, as `via` of an audit log entry. Absent without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub via: Option<String>,
}

/// A person whose leave was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Departed {
    /// The person's key.
    pub person: String,
    /// Their name as it was then.
    pub name: String,
    /// The ID of the receipt of what was done. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub receipt: Option<String>,
    /// The number of the change that made the row what it is.
    #[serde(default)]
    pub version: u64,
    /// When that change was made, in UTC: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// The name of the person who made it. Absent if it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by: Option<String>,
    /// What confirmed that name, as `via` of an audit log entry. Absent without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub via: Option<String>,
}

/// Identifies a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The kind of finding: lowercase letters, digits and hyphens.
    pub kind: String,
    /// The person or thing that it is about.
    pub subject: FindingSubject,
    /// The accounts that it is about: with another account it is another finding.
    pub accounts: Vec<AccountRef>,
}

/// The person or thing that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FindingSubject {
    /// A person, by their key.
    Person(String),
    /// A connection, by its ID.
    Connection(String),
    /// A status in Pivot that belongs to no user.
    Status(AccountRef),
}

/// A finding that is hidden until a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dismissal {
    /// Which finding.
    pub finding: Finding,
    /// Why it was dismissed.
    pub reason: String,
    /// The last day on which it is not shown, in UTC: `2026-11-26`.
    pub until: String,
    /// The number of the change that made the row what it is.
    #[serde(default)]
    pub version: u64,
    /// When that change was made, in UTC: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// The name of the person who made it. Absent if it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by: Option<String>,
    /// What confirmed that name, as `via` of an audit log entry. Absent without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub via: Option<String>,
}

/// A named set of what a person is to have on connections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Its name, which tells it from others.
    pub name: String,
    /// What to have, once for each connection. It says nothing about other connections.
    pub entries: Vec<ProfileEntry>,
    /// The number of the change that made the row what it is.
    #[serde(default)]
    pub version: u64,
    /// When that change was made, in UTC: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// The name of the person who made it. Absent if it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by: Option<String>,
    /// What confirmed that name, as `via` of an audit log entry. Absent without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub via: Option<String>,
}

/// What a profile says about one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileEntry {
    /// The connection's ID.
    pub connection: String,
    /// Exactly these roles or groups, by their IDs; without any, an account is enough.
    /// `null` means no account that can sign in. It must be given: leaving it out removes
    /// no access.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub roles: Option<Vec<String>>,
}

/// The rules for what counts as drift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeopleSettings {
    /// The domains of the organisation's addresses; `*.example.com` is everything below
    /// `example.com`. Without any, no address is outside of it.
    pub domains: Vec<String>,
    /// After how many days without a sign-in an administrator is reported.
    pub inactive_days: u32,
    /// After how many days an invitation that was not accepted is reported.
    pub invited_days: u32,
    /// The number of the change that made them what they are; 0 where there was none.
    #[serde(default)]
    pub version: u64,
    /// When that change was made, in UTC: `2026-11-26T06:00:00.000000Z`. Absent where
    /// there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub at: Option<String>,
    /// The name of the person who made it. Absent if it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by: Option<String>,
    /// What confirmed that name, as `via` of an audit log entry. Absent without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub via: Option<String>,
}

impl Default for PeopleSettings {
    fn default() -> Self {
        Self {
            domains: Vec::new(),
            inactive_days: 90,
            invited_days: 14,
            version: 0,
            at: None,
            by: None,
            via: None,
        }
    }
}

#[cfg(test)]
mod tests;
