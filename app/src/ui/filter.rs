//! A filter: one of several values, or any.

use super::dom::boolean;
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

/// A choice of one of several values, or any.
#[component]
pub(crate) fn Filter(
    #[prop(into)] label: String,
    /// The first one, whose value is empty, lets everything through.
    #[prop(into)]
    options: Signal<Options>,
    /// The value that is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    #[prop(into)] on_choose: UnsyncCallback<String>,
) -> impl IntoView {
    let all = move || {
        let (mut options, chosen) = (options.get(), chosen.get());
        // A choice that is not among them (any more) is shown all the same: it
        // hides rows.
        if !options.iter().any(|(value, _)| *value == chosen) {
            options.push((chosen.clone(), chosen));
        }
        options
    };
    let option = move |(value, label): (String, String)| {
        let is_chosen = {
            let value = value.clone();
            move || chosen.with(|chosen| *chosen == value)
        };
        view! {
            <option value=value prop:selected=is_chosen>
                {label}
            </option>
        }
    };
    view! {
        <select
            class="filter"
            aria-label=label
            data-active=move || boolean(chosen.with(|chosen| !chosen.is_empty()))
            on:change:target=move |event| on_choose.run(event.target().value())
        >
            <For each=all key=Clone::clone children=option />
        </select>
    }
}
