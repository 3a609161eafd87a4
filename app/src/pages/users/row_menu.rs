//! The menu of a row. One serves all rows, and is built when it is first opened.

use super::row_actions::{change, switching};
use super::{Users, url};
use crate::lazy::lazy;
use crate::routes;
use crate::ui::clipboard;
use crate::ui::dom::{El, el};
use crate::ui::menu::{Choice, Menu, menu};
use crate::ui::table::Press;
use crate::ui::toast;
use leptos::prelude::*;
use roster::input::isolated;
use roster::{Ability, Change};
use std::cell::OnceCell;
use std::rc::Rc;
use web_sys::Element;
use wire::Platform;

/// A handle of the menu of all rows. All clones are the same.
#[derive(Clone)]
pub(super) struct RowMenu(Rc<Inner>);

struct Inner {
    /// Where it is put.
    place: Element,
    /// The table's, with which it goes.
    owner: Owner,
    menu: OnceCell<Menu>,
}

lazy!(open from work: fn(&RowMenu, &Users, Press) = RowMenu::show);

impl RowMenu {
    /// One that is not built yet, and the place for it.
    pub(super) fn new() -> (El, Self) {
        let place = el("div", "menu-of-rows");
        let inner = Inner {
            place: place.element().clone(),
            owner: Owner::current().unwrap_or_default(),
            menu: OnceCell::new(),
        };
        (place, Self(Rc::new(inner)))
    }

    /// Opens it for a row whose button was pressed.
    pub(super) fn open(&self, users: &Users, press: Press) {
        let (menu, users) = (self.clone(), users.clone());
        open().then(move |show| show(&menu, &users, press));
    }

    fn show(&self, users: &Users, press: Press) {
        let Inner { place, owner, menu } = &*self.0;
        let menu = menu.get_or_init(|| {
            let (list, menu) = owner.with(|| self::menu("Actions"));
            // Fails only for what cannot be there.
            let _ = place.append_child(list.element());
            menu
        });
        menu.open(&press.control, of_row(users, press.key));
    }
}

/// What the menu of a row offers.
fn of_row(users: &Users, row: u32) -> Vec<Choice> {
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
    let platform = users.store.connection().platform;
    let lacks = |ability: Ability| users.store.lacks(ability).unwrap_or_default();
    let doing = |what: Change| {
        let (users, key) = (users.clone(), key.clone());
        move || change(&users, &what, &[&key])
    };
    let navigation = users.navigation.clone();
    let no_page = if url.is_empty() {
        routes::UNADDRESSABLE
    } else {
        ""
    };
    let copied = key.clone();
    let mut choices = vec![
        Choice::new("Open", move || navigation.open(&url)).unless(no_page),
        Choice::new("Copy key", move || {
            let key = copied.clone();
            clipboard::copy_and(&copied, move |done| {
                toast::say(
                    &[
                        if done {
                            "Copied: "
                        } else {
                            "The browser did not allow copying: "
                        },
                        &*isolated(&key),
                    ]
                    .concat(),
                );
            });
        }),
    ];
    // What is not known can be set either way.
    for (label, enable, is_so) in [
        ("Disable", false, access.is_disabled()),
        ("Enable", true, access.is_enabled()),
    ] {
        if !is_so {
            let choice = Choice::new(label, doing(switching(enable)));
            choices.insert(1, choice.unless(lacks(Ability::SwitchAccess)));
        }
    }
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
