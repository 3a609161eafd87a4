//! Keys of the page, and the list of them.

use super::dialog;
use crate::browser::events::{on_window, on_window_first};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// A key and what it does.
struct Shortcut {
    serial: u32,
    key: &'static str,
    description: String,
    action: Rc<RefCell<dyn FnMut()>>,
}

thread_local! {
    // One list, as the window has one keyboard; it is read in the window's event handler.
    static ALL: RefCell<Vec<Shortcut>> = const { RefCell::new(Vec::new()) };
}

/// Before a key that is pressed with Ctrl, or Command on a Mac.
const HELD: &str = "Ctrl+";

/// As long as the owner lives, pressing `key` runs `action`, which `description`
/// explains in the help. A key by itself does nothing while you type in a field;
/// one with `Ctrl+` always works. Later ones win.
pub(crate) fn shortcut(key: &'static str, description: &str, action: impl FnMut() + 'static) {
    let serial = ALL.with_borrow_mut(|all| {
        let serial = all.last().map_or(1, |last| last.serial + 1);
        let action = Rc::new(RefCell::new(action));
        all.push(Shortcut {
            serial,
            key,
            description: description.to_owned(),
            action,
        });
        serial
    });
    on_cleanup(move || ALL.with_borrow_mut(|all| all.retain(|one| one.serial != serial)));
}

/// Listens to the keys; `show` shows them all. Called once, by the app.
pub(crate) fn listen(show: fn()) {
    leave_keys_to_input_methods();
    shortcut("?", "Show the shortcuts of this page", show);
    on_window("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if event.default_prevented() || event.alt_key() || dialog::is_open() {
            return;
        }
        let held = event.ctrl_key() || event.meta_key();
        if !held && is_typing(event) {
            return;
        }
        let action = ALL.with_borrow(|all| {
            let pressed = |one: &&Shortcut| match one.key.strip_prefix(HELD) {
                Some(key) => held && event.key().eq_ignore_ascii_case(key),
                None => !held && event.key() == one.key,
            };
            all.iter().rev().find(pressed).map(|one| one.action.clone())
        });
        if let Some(action) = action {
            event.prevent_default();
            action.borrow_mut()();
        }
    });
}

/// Keeps the keys that an input method uses from every handler of this page:
/// Enter then takes a suggestion of the input method, arrows choose one and
/// Escape gives up. Here, first of all, and not in each handler, where one would
/// be forgotten.
fn leave_keys_to_input_methods() {
    /// What browsers say of a key that went to an input method. Safari says only
    /// that of the Enter that ends a composition.
    const PROCESSED: u32 = 229;

    for kind in ["keydown", "keyup"] {
        on_window_first(kind, |event| {
            let key = event.dyn_ref::<KeyboardEvent>();
            if key.is_some_and(|key| key.is_composing() || key.key_code() == PROCESSED) {
                event.stop_immediate_propagation();
            }
        });
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event
        .target()
        .and_then(|one| one.dyn_into::<Element>().ok())
    else {
        return false;
    };
    matches!(&*target.tag_name(), "INPUT" | "TEXTAREA" | "SELECT")
        || target
            .dyn_ref::<HtmlElement>()
            .is_some_and(HtmlElement::is_content_editable)
}

/// Shows every key of this page in a dialog.
pub(crate) fn show_help() {
    dialog::open("Keyboard shortcuts", |_| view! { <ShortcutHelp /> });
}

/// The keys of this page and what they do.
#[component]
fn ShortcutHelp() -> impl IntoView {
    let row = |shortcut: &Shortcut| {
        view! {
            <div>
                <dt>
                    <Keys keys=shortcut.key />
                </dt>
                <dd>{shortcut.description.clone()}</dd>
            </div>
        }
    };
    let rows = ALL.with_borrow(|all| all.iter().rev().map(row).collect_view());
    view! { <dl class="pairs keys">{rows}</dl> }
}

/// A key as it is printed on keyboards, in capitals.
#[component]
pub(crate) fn Keys(
    /// One key, or several with a `+` between them.
    keys: &'static str,
) -> impl IntoView {
    let key = |key: &str| view! { <kbd>{key.to_ascii_uppercase()}</kbd> };
    view! { <span class="keys">{keys.split('+').map(key).collect_view()}</span> }
}
