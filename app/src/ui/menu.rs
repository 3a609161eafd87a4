//! A menu: what can be done with something, on demand.
//!
//! One element serves every button that opens it, so a table of a thousand rows
//! has one.

use super::attributes::boolean;
use super::position::place;
use crate::browser::events::on_window_first;
use crate::browser::focus::focus_on;
use crate::browser::task::spawn;
use crate::browser::text::lowercase;
use leptos::ev::KeyboardEvent;
use leptos::html::{Button, Div};
use leptos::prelude::*;
use leptos::task::tick;
use std::rc::Rc;
use web_sys::{Element, HtmlElement};

/// Something to do.
pub(crate) struct Choice {
    pub(crate) label: String,
    /// Why it cannot be done now; empty where it can.
    pub(crate) reason: String,
    /// Whether it destroys something.
    pub(crate) danger: bool,
    /// Whether it begins another group.
    pub(crate) apart: bool,
    pub(crate) act: Rc<dyn Fn()>,
}

impl Choice {
    pub(crate) fn new(label: &str, act: impl Fn() + 'static) -> Self {
        Self {
            label: label.to_owned(),
            reason: String::new(),
            danger: false,
            apart: false,
            act: Rc::new(act),
        }
    }

    /// It cannot be done for this reason, if there is one.
    pub(crate) fn unless(mut self, reason: &str) -> Self {
        reason.clone_into(&mut self.reason);
        self
    }

    /// It destroys something, and stands apart.
    pub(crate) const fn dangerous(mut self) -> Self {
        self.danger = true;
        self.apart = true;
        self
    }
}

/// A menu on the page. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Menu {
    list: NodeRef<Div>,
    /// What it shows.
    items: RwSignal<Vec<Item>>,
    /// What each of them does.
    acts: StoredValue<Vec<Rc<dyn Fn()>>, LocalStorage>,
    /// The button that opened it.
    opener: StoredValue<Option<HtmlElement>, LocalStorage>,
}

/// How a choice is shown.
#[derive(Clone)]
struct Item {
    label: String,
    /// Why it cannot be done now; empty where it can.
    reason: String,
    class: &'static str,
}

impl From<&Choice> for Item {
    fn from(choice: &Choice) -> Self {
        Self {
            label: choice.label.clone(),
            reason: choice.reason.clone(),
            class: match (choice.danger, choice.apart) {
                (true, true) => "danger apart",
                (true, false) => "danger",
                (false, true) => "apart",
                (false, false) => "",
            },
        }
    }
}

