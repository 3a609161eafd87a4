//! What can be done about one user from its row.

use super::Users;
use crate::pieces;
use crate::ui::toast;
use roster::{Ability, Change};

/// Switches access on or off, or says why that cannot be.
pub(super) fn toggle(users: &Users, row: u32) {
    if let Some(why) = users.desk.lacks(Ability::SwitchAccess) {
        toast::say(why);
        return;
    }
    let Some((key, enabled)) = users.with_account(row, |account| {
        (account.key.to_string(), account.access().is_enabled())
    }) else {
        return;
    };
    change(users, &switching(!enabled), &[&key]);
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
    let (desk, change) = (users.desk.clone(), change.clone());
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    pieces::change().then(move |carry_out| {
        let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
        carry_out(&desk, &change, &keys);
    });
}
