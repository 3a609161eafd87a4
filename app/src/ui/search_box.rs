//! A search box that searches as it is typed.

use super::dom::{El, el};
use super::icons::Icon;
use super::icons::{self, icon};
use crate::browser::reactive::watch;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::HtmlInputElement;

/// A search box called `label`, holding `text`; and its input.
pub(crate) fn search_box(label: &str, text: RwSignal<String>) -> (El, HtmlInputElement) {
    let input = el("input", "")
        .attr("type", "search")
        .attr("aria-label", label)
        .attr("placeholder", label)
        .attr("aria-keyshortcuts", "/")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false");
    let node: HtmlInputElement = input.element().clone().dyn_into().unwrap_throw();
    let typed = node.clone();
    let input = input.on("input", move || text.set(typed.value()));
    let shown = node.clone();
    watch(move || {
        let text = text.get();
        // Setting it would move the caret.
        if shown.value() != text {
            shown.set_value(&text);
        }
    });
    let search = el("div", "search").child(icon(icons::SEARCH)).child(input);
    (search, node)
}

/// A search box that searches as it is typed.
#[component]
pub(crate) fn SearchBox(
    #[prop(into)] label: String,
    /// What is searched for.
    text: RwSignal<String>,
    /// Whether `/` leads here. Only one box of a page has the shortcut.
    #[prop(default = true)]
    has_shortcut: bool,
    /// Its input.
    #[prop(optional)]
    node_ref: NodeRef<leptos::html::Input>,
) -> impl IntoView {
    view! {
        <div class="search">
            <Icon strokes=icons::SEARCH />
            <input
                type="search"
                aria-label=label.clone()
                placeholder=label
                aria-keyshortcuts=has_shortcut.then_some("/")
                autocomplete="off"
                spellcheck="false"
                bind:value=text
                node_ref=node_ref
            />
        </div>
    }
}
