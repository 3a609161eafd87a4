//! Receipts: what was done about people, and the audit log's entries about it.

use crate::console::TrailOutcome;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What the console sends after a change of people's access. The server adds the
/// time, the person who made it and the entries of the audit log.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReceipt {
    /// The keys of the people that it is about.
    pub people: Vec<String>,
    /// The numbers of the requests that changed something, as `x-request-id` has
    /// them.
    pub requests: Vec<String>,
    /// What was requested, answered and read back: an object, which the server
    /// stores unchanged.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub body: Box<RawValue>,
}

/// A receipt as the server stores it, and as it is saved as a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StoredReceipt {
    /// Its ID.
    pub id: String,
    /// The keys of the people that it is about.
    pub people: Vec<String>,
    /// When it was stored, in UTC: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// The name of the person who stored it. `null` if it is unknown.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub by: Option<String>,
    /// What confirmed that name, as `via` of an audit log entry. `null` without a name.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub via: Option<String>,
    /// What the audit log has of the requests, in the order of its numbers.
    pub entries: Vec<ReceiptEntry>,
    /// The numbers of requests that the audit log does not have.
    pub missing: Vec<String>,
    /// The row of the audit log that records the receipt itself. `null` if there is no
    /// audit log.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub recorded: Option<AuditRow>,
    /// What was requested, answered and read back.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub body: Box<RawValue>,
}

/// A row of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AuditRow {
    /// Its number.
    pub number: u64,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
}

/// What the audit log has of one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReceiptEntry {
    /// The request's number.
    pub request: String,
    /// When it was made, in UTC, written as `at` of the receipt.
    pub at: String,
    /// The name of the person who made it. `null` if it is unknown.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub who: Option<String>,
    /// What confirmed that name. `null` without a name.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub via: Option<String>,
    /// The ID of the connection.
    pub connection: String,
    /// The platform's endpoint, by its ID in Rollcall's catalogue.
    pub action: String,
    /// What it was about: the names and IDs in its path.
    pub target: Vec<String>,
    /// The outcome.
    pub outcome: TrailOutcome,
    /// The row that records the request.
    pub asked: AuditRow,
    /// The row that records the outcome. `null` until it is known.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ended: Option<AuditRow>,
}

/// Some of the receipts, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptPage {
    /// Without their bodies.
    pub receipts: Vec<ReceiptSummary>,
    /// The value of `before` that lists the receipts after these. `null` after the last.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next: Option<u64>,
}

/// What a receipt is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptSummary {
    /// Its number: later ones have higher ones.
    pub number: u64,
    /// Its ID.
    pub id: String,
    /// The keys of the people that it is about.
    pub people: Vec<String>,
    /// When it was stored, in UTC, written as `at` of the receipt.
    pub at: String,
    /// The name of the person who stored it. `null` if it is unknown.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub by: Option<String>,
    /// What confirmed that name. `null` without a name.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub via: Option<String>,
    /// How many requests the audit log has.
    pub entries: usize,
    /// How many it does not have.
    pub missing: usize,
}
