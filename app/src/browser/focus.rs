//! Moving the focus.

use leptos::prelude::{document, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Moves the focus to the first element that `selector` finds.
pub(crate) fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found {
        focus_on(&element);
    }
}

/// Moves the focus to the first element that `selector` finds, where what had it is gone.
/// Call it when the page has changed.
pub(crate) fn focus_if_lost(selector: &'static str) {
    request_animation_frame(move || {
        let focused = document().active_element();
        if focused.is_none_or(|element| element.tag_name() == "BODY") {
            focus(selector);
        }
    });
}

/// Moves the focus to `element`.
pub(crate) fn focus_on(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Fails only where the element cannot be focused.
        let _ = element.focus();
    }
}
