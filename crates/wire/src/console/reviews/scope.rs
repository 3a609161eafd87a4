//! Which accounts a review is about.

use serde::{Deserialize, Serialize};

/// Which accounts a review is about: those that all of this is true of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewScope {
    /// The IDs of the connections that they are on.
    pub connections: Vec<String>,
    /// On a connection that roles or groups are given for, they have at least one of
    /// these. On the others they have any.
    pub roles: Vec<RoleScope>,
    /// Whether they are administrators.
    pub admins_only: bool,
    /// Whether accounts that are disabled are among them.
    pub disabled: bool,
    /// What is true of the people whose accounts they are.
    pub filters: Vec<ReviewFilter>,
}

/// A role or group on a connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleScope {
    /// The connection's ID.
    pub connection: String,
    /// The platform's ID of the role or group.
    pub role: String,
}

/// Something that is true of a person. Connections are given by their IDs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReviewFilter {
    /// They can sign in there.
    CanSignInTo(String),
    /// They certainly cannot sign in there.
    LacksAccessTo(String),
    /// They have an account there, in any state.
    HasAccountOn(String),
    /// They can sign in to some connection.
    EnabledAnywhere,
    /// They can sign in to one connection and are disabled on another.
    EnabledAndDisabled,
    /// They are an administrator of some connection.
    AdminAnywhere,
    /// They have never signed in on a platform that tells.
    NeverSignedIn,
    /// They have not signed in for so many days on any platform that tells.
    NotSignedInFor(u32),
    /// They have left.
    Departed,
    /// They have accounts on one connection only.
    Unmatched,
    /// They have an account without an address.
    NoAddress,
}

impl ReviewFilter {
    /// The ID of the connection that it is about.
    pub fn connection(&self) -> Option<&str> {
        match self {
            Self::CanSignInTo(id) | Self::LacksAccessTo(id) | Self::HasAccountOn(id) => Some(id),
            _ => None,
        }
    }
}
