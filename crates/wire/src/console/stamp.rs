//! When something was done, and by which person.

use serde::{Deserialize, Serialize};

/// When something was done, and the person who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stamp {
    /// When, in UTC: `2026-11-26T06:00:00.000000Z`.
    pub at: String,
    /// The name of the person. Absent if it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by: Option<String>,
    /// What confirmed that name, as `via` of an audit log entry. Absent without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub via: Option<String>,
}
