//! A switch: on or off, at once.

use super::attributes::boolean;
use leptos::prelude::*;

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
