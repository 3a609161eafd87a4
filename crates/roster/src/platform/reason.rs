//! Why a change cannot be made, and what is read back in its place.

use crate::capability::Ability;
use crate::record::Field;
use serde::{Deserialize, Serialize};

/// Why a change cannot be made, so that nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImpossibleReason {
    /// The platform cannot do it.
    Unavailable(Ability),
    /// The user no longer exists, or is no longer in the tenant.
    Gone,
    /// A user of this name exists.
    Exists,
    /// A user of this name exists, and is disabled.
    ExistsDisabled,
    /// Pivot: there is a status without a user.
    StatusWithoutUser,
    /// Metabase: a deactivated user cannot be changed.
    Deactivated,
    /// The roles or groups were sent in an unknown form, or not at all, and would
    /// be lost.
    UnreadableRoles,
    /// Actian: a user has exactly one role.
    NeedsOneRole,
    /// Actian: this role is not documented.
    UnknownRole(String),
    /// Metabase: this is not the number of a group.
    UnknownGroup(String),
    /// Metabase: a user needs an address.
    NeedsAddress,
    /// Metabase: the user has no number to send requests about.
    NoNumber,
    /// The user was read from another platform.
    OtherPlatform,
}

/// What is read back where a change does not show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// The user still exists.
    StillExists,
    /// The user does not exist.
    Missing,
    /// The platform does not say whether the user is enabled.
    AccessUnknown,
    /// The user is still enabled.
    StillEnabled,
    /// The user is still disabled.
    StillDisabled,
    /// The user is enabled, without the administrator rights from before.
    EnabledWithoutAdmin,
    /// The user is still an administrator.
    StillAdmin,
    /// The user is not an administrator.
    NotAdmin,
    /// These are the roles or groups.
    Roles(Vec<String>),
    /// This is the text of a field.
    Text {
        /// Which field.
        field: Field,
        /// Its text.
        text: String,
    },
    /// The attributes are different.
    OtherAttributes,
    /// Pivot: the status says enabled.
    StatusEnabled,
    /// Pivot: the status says disabled.
    StatusDisabled,
    /// Pivot: there is no status.
    NoStatus,
    /// Pivot: the status still exists.
    StatusStillExists,
    /// Metabase: the introduction is still to be shown.
    IntroductionUnseen,
}
