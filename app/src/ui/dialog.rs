//! A dialog over the page: the browser keeps the focus in it, and gives it back.

use super::button::icon_button;
use super::dom::{El, el, new_id};
use super::icons;
use crate::browser::events::on_window;
use crate::browser::focus::focus;
use crate::browser::reactive::owner_below_root;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{HtmlDialogElement, HtmlElement};

/// An open dialog. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(crate) struct Dialog {
    element: HtmlDialogElement,
    /// Whether closing it has to be asked for elsewhere, as while it works.
    held: Rc<Cell<bool>>,
}

impl Dialog {
    /// Closes it. The focus goes back to where it was.
    pub(crate) fn close(&self) {
        self.element.close();
    }

    /// Calls it `label`, where it has no heading.
    pub(crate) fn label(&self, label: &str) {
        self.set("aria-label", label);
    }

    fn set(&self, name: &str, value: &str) {
        // Fails only for names that no attribute has.
        let _ = self.element.set_attribute(name, value);
    }

    /// Whether Escape and the close button are to do nothing.
    pub(crate) fn hold(&self, held: bool) {
        self.held.set(held);
    }
}

/// Whether a dialog is open.
pub(crate) fn is_open() -> bool {
    document()
        .query_selector("dialog[open]")
        .is_ok_and(|found| found.is_some())
}

/// Opens a dialog headed `title` with what `body` makes, under an owner that
/// lives until it is closed.
pub(crate) fn open(title: &str, body: impl FnOnce(&Dialog) -> El + 'static) -> Dialog {
    let title = title.to_owned();
    open_as(
        "dialog",
        Box::new(move |dialog| {
            let id = new_id();
            let closing = dialog.clone();
            let head = el("div", "dialog-head")
                .child(el("h2", "").attr("id", &id).text(&title))
                .child(icon_button("Close", icons::CLOSE, move || {
                    if !closing.held.get() {
                        closing.close();
                    }
                }));
            dialog.set("aria-labelledby", &id);
            vec![head, body(dialog)]
        }),
    )
}

/// What makes what a dialog holds.
pub(crate) type Content = Box<dyn FnOnce(&Dialog) -> Vec<El>>;

/// Opens a dialog of the class `class` that holds what `content` makes.
pub(crate) fn open_as(class: &str, content: Content) -> Dialog {
    let owner = owner_below_root();
    let opener = document().active_element();
    owner.with(|| {
        let frame = el("dialog", class);
        let dialog = Dialog {
            element: frame.element().clone().dyn_into().unwrap_throw(),
            held: Rc::default(),
        };
        let held = dialog.held.clone();
        let frame = frame
            .on_event("cancel", move |event| {
                if held.get() {
                    event.prevent_default();
                }
            })
            .children(content(&dialog));
        let ending = owner.clone();
        let element = dialog.element.clone();
        let frame = frame.on_event("close", move |event| {
            // A dialog in this one tells its own.
            if event.target().as_ref() != Some(element.as_ref()) {
                return;
            }
            element.remove();
            give_back(opener.as_ref());
            let ending = ending.clone();
            // Not from within what would go with it.
            queue_microtask(move || ending.cleanup());
        });
        // Going back leaves the page that it belongs to.
        let leaving = dialog.clone();
        on_window("popstate", move |_| leaving.close());
        document()
            .body()
            .unwrap_throw()
            .append_child(&frame.into_element())
            .unwrap_throw();
        dialog.element.show_modal().unwrap_throw();
        dialog
    })
}

/// Focuses `opener`, or the page's heading where it is gone.
fn give_back(opener: Option<&web_sys::Element>) {
    let opener = opener
        .filter(|opener| opener.is_connected() && opener.tag_name() != "BODY")
        .and_then(|opener| opener.dyn_ref::<HtmlElement>());
    match opener {
        // Fails only where the element cannot be focused.
        Some(opener) => drop(opener.focus()),
        None => focus("main h1"),
    }
}
