//! The menu of a row. One serves all rows, and is built when it is first opened.

use super::{Users, url};
use crate::components::account_menu;
use crate::lazy::lazy;
use crate::ui::menu::{Choice, Menu, MenuList};
use crate::ui::table::Press;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::tachys::view::{Mountable, Render};

/// The menu of all rows. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct RowMenu {
    /// Where it is put.
    place: NodeRef<Div>,
    /// The page's owner, with which it goes.
    owner: StoredValue<Owner>,
    menu: StoredValue<Option<Menu>>,
}

lazy!(lazy_show from work: fn(RowMenu, &Users, Press) = RowMenu::show);

/// The place of the menu of all rows.
#[component]
pub(super) fn RowMenuPlace(menu: RowMenu) -> impl IntoView {
    view! { <div class="menu-of-rows" node_ref=menu.place></div> }
}

impl RowMenu {
    /// One that is not built yet.
    pub(super) fn new() -> Self {
        Self {
            place: NodeRef::new(),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            menu: StoredValue::new(None),
        }
    }

    /// Opens it for a row whose button was pressed.
    pub(super) fn open(self, users: &Users, press: Press) {
        let users = users.clone();
        lazy_show().then(move |show| show(self, &users, press));
    }

    fn show(self, users: &Users, press: Press) {
        if let Some(menu) = self.menu.get_value().or_else(|| self.build()) {
            menu.open(&press.control, choices(users, press.key));
        }
    }

    /// Builds it in its place, if the page is still there.
    fn build(self) -> Option<Menu> {
        let place = self.place.try_get_untracked().flatten()?;
        let menu = self.owner.try_get_value()?.with(|| {
            let menu = Menu::new();
            let mut list = view! { <MenuList label="Actions" menu=menu /> }.build();
            list.mount(&place, None);
            // It stays as long as the owner does.
            StoredValue::new_local(list);
            menu
        });
        self.menu.set_value(Some(menu));
        Some(menu)
    }
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
