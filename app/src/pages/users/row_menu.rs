//! What the menu of a row offers.

use super::{Users, url};
use crate::components::account_menu;
use crate::components::list::RowMenu;
use crate::lazy::lazy;
use crate::ui::menu::Choice;
use crate::ui::table::Press;

lazy!(lazy_show from work: fn(RowMenu, &Users, Press) = show);

/// Opens the `menu` for a row whose button was pressed.
pub(super) fn open(menu: RowMenu, users: &Users, press: Press) {
    let users = users.clone();
    lazy_show().then(move |show| show(menu, &users, press));
}

fn show(menu: RowMenu, users: &Users, press: Press) {
    menu.open(&press.control, choices(users, press.key));
}

/// What the menu of a row offers.
fn choices(users: &Users, row: u32) -> Vec<Choice> {
    let found = users.with_account(row, |account| {
        (
            account.key.to_string(),
            account.access(),
            url(users, account),
        )
    });
    let Some((key, access, url)) = found else {
        return Vec::new();
    };
    let navigation = users.navigation.clone();
    let open: Option<Box<dyn Fn()>> = if url.is_empty() {
        None
    } else {
        Some(Box::new(move || navigation.open(&url)))
    };
    account_menu::choices(&users.store, &key, &access, open)
}
