//! Buttons. A plain one is `<button type="button" class="button">`.

use super::attributes::{boolean, new_id};
use super::icons::Icon;
use crate::browser::announce::announce;
use leptos::prelude::*;

/// A button with an icon in place of its text.
#[component]
pub(crate) fn IconButton(
    /// Its accessible name and its tooltip.
    #[prop(into)]
    label: String,
    /// The icon's strokes.
    strokes: &'static str,
    /// What a press does.
    #[prop(into)]
    on_press: UnsyncCallback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            title=label.clone()
            aria-label=label
            on:click=move |_| on_press.run(())
        >
            <Icon strokes=strokes />
        </button>
    }
}

/// A button that does nothing while there is a reason, which it shows and
/// announces. It keeps its place in the order of the focus.
#[component]
pub(crate) fn GuardedButton(
    /// Its text.
    #[prop(into)]
    label: String,
    /// Why it does nothing now, if that is so.
    #[prop(into)]
    reason: Signal<Option<String>>,
    /// Its class.
    #[prop(default = "button")]
    class: &'static str,
    /// What a press does.
    #[prop(into)]
    on_press: UnsyncCallback<()>,
) -> impl IntoView {
    let id = new_id();
    let press = move |_| match reason.get_untracked() {
        Some(reason) => announce(&reason),
        None => on_press.run(()),
    };
    view! {
        <button
            type="button"
            class=class
            aria-describedby=id.clone()
            aria-disabled=move || boolean(reason.with(Option::is_some))
            on:click=press
        >
            {label}
        </button>
        <span class="reason" id=id>
            {move || reason.get().unwrap_or_default()}
        </span>
    }
}
