//! What can be done about one user from its row.

use super::Users;
use crate::pieces;
use crate::ui::toast::{self, Toast};
use roster::{Ability, Change};

/// Switches access on or off, or says why that cannot be.
pub(super) fn toggle(users: &Users, row: u32) {
    let platform = users.desk.connection().platform;
    if let Some(why) = Ability::SwitchAccess.missing_on(platform) {
        say(why);
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

/// Says something that is no failure, to those who see and those who listen.
pub(super) fn say(text: &str) {
    toast::show(Toast {
        text: text.to_owned(),
        failed: false,
        actions: Vec::new(),
    });
}
