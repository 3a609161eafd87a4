//! A switch: on or off, at once.

use super::dom::{El, boolean, el};
use leptos::prelude::*;

/// A switch called `label`, which never changes: what changes is whether it is
/// checked. While `busy` it shows what was asked for, not what is so.
pub(crate) fn switch(
    label: &str,
    checked: impl Fn() -> bool + 'static,
    busy: impl Fn() -> bool + 'static,
    press: impl FnMut() + 'static,
) -> El {
    el("button", "switch")
        .attr("type", "button")
        .attr("role", "switch")
        .attr("aria-label", label)
        .live_attr("aria-checked", move || boolean(checked()))
        .live_attr("aria-busy", move || boolean(busy()))
        .on("click", press)
        .child(el("span", "track").child(el("span", "knob")))
}

/// A switch whose label never changes: what changes is whether it is checked.
#[component]
pub(crate) fn Switch(
    #[prop(into)] label: String,
    #[prop(into)] checked: Signal<bool>,
    /// While it is busy it shows what was asked for, not what is so.
    #[prop(into)]
    busy: Signal<bool>,
    #[prop(into)] on_press: UnsyncCallback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-label=label
            aria-checked=move || boolean(checked.get())
            aria-busy=move || boolean(busy.get())
            on:click=move |_| on_press.run(())
        >
            <span class="track">
                <span class="knob"></span>
            </span>
        </button>
    }
}
