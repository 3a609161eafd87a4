//! What reviewers decide.

use serde::{Deserialize, Serialize};

/// What is to become of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// It keeps its access.
    Keep,
    /// Its access is removed.
    Revoke,
}

/// The last decision about an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decision {
    /// The number of the item, counted from 0.
    pub item: usize,
    /// What was decided. `null` if a decision was withdrawn.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub decision: Option<DecisionKind>,
    /// What the reviewer says about it. Empty if they say nothing.
    pub comment: String,
    /// The number of the change of the review that made it what it is.
    #[serde(default)]
    pub version: u64,
    /// When that was, in UTC: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// The name of the person who decided. Absent if it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by: Option<String>,
    /// What confirmed that name, as `via` of an audit log entry. Absent without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub via: Option<String>,
}

/// Decides about an item, or withdraws the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionChange {
    /// The number of the item, counted from 0.
    pub item: usize,
    /// The version of the decision as it was read; 0 where there was none.
    pub version: u64,
    /// The decision. `null` withdraws it. It must be given: leaving it out withdraws
    /// nothing.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub value: Option<DecisionValue>,
}

/// What a reviewer decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionValue {
    /// What is to become of the account.
    pub decision: DecisionKind,
    /// What the reviewer says about it.
    #[serde(default)]
    pub comment: String,
}

/// Some decisions of a review, in the order of the items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionPage {
    /// The review's revision: that of the first page is the `since` of the next look.
    pub revision: u64,
    /// The decisions.
    pub decisions: Vec<Decision>,
    /// The value of `from` that reads the decisions after these. `null` after the last.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next: Option<usize>,
}