/// The list of a menu. It is shown where [`Menu::open`] puts it.
#[component]
pub(crate) fn MenuList(
    /// What the menu is called.
    #[prop(into)]
    label: String,
    menu: Menu,
) -> impl IntoView {
    let move_focus = move |event: KeyboardEvent| {
        if menu.move_focus(&event) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    // It is beside its button only for as long as that does not move.
    on_window_first("scroll", move |event| {
        let list = menu.list.try_get_untracked().flatten();
        let is_inside = list.is_some_and(|list| event.target().as_ref() == Some(list.as_ref()));
        if !is_inside {
            menu.close();
        }
    });
    let item = move |(at, item): (usize, Item)| {
        let is_off = !item.reason.is_empty();
        let reason = is_off.then(|| view! { <span class="reason">{item.reason}</span> });
        view! {
            <button
                type="button"
                class=item.class
                role="menuitem"
                tabindex="-1"
                aria-disabled=is_off.then_some("true")
                on:click=move |_| {
                    if !is_off {
                        menu.choose(at);
                    }
                }
            >
                {item.label}
                {reason}
            </button>
        }
    };
    view! {
        <div
            class="menu-list"
            role="menu"
            aria-label=label
            popover="auto"
            node_ref=menu.list
            on:keydown=move_focus
            on:toggle=move |_: web_sys::Event| menu.show_state()
        >
            {move || menu.items.get().into_iter().enumerate().map(item).collect_view()}
        </div>
    }
}

/// A button that opens a menu of its own.
#[component]
pub(crate) fn MenuButton(
    #[prop(into)] label: String,
    /// What the menu offers when it is opened.
    #[prop(into)]
    choices: UnsyncCallback<(), Vec<Choice>>,
) -> impl IntoView {
    let menu = Menu::new();
    let button = NodeRef::<Button>::new();
    let open = move |_| {
        if let Some(button) = button.try_get_untracked().flatten() {
            menu.open(&button, choices.run(()));
        }
    };
    view! {
        <span class="menu-place">
            <button
                type="button"
                class="button opens"
                aria-haspopup="menu"
                aria-expanded="false"
                node_ref=button
                on:click=open
            >
                {label.clone()}
            </button>
            <MenuList label=label menu=menu />
        </span>
    }
}

impl Menu {
    /// A menu that nothing has opened yet. [`MenuList`] shows it.
    pub(crate) fn new() -> Self {
        Self {
            list: NodeRef::new(),
            items: RwSignal::new(Vec::new()),
            acts: StoredValue::new_local(Vec::new()),
            opener: StoredValue::new_local(None),
        }
    }

    /// Opens the menu beside `opener` with these choices. The focus goes to the
    /// first.
    pub(crate) fn open(self, opener: &HtmlElement, choices: Vec<Choice>) {
        self.items.set(choices.iter().map(Item::from).collect());
        self.acts
            .set_value(choices.into_iter().map(|choice| choice.act).collect());
        self.opener.set_value(Some(opener.clone()));
        // The focus is to come back here, which Safari gives to no button that is
        // clicked.
        focus_on(opener);
        let opener = opener.clone();
        spawn(async move {
            // The choices are on the page then.
            tick().await;
            let Some(list) = self.list.try_get_untracked().flatten() else {
                return;
            };
            // Fails where it is shown already.
            let _ = list.show_popover();
            place(&list, &opener);
            if let Some(first) = list.first_element_child() {
                focus_on(&first);
            }
        });
    }

    fn close(self) {
        if let Some(list) = self.list.try_get_untracked().flatten() {
            // Fails where it is not shown.
            let _ = list.hide_popover();
        }
    }

    /// Says at the button whether the menu is open.
    fn show_state(self) {
        let list = self.list.try_get_untracked().flatten();
        let open = list.is_some_and(|list| list.matches(":popover-open").unwrap_or_default());
        if let Some(opener) = self.opener.get_value() {
            // Fails only for names that no attribute has.
            let _ = opener.set_attribute("aria-expanded", boolean(open));
        }
    }

    /// Does what was chosen. The focus is back at the button before, so that what
    /// is opened next knows where to return it.
    fn choose(self, at: usize) {
        let act = self.acts.with_value(|acts| acts.get(at).cloned());
        let Some(act) = act else { return };
        self.close();
        if let Some(opener) = self.opener.get_value() {
            focus_on(&opener);
        }
        act();
    }

    fn elements(self) -> Vec<Element> {
        let Some(list) = self.list.try_get_untracked().flatten() else {
            return Vec::new();
        };
        let children = list.children();
        (0..children.length())
            .filter_map(|at| children.item(at))
            .collect()
    }

    /// Moves the focus, and says whether the key was for that. Escape is the
    /// browser's.
    fn move_focus(self, event: &KeyboardEvent) -> bool {
        let items = self.elements();
        let here = document().active_element();
        let at = items.iter().position(|one| Some(one) == here.as_ref());
        let Some(last) = items.len().checked_sub(1) else {
            return false;
        };
        let key = event.key();
        let to = match (&*key, at) {
            ("ArrowDown", Some(at)) if at < last => Some(at + 1),
            ("ArrowDown" | "Home", _) => Some(0),
            ("ArrowUp", Some(at)) if at > 0 => Some(at - 1),
            ("ArrowUp" | "End", _) => Some(last),
            ("Tab", _) => {
                // A menu is left as a whole; Tab goes on from its button.
                self.close();
                None
            }
            _ => starting_with(&items, &key, at.map_or(0, |at| at + 1)),
        };
        let item = to.and_then(|to| items.get(to));
        if let Some(item) = item {
            focus_on(item);
        }
        item.is_some()
    }
}

/// The next of `items` after `start` whose text begins with the letter `key`.
fn starting_with(items: &[Element], key: &str, start: usize) -> Option<usize> {
    // Names of keys are longer than what the others write.
    if key.chars().count() != 1 || key == " " {
        return None;
    }
    let key = lowercase(key);
    (start..items.len()).chain(0..start).find(|at| {
        let text = items.get(*at).and_then(|item| item.text_content());
        text.is_some_and(|text| lowercase(&text).starts_with(&key))
    })
}
