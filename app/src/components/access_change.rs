//! Enabling and disabling users: the same changes from a row, its menu, the bar of the
//! selection, a user's panel and an invitation.

use roster::Change;
use roster::record::Access;

/// The change that enables users, or disables them.
pub(crate) const fn access_change(enable: bool) -> Change {
    if enable {
        Change::Enable {
            restore_admin: false,
        }
    } else {
        Change::Disable { since: None }
    }
}

/// The change that a switch makes of a user with this access; nothing where it is
/// unknown whether the user is enabled.
pub(crate) fn toggled(access: &Access) -> Option<Change> {
    match access {
        Access::Unknown => None,
        known => Some(access_change(!known.is_enabled())),
    }
}
