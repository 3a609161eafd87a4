//! The elements of a table, and those of its rows, which are made and changed with
//! `web_sys` alone.

use leptos::prelude::document;
use wasm_bindgen::UnwrapThrowExt;
use web_sys::{Element, HtmlElement, Node, Text};

/// The elements of a table.
pub(super) struct Elements {
    pub(super) frame: HtmlElement,
    pub(super) table: HtmlElement,
    pub(super) head: HtmlElement,
    pub(super) rows: HtmlElement,
}

/// A new element, of the class `class` unless that is empty.
pub(super) fn create(tag: &str, class: &str) -> Element {
    let element = document().create_element(tag).unwrap_throw();
    if !class.is_empty() {
        element.set_class_name(class);
    }
    element
}

/// A new button.
pub(super) fn create_button(class: &str) -> Element {
    let button = create("button", class);
    set(&button, "type", "button");
    button
}

/// A new text, empty for now.
pub(super) fn create_text() -> Text {
    document().create_text_node("")
}

/// Adds `child` at the end of `parent`.
pub(super) fn append(parent: &Element, child: &Node) {
    parent.append_child(child).unwrap_throw();
}

/// Sets an attribute.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    element.set_attribute(name, value).unwrap_throw();
}

/// Sets an attribute, or removes it if `value` is empty.
pub(super) fn set_or_remove(element: &Element, name: &str, value: &str) {
    if value.is_empty() {
        // Fails only for names that no attribute has.
        let _ = element.remove_attribute(name);
    } else {
        set(element, name, value);
    }
}

/// Sets a property of the element's own style.
pub(super) fn set_style(element: &HtmlElement, name: &str, value: &str) {
    // Fails only for what is no property.
    let _ = element.style().set_property(name, value);
}
