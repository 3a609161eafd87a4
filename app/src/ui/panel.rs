//! A panel at the right for one thing of a list, which stays usable; on a narrow
//! page it takes the list's place.

use super::button::IconButton;
use super::button::icon_button;
use super::dialog;
use super::dom::{El, el, new_id};
use super::icons;
use crate::browser::events::on_window;
use crate::browser::focus::focus_on;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// A panel headed `title`, above it what kind of thing it is, holding `body`.
/// `close` is called by its button and by Escape. The focus goes to its heading.
pub(crate) fn panel(
    kind: &str,
    title: impl FnMut() -> String + 'static,
    body: El,
    close: impl FnMut() + 'static,
) -> El {
    let id = new_id();
    let heading = el("h2", "")
        .attr("id", &id)
        .attr("tabindex", "-1")
        .live_text(title);
    let element = heading.element().clone();
    let close: Rc<RefCell<Box<dyn FnMut()>>> = Rc::new(RefCell::new(Box::new(close)));
    let escaping = close.clone();
    on_window("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        // Escape that closed a menu, a dialog or a list of suggestions is used.
        if event.key() == "Escape" && !event.default_prevented() && !dialog::is_open() {
            escaping.borrow_mut()();
        }
    });
    request_animation_frame(move || focus_on(&element));
    let head = el("div", "panel-head")
        .child(
            el("div", "")
                .child(el("p", "panel-kind").text(kind))
                .child(heading),
        )
        .child(icon_button("Close", icons::CLOSE, move || {
            close.borrow_mut()();
        }));
    el("section", "panel")
        .attr("aria-labelledby", &id)
        .child(head)
        .child(el("div", "panel-body").child(body))
}

/// A part of a panel under a heading of its own.
pub(crate) fn section(title: &str) -> El {
    let id = new_id();
    el("section", "part")
        .attr("aria-labelledby", &id)
        .child(el("h3", "").attr("id", &id).text(title))
}

/// A part that is folded away.
pub(crate) fn folded_section(title: &str, body: El) -> El {
    el("details", "part")
        .child(el("summary", "").child(el("h3", "").text(title)))
        .child(body)
}

/// A panel for one thing of a list. The focus goes to its heading.
#[component]
pub(crate) fn Panel(
    /// What kind of thing it is.
    kind: &'static str,
    #[prop(into)] title: Signal<String>,
    /// Called by its button and by Escape.
    #[prop(into)]
    on_close: UnsyncCallback<()>,
    children: Children,
) -> impl IntoView {
    let id = new_id();
    let heading_id = id.clone();
    let heading = NodeRef::<leptos::html::H2>::new();
    on_window("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        // Escape that closed a menu, a dialog or a list of suggestions is used.
        if event.key() == "Escape" && !event.default_prevented() && !dialog::is_open() {
            on_close.run(());
        }
    });
    request_animation_frame(move || {
        if let Some(heading) = heading.get_untracked() {
            focus_on(&heading);
        }
    });
    view! {
        <section class="panel" aria-labelledby=id>
            <div class="panel-head">
                <div>
                    <p class="panel-kind">{kind}</p>
                    <h2 id=heading_id tabindex="-1" node_ref=heading>
                        {title}
                    </h2>
                </div>
                <IconButton label="Close" strokes=icons::CLOSE on_press=on_close />
            </div>
            <div class="panel-body">{children()}</div>
        </section>
    }
}

/// A part of a panel under a heading of its own.
#[component]
pub(crate) fn Section(#[prop(into)] title: String, children: Children) -> impl IntoView {
    let id = new_id();
    let heading_id = id.clone();
    view! {
        <section class="part" aria-labelledby=id>
            <h3 id=heading_id>{title}</h3>
            {children()}
        </section>
    }
}

/// A part of a panel that is folded away.
#[component]
pub(crate) fn FoldedSection(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <details class="part">
            <summary>
                <h3>{title}</h3>
            </summary>
            {children()}
        </details>
    }
}
