//! What can be done about one user from its row.

use super::Users;
use crate::components::change_flow::lazy_change;
use crate::ui::toast;
use roster::record::Access;
use roster::{Ability, Change};

/// Switches access on or off, or says why that cannot be.
pub(super) fn toggle(users: &Users, row: u32) {
    if let Some(why) = users.store.unavailable_reason(Ability::SwitchAccess) {
        toast::say(why);
        return;
    }
    let Some((key, access)) =
        users.with_account(row, |account| (account.key.to_string(), account.access()))
    else {
        return;
    };
    if access == Access::Unknown {
        toast::say(
            "The platform does not say whether this user is enabled. Choose Enable or Disable in \
             the menu of the row.",
        );
        return;
    }
    change(users, &switching(!access.is_enabled()), &[&key]);
}

/// The change that switches access.
pub(super) const fn switching(enable: bool) -> Change {
    if enable {
        Change::Enable {
            restore_admin: false,
        }
    } else {
        Change::Disable { since: None }
    }
}

/// Makes one change of everybody called so, asking first where that is called
/// for.
pub(super) fn change(users: &Users, change: &Change, keys: &[&str]) {
    let (store, change) = (users.store.clone(), change.clone());
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    lazy_change().then(move |carry_out| {
        let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
        carry_out(&store, &change, &keys);
    });
}
