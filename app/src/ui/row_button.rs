//! A button of a row or a card.

use super::attributes::boolean;
use super::toast;
use leptos::prelude::*;

/// A button among many alike: its accessible name says for what. Why it does nothing now
/// is in its tooltip, and said when it is pressed.
#[component]
pub(crate) fn RowButton(
    /// Its text.
    #[prop(into)]
    label: String,
    /// Its accessible name, which begins with its text.
    #[prop(into)]
    name: String,
    /// Why it does nothing now, if that is so.
    reason: Signal<Option<&'static str>>,
    /// What a press does.
    #[prop(into)]
    on_press: UnsyncCallback<()>,
) -> impl IntoView {
    let press = move |_| match reason.get_untracked() {
        Some(reason) => toast::say(reason),
        None => on_press.run(()),
    };
    view! {
        <button
            type="button"
            class="button"
            title=move || reason.get()
            aria-label=name
            aria-disabled=move || boolean(reason.with(Option::is_some))
            on:click=press
        >
            {label}
        </button>
    }
}
