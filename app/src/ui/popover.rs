//! A button that shows more controls, on demand.

use super::dom::{El, el, new_id};
use super::position::place;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A button called `label` that shows `content` beside it, built when it is first
/// asked for; Escape, or a press elsewhere, takes it away again.
pub(crate) fn popover(label: &str, content: impl Fn() -> El + 'static) -> El {
    popover_of(el("button", "button opens").text(label), label, content)
}

/// As [`popover`], for a `button` that shows more than its label.
pub(crate) fn popover_of(button: El, label: &str, content: impl Fn() -> El + 'static) -> El {
    let is_asked = RwSignal::new(false);
    let id = new_id();
    let button = button.attr("type", "button").attr("popovertarget", &id);
    let anchor: HtmlElement = button.element().clone().unchecked_into();
    let float = el("div", "float")
        .attr("id", &id)
        .attr("popover", "auto")
        .attr("role", "group")
        .attr("aria-label", label)
        .live(move || is_asked.get().then(|| untrack(&content)));
    let shown: HtmlElement = float.element().clone().unchecked_into();
    let float = float
        .on("beforetoggle", move || is_asked.set(true))
        .on("toggle", move || place(&shown, &anchor));
    el("span", "menu-place").child(button).child(float)
}
