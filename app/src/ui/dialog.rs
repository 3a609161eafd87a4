//! A dialog over the page: the browser keeps the focus in it, and gives it back.

use super::attributes::new_id;
use super::button::IconButton;
use super::icons;
use crate::browser::events::{listen, on_window};
use crate::browser::focus::focus;
use crate::browser::reactive::owner_below_root;
use leptos::prelude::*;
use leptos::tachys::view::{Mountable, Render};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, MouseEvent};

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
pub(crate) fn open<V>(title: &str, body: impl FnOnce(&Dialog) -> V + 'static) -> Dialog
where
    V: IntoView + 'static,
{
    let title = title.to_owned();
    let body: Box<dyn FnOnce(&Dialog) -> AnyView> = Box::new(move |dialog| body(dialog).into_any());
    open_as(
        "dialog",
        Box::new(move |dialog| {
            let id = new_id();
            dialog.set("aria-labelledby", &id);
            let closing = dialog.clone();
            let close = move |()| {
                if !closing.held.get() {
                    closing.close();
                }
            };
            view! {
                <div class="dialog-head">
                    <h2 id=id>{title}</h2>
                    <IconButton label="Close" strokes=icons::CLOSE on_press=close />
                </div>
                {body(dialog)}
            }
            .into_any()
        }),
    )
}

/// What makes what a dialog holds.
pub(crate) type Content = Box<dyn FnOnce(&Dialog) -> AnyView>;

/// Opens a dialog of the class `class` that holds what `content` makes.
pub(crate) fn open_as(class: &str, content: Content) -> Dialog {
    let owner = owner_below_root();
    let opener = document().active_element();
    owner.with(|| {
        let element = document()
            .create_element("dialog")
            .unwrap_throw()
            .dyn_into::<HtmlDialogElement>()
            .unwrap_throw();
        let dialog = Dialog {
            element: element.clone(),
            held: Rc::default(),
        };
        element.set_class_name(class);
        let held = dialog.held.clone();
        listen(&element, "cancel", move |event| {
            if held.get() {
                event.prevent_default();
            }
        });
        let mut content = content(&dialog).build();
        content.mount(&element, None);
        // It stays as long as the owner does.
        StoredValue::new_local(content);
        let ending = owner.clone();
        let closed = element.clone();
        listen(&element, "close", move |event| {
            // A dialog in this one tells its own.
            if event.target().as_ref() != Some(closed.as_ref()) {
                return;
            }
            closed.remove();
            give_back(opener.as_ref());
            let ending = ending.clone();
            // Not from within what would go with it.
            queue_microtask(move || ending.cleanup());
        });
        // Going back leaves the page that it belongs to, and so does a link in it.
        let leaving = dialog.clone();
        on_window("popstate", move |_| leaving.close());
        let leaving = dialog.clone();
        listen(&element, "click", move |event| {
            if leads_elsewhere(&event) {
                leaving.close();
            }
        });
        document()
            .body()
            .unwrap_throw()
            .append_child(&element)
            .unwrap_throw();
        dialog.element.show_modal().unwrap_throw();
        dialog
    })
}

/// Whether a click is on a link that another page takes the place of this one with.
fn leads_elsewhere(event: &Event) -> bool {
    let is_plain = event
        .dyn_ref::<MouseEvent>()
        .is_some_and(|click| !(click.meta_key() || click.ctrl_key() || click.shift_key()));
    let clicked = event.target().and_then(|target| target.dyn_into().ok());
    let is_link = |clicked: Element| {
        let link = clicked.closest("a[href]:not([target], [download])");
        link.is_ok_and(|link| link.is_some())
    };
    is_plain && clicked.is_some_and(is_link)
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
