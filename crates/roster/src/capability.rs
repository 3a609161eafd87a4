//! What can be done on a platform, and why not where it cannot.

use crate::platform::list_support;
use serde::{Deserialize, Serialize};
use wire::Platform;
use wire::console::Role;

/// Something an administrator may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ability {
    /// Invite a new user.
    Invite,
    /// Switch an account's access on and off.
    SwitchAccess,
    /// Change texts.
    Edit,
    /// Change the address.
    EditEmail,
    /// Give and take roles or groups.
    SetRoles,
    /// Give several roles or groups.
    SeveralRoles,
    /// Make and unmake administrators.
    SetAdmin,
    /// Remove an account.
    Remove,
    /// Send a welcome email once more.
    SendWelcome,
    /// Have a password-reset email sent.
    SendReset,
    /// Set the password of another person.
    SetPassword,
    /// Change a password with the current one.
    ChangePassword,
    /// Assign a user of another tenant.
    Assign,
    /// Handle statuses as records of their own.
    StatusRecords,
    /// See when a user signed in last.
    LastSignIn,
    /// Mark introductions as seen.
    MarkSeen,
    /// See the recipients that a user may send results to.
    Recipients,
}

impl Ability {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Invite,
        Self::SwitchAccess,
        Self::Edit,
        Self::EditEmail,
        Self::SetRoles,
        Self::SeveralRoles,
        Self::SetAdmin,
        Self::Remove,
        Self::SendWelcome,
        Self::SendReset,
        Self::SetPassword,
        Self::ChangePassword,
        Self::Assign,
        Self::StatusRecords,
        Self::LastSignIn,
        Self::MarkSeen,
        Self::Recipients,
    ];

    /// Whether it changes something on the platform.
    pub const fn changes(self) -> bool {
        !matches!(self, Self::LastSignIn | Self::Recipients)
    }

    /// Why a person of this `role` cannot do it on `platform`; nothing where
    /// that is possible. What the platform lacks comes first: another role would
    /// not help.
    pub fn unavailable(self, platform: Platform, role: Role) -> Option<Unavailable> {
        match (self.unsupported_reason(platform), role) {
            (Some(reason), _) => Some(Unavailable::Unsupported(reason)),
            (None, Role::Viewer) if self.changes() => Some(Unavailable::ViewOnly),
            (None, _) => None,
        }
    }

    /// Why `platform` does not have it; nothing where it does.
    pub fn unsupported_reason(self, platform: Platform) -> Option<&'static str> {
        list_support(platform).unsupported_reason(self)
    }
}

/// Why an ability cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// The platform does not have it, for this reason.
    Unsupported(&'static str),
    /// The person's role allows no changes.
    ViewOnly,
}

/// What gives the users of a platform their permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// Roles.
    Role,
    /// Groups.
    Group,
}

impl RoleKind {
    /// What gives permissions on this platform.
    pub fn of_platform(platform: Platform) -> Self {
        list_support(platform).role_kind()
    }

    /// One of it, within a sentence.
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Group => "group",
        }
    }

    /// Several of it, within a sentence.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Role => "roles",
            Self::Group => "groups",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewer_looks_at_everything_and_changes_nothing() {
        for platform in Platform::ALL {
            for ability in Ability::ALL {
                let missing = ability.unsupported_reason(platform);
                let missing = missing.map(Unavailable::Unsupported);
                assert_eq!(ability.unavailable(platform, Role::Operator), missing);
                let looks = matches!(ability, Ability::LastSignIn | Ability::Recipients);
                let expected = missing.or((!looks).then_some(Unavailable::ViewOnly));
                assert_eq!(ability.unavailable(platform, Role::Viewer), expected);
            }
        }
    }
}
