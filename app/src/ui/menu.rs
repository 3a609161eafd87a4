//! A menu: what can be done with something, on demand.
//!
//! One element serves every button that opens it, so a table of a thousand rows
//! has one.

use super::dom::{El, el};
use super::position::place;
use crate::browser::focus::focus_on;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

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

/// A handle of a menu on the page.
#[derive(Clone)]
pub(crate) struct Menu(Rc<Inner>);

struct Inner {
    list: HtmlElement,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    choices: Vec<Choice>,
    /// The button that opened it.
    opener: Option<HtmlElement>,
}

/// A menu called `label` that nothing has opened yet.
pub(crate) fn menu(label: &str) -> (El, Menu) {
    let list = el("div", "menu-list")
        .attr("role", "menu")
        .attr("aria-label", label)
        .attr("popover", "auto");
    let menu = Menu(Rc::new(Inner {
        list: list.element().clone().unchecked_into(),
        state: RefCell::default(),
    }));
    let [pressed, keyed, toggled, scrolled] = [(); 4].map(|()| menu.clone());
    let list = list
        .on_event("click", move |event| pressed.press(&event))
        .on_event("keydown", move |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>()
                && keyed.go(event) == Some(())
            {
                event.prevent_default();
                event.stop_propagation();
            }
        })
        .on("toggle", move || toggled.show_state());
    // It stands beside its button only for as long as that stands still.
    crate::browser::events::on_window_first("scroll", move |event| {
        let inside = event
            .target()
            .is_some_and(|at| &at == scrolled.0.list.unchecked_ref());
        if !inside {
            scrolled.close();
        }
    });
    (list, menu)
}

/// A button called `label` that opens a menu of its own, holding `choices`.
pub(crate) fn menu_button(label: &str, choices: impl Fn() -> Vec<Choice> + 'static) -> El {
    let (list, menu) = menu(label);
    let button = el("button", "button opens")
        .attr("type", "button")
        .attr("aria-haspopup", "menu")
        .attr("aria-expanded", "false")
        .text(label);
    let opener: HtmlElement = button.element().clone().unchecked_into();
    let button = button.on("click", move || menu.open(&opener, choices()));
    el("span", "menu-place").child(button).child(list)
}

impl Menu {
    /// Opens the menu beside `opener` with these choices, or closes it where it
    /// is open there. The focus goes to the first.
    pub(crate) fn open(&self, opener: &HtmlElement, choices: Vec<Choice>) {
        let Inner { list, state } = &*self.0;
        list.set_text_content(None);
        for choice in &choices {
            // Fails only for what cannot be there.
            let _ = list.append_child(item(choice).element());
        }
        *state.borrow_mut() = State {
            choices,
            opener: Some(opener.clone()),
        };
        // The focus is to come back here, which Safari gives to no button that is
        // clicked.
        focus_on(opener);
        // Fails where it is shown already.
        let _ = list.show_popover();
        place(list, opener);
        if let Some(first) = list.first_element_child() {
            focus_on(&first);
        }
    }

    fn close(&self) {
        // Fails where it is not shown.
        let _ = self.0.list.hide_popover();
    }

    /// Says at the button whether the menu is open.
    fn show_state(&self) {
        let open = self.0.list.matches(":popover-open").unwrap_or_default();
        if let Some(opener) = &self.0.state.borrow().opener {
            // Fails only for names that no attribute has.
            let _ = opener.set_attribute("aria-expanded", if open { "true" } else { "false" });
        }
    }

    /// Does what was pressed. The focus is back at the button before, so that
    /// what is opened next knows where to return it.
    fn press(&self, event: &Event) {
        let target = event.target().and_then(|at| at.dyn_into::<Element>().ok());
        let item = target.and_then(|at| at.closest("[role=menuitem]").ok().flatten());
        let Some(at) = item.and_then(|item| self.items().iter().position(|one| *one == item))
        else {
            return;
        };
        let act = {
            let state = self.0.state.borrow();
            let choice = state.choices.get(at);
            choice
                .filter(|choice| choice.reason.is_empty())
                .map(|choice| choice.act.clone())
        };
        if let Some(act) = act {
            self.close();
            if let Some(opener) = &self.0.state.borrow().opener {
                focus_on(opener);
            }
            act();
        }
    }

    fn items(&self) -> Vec<Element> {
        let children = self.0.list.children();
        (0..children.length())
            .filter_map(|at| children.item(at))
            .collect()
    }

    /// Moves the focus; nothing where the key does something else. Escape is the
    /// browser's.
    fn go(&self, event: &KeyboardEvent) -> Option<()> {
        let items = self.items();
        let here = document().active_element();
        let at = items.iter().position(|one| Some(one) == here.as_ref());
        let last = items.len().checked_sub(1)?;
        let key = event.key();
        let to = match (&*key, at) {
            ("ArrowDown", Some(at)) if at < last => at + 1,
            ("ArrowDown" | "Home", _) => 0,
            ("ArrowUp", Some(at)) if at > 0 => at - 1,
            ("ArrowUp" | "End", _) => last,
            ("Tab", _) => {
                // A menu is left as a whole; Tab goes on from its button.
                self.close();
                return None;
            }
            _ => starting_with(&items, &key, at.map_or(0, |at| at + 1))?,
        };
        focus_on(&items[to]);
        Some(())
    }
}

/// The next of `items` after `start` whose text begins with the letter `key`.
fn starting_with(items: &[Element], key: &str, start: usize) -> Option<usize> {
    // Names of keys are longer than what the others write.
    if key.chars().count() != 1 || key == " " {
        return None;
    }
    let key = key.to_lowercase();
    (start..items.len()).chain(0..start).find(|at| {
        let text = items.get(*at).and_then(|item| item.text_content());
        text.is_some_and(|text| text.to_lowercase().starts_with(&key))
    })
}

fn item(choice: &Choice) -> El {
    let class = match (choice.danger, choice.apart) {
        (true, true) => "danger apart",
        (true, false) => "danger",
        (false, true) => "apart",
        (false, false) => "",
    };
    let item = el("button", class)
        .attr("type", "button")
        .attr("role", "menuitem")
        .attr("tabindex", "-1")
        .text(&choice.label);
    if choice.reason.is_empty() {
        item
    } else {
        item.attr("aria-disabled", "true")
            .child(el("span", "reason").text(&choice.reason))
    }
}
