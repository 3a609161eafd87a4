//! People whose leave was carried out here.

use super::key::PersonKey;
use serde::{Deserialize, Serialize};

/// A person who has left. They stay on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departed {
    /// Who.
    pub person: PersonKey,
    /// What people called them.
    pub name: String,
    /// When their access was removed, RFC 3339.
    pub at: String,
    /// The receipt that says so, by the id that the server gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}
