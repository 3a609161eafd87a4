//! A filter: one of several, or any.

use super::dom::{El, el};
use crate::browser::reactive::watch;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

/// What can be chosen: its value and its label.
pub(crate) type Options = Vec<(String, String)>;

/// A filter called `label`. Its first option, whose value is empty, lets
/// everything through.
pub(crate) fn filter(
    label: &str,
    options: Memo<Options>,
    chosen: impl Fn() -> String + 'static,
    choose: impl Fn(String) + 'static,
) -> El {
    let select = el("select", "filter").attr("aria-label", label);
    let Ok(node) = select.element().clone().dyn_into::<HtmlSelectElement>() else {
        return select;
    };
    let (filled, shown) = (node.clone(), node.clone());
    watch(move || {
        options.with(|options| {
            filled.set_text_content(None);
            for (value, label) in options {
                let option = el("option", "").attr("value", value).text(label);
                // Fails only for what cannot be there.
                let _ = filled.append_child(option.element());
            }
        });
        let chosen = chosen();
        // What is not among the options (any more) is said all the same: it
        // hides rows.
        if !options.with(|options| options.iter().any(|(value, _)| *value == chosen)) {
            let option = el("option", "").attr("value", &chosen).text(&chosen);
            let _ = filled.append_child(option.element());
        }
        shown.set_value(&chosen);
        let active = if chosen.is_empty() { "false" } else { "true" };
        // Fails only for names that no attribute has.
        let _ = shown.set_attribute("data-active", active);
    });
    select.on("change", move || choose(node.value()))
}
