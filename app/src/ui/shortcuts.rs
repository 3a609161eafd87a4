//! Keys of the page, and the list of them.

use super::dialog;
use super::dom::{El, el};
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
    words: String,
    act: Rc<RefCell<dyn FnMut()>>,
}

thread_local! {
    static ALL: RefCell<Vec<Shortcut>> = const { RefCell::new(Vec::new()) };
}

/// Before a key that is pressed with Ctrl, or Command on a Mac.
const HELD: &str = "Ctrl+";

/// As long as the owner lives, pressing `key` does `act`, called `words`. A key
/// that stands alone does nothing while somebody types; one with `Ctrl+` does
/// always. Later ones win.
pub(crate) fn shortcut(key: &'static str, words: &str, act: impl FnMut() + 'static) {
    let serial = ALL.with_borrow_mut(|all| {
        let serial = all.last().map_or(1, |last| last.serial + 1);
        let act = Rc::new(RefCell::new(act));
        all.push(Shortcut {
            serial,
            key,
            words: words.to_owned(),
            act,
        });
        serial
    });
    on_cleanup(move || ALL.with_borrow_mut(|all| all.retain(|one| one.serial != serial)));
}

/// Listens to the keys. Once, by the shell.
/// `show` shows them all.
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
        let act = ALL.with_borrow(|all| {
            let pressed = |one: &&Shortcut| match one.key.strip_prefix(HELD) {
                Some(key) => held && event.key().eq_ignore_ascii_case(key),
                None => !held && event.key() == one.key,
            };
            all.iter().rev().find(pressed).map(|one| one.act.clone())
        });
        if let Some(act) = act {
            event.prevent_default();
            act.borrow_mut()();
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

/// Shows every key of this page.
pub(crate) fn help() {
    dialog::open("Keyboard shortcuts", |_| {
        let rows = ALL.with_borrow(|all| {
            let rows = all.iter().rev().map(|one| row(one.key, &one.words));
            rows.collect()
        });
        el("dl", "pairs keys").children(rows)
    });
}

fn row(key: &str, words: &str) -> El {
    el("div", "")
        .child(el("dt", "").child(keys(key)))
        .child(el("dd", "").text(words))
}

/// A key as it is printed on keyboards, in capitals.
pub(crate) fn keys(key: &str) -> El {
    key.split_inclusive('+')
        .fold(el("span", "keys"), |keys, key| {
            let key = key.strip_suffix('+').unwrap_or(key);
            keys.child(el("kbd", "").text(&key.to_ascii_uppercase()))
        })
}
