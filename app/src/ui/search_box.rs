//! A search box that searches as it is typed.

use super::icons::Icon;
use super::icons::{self};
use leptos::prelude::*;

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
