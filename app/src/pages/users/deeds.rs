//! What can be done about one user from its row.

use super::Users;
use super::table;
use crate::announce::announce;
use crate::carry_out::carry_out;
use crate::ui::clipboard;
use crate::ui::menu::Choice;
use crate::ui::toast::{self, Toast};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use roster::{Ability, Change};
use wire::Platform;

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
    let pending = users
        .desk
        .asked
        .with_untracked(|asked| asked.contains_key(&*key));
    if pending {
        announce("A change of this user is on its way already");
        return;
    }
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
    let plan = users.desk.plan(change, keys);
    carry_out(&users.desk, plan, Box::new(|_| {}));
}

/// Says something that is no failure, to those who see and those who listen.
fn say(text: &str) {
    toast::show(Toast {
        text: text.to_owned(),
        failed: false,
        actions: Vec::new(),
    });
}

/// What the menu of a row offers.
pub(super) fn of_row(users: &Users, row: u32) -> Vec<Choice> {
    let found = users.with_account(row, |account| {
        (
            account.key.to_string(),
            account.access().is_enabled(),
            table::url(users, account),
        )
    });
    let Some((key, enabled, url)) = found else {
        return Vec::new();
    };
    let platform = users.desk.connection().platform;
    let lacks = |ability: Ability| ability.missing_on(platform).unwrap_or_default();
    let doing = |what: Change| {
        let (users, key) = (users.clone(), key.clone());
        move || change(&users, &what, &[&key])
    };
    let navigate = users.navigate.clone();
    let copied = key.clone();
    let mut choices = vec![
        Choice::new("Open", move || navigate(&url, NavigateOptions::default())),
        Choice::new(
            if enabled { "Disable" } else { "Enable" },
            doing(switching(!enabled)),
        )
        .unless(lacks(Ability::SwitchAccess)),
        Choice::new("Copy key", move || {
            let key = copied.clone();
            clipboard::copy_and(&copied, move |done| {
                say(&[
                    if done {
                        "Copied: "
                    } else {
                        "The browser did not allow copying: "
                    },
                    &*key,
                ]
                .concat());
            });
        }),
    ];
    let reset = Choice::new("Password-reset e-mail…", doing(Change::SendReset));
    choices.push(if platform == Platform::Pivot {
        let welcome = Change::SendWelcome { client_url: None };
        Choice::new("Welcome e-mail again…", doing(welcome)).unless(lacks(Ability::SendWelcome))
    } else {
        reset.unless(lacks(Ability::SendReset))
    });
    choices.push(
        Choice::new("Remove…", doing(Change::Remove))
            .unless(lacks(Ability::Remove))
            .dangerous(),
    );
    choices
}
