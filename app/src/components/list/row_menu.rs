//! The menu of a row. One serves all rows of a list, and is built when it is first opened.

use crate::ui::menu::{Choice, Menu, MenuList};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::tachys::view::{Mountable, Render};
use web_sys::HtmlElement;

/// The menu of all rows. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct RowMenu {
    /// Where it is put.
    place: NodeRef<Div>,
    /// The page's owner, with which it goes.
    owner: StoredValue<Owner>,
    menu: StoredValue<Option<Menu>>,
}

/// The place of the menu of all rows.
#[component]
pub(crate) fn RowMenuPlace(menu: RowMenu) -> impl IntoView {
    view! { <div class="menu-of-rows" node_ref=menu.place></div> }
}

impl RowMenu {
    /// One that is not built yet.
    pub(crate) fn new() -> Self {
        Self {
            place: NodeRef::new(),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            menu: StoredValue::new(None),
        }
    }

    /// Opens it beside the `control` that was pressed, with these choices.
    pub(crate) fn open(self, control: &HtmlElement, choices: Vec<Choice>) {
        if let Some(menu) = self.menu.get_value().or_else(|| self.build()) {
            menu.open(control, choices);
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
