//! What can be done about one user from its row.

use super::Users;
use crate::components::access_change::toggled;
use crate::components::account_menu::make_change;
use crate::ui::toast;
use roster::{Ability, Change};

/// Enables or disables the user in a row, or reports why that is not possible.
pub(super) fn toggle(users: &Users, row: u32) {
    if let Some(reason) = users.store.unavailable_reason(Ability::SwitchAccess) {
        toast::say(reason);
        return;
    }
    let user = users.with_account(row, |account| {
        (account.key.to_string(), toggled(&account.access()))
    });
    match user {
        Some((key, Some(toggle))) => change(users, &toggle, &[&key]),
        Some((_, None)) => toast::say(
            "The platform does not say whether this user is enabled. Choose Enable or Disable in \
             the menu of the row.",
        ),
        None => {}
    }
}

/// See [`make_change`].
pub(super) fn change(users: &Users, change: &Change, keys: &[&str]) {
    make_change(&users.store, change, keys);
}
