//! What can be done on a platform, and why not where it cannot.

use serde::{Deserialize, Serialize};
use wire::Platform;
use wire::console::Role;

/// Something an administrator may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ability {
    /// Invite a new user.
    Invite,
    /// Switch a login's access on and off.
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
    /// Remove a login.
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
    pub const fn unavailable_reason(self, platform: Platform, role: Role) -> Option<&'static str> {
        match (self.unsupported_reason(platform), role) {
            (None, Role::Viewer) if self.changes() => Some(VIEWER),
            (missing, _) => missing,
        }
    }

    /// Why `platform` does not have it; nothing where it does.
    pub const fn unsupported_reason(self, platform: Platform) -> Option<&'static str> {
        match (platform, self) {
            (Platform::Pivot, Self::SetAdmin) => Some(
                "Pivot has no administrator switch: give or take the role super-admin instead.",
            ),
            (Platform::Pivot, Self::SendReset) => {
                Some("Pivot documents no password reset email. Users request one on its own page.")
            }
            (Platform::Pivot, Self::SetPassword | Self::ChangePassword) => Some(
                "Pivot's documented way returns the password in clear text, so the console does \
                 not offer it. Use the welcome email.",
            ),
            (Platform::Pivot, Self::LastSignIn) => {
                Some("Pivot does not report when users signed in.")
            }
            (Platform::Actian, Self::SwitchAccess) => Some(
                "Actian documents no way to disable a user. Remove the user from the tenant \
                 instead.",
            ),
            (Platform::Actian, Self::EditEmail) => {
                Some("On Actian the address is the user's key and cannot be changed.")
            }
            (Platform::Actian, Self::SeveralRoles) => {
                Some("On Actian a user has exactly one role in a tenant.")
            }
            (Platform::Actian, Self::SendWelcome) => Some(
                "Actian documents no second activation email. Request a password reset email \
                 instead.",
            ),
            (Platform::Actian, Self::SetPassword) => Some(
                "Actian does not let administrators set another person's password. Request a \
                 password reset email instead.",
            ),
            (Platform::Actian, Self::LastSignIn) => {
                Some("Actian does not report when users signed in.")
            }
            (Platform::Metabase, Self::Remove) => Some(
                "Metabase never deletes users. A deactivated user keeps the address, and cannot \
                 sign in.",
            ),
            (Platform::Metabase, Self::SendWelcome) => {
                Some("Metabase has no second invitation. Request a password reset email instead.")
            }
            (Platform::Pivot | Platform::Metabase, Self::Assign) => {
                Some("Only Actian has tenants to assign users to.")
            }
            (Platform::Metabase, Self::ChangePassword) => {
                Some("An administrator of Metabase needs no old password to set a new one.")
            }
            (Platform::Actian | Platform::Metabase, Self::StatusRecords) => {
                Some("Only Pivot has separate status records.")
            }
            (Platform::Pivot | Platform::Actian, Self::MarkSeen | Self::Recipients) => {
                Some("Only Metabase has this.")
            }
            _ => None,
        }
    }
}

/// Why a viewer changes nothing.
pub const VIEWER: &str = "View only: your role is viewer.";

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
    pub const fn of_platform(platform: Platform) -> Self {
        match platform {
            Platform::Pivot | Platform::Actian => Self::Role,
            Platform::Metabase => Self::Group,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewer_looks_at_everything_and_changes_nothing() {
        for platform in [Platform::Pivot, Platform::Actian, Platform::Metabase] {
            for ability in Ability::ALL {
                let missing = ability.unsupported_reason(platform);
                assert_eq!(
                    ability.unavailable_reason(platform, Role::Operator),
                    missing
                );
                let looks = matches!(ability, Ability::LastSignIn | Ability::Recipients);
                let expected = missing.or((!looks).then_some(VIEWER));
                assert_eq!(ability.unavailable_reason(platform, Role::Viewer), expected);
            }
        }
    }
}
