//! Buttons. A plain one is `<button type="button" class="button">`.

use super::dom::{El, boolean, el, new_id};
use super::icons::Icon;
use super::icons::icon;
use crate::browser::announce::announce;
use leptos::prelude::*;
use std::rc::Rc;

/// A button for what is done at once.
pub(crate) fn button(label: &str, press: impl FnMut() + 'static) -> El {
    el("button", "button")
        .attr("type", "button")
        .text(label)
        .on("click", press)
}

/// A button for what takes time. While it is `busy` it keeps the focus; what a
/// press does then is its owner's business.
pub(crate) fn busy_button(
    label: &str,
    busy: impl Fn() -> bool + 'static,
    press: impl FnMut() + 'static,
) -> El {
    button(label, press).live_attr("aria-busy", move || boolean(busy()))
}

/// The button for what this place is there for.
pub(crate) fn primary(label: &str, press: impl FnMut() + 'static) -> El {
    button(label, press).attr("class", "button primary")
}

/// A button with an icon in place of its text.
pub(crate) fn icon_button(label: &str, strokes: &str, press: impl FnMut() + 'static) -> El {
    el("button", "icon-button")
        .attr("type", "button")
        .attr("title", label)
        .attr("aria-label", label)
        .on("click", press)
        .child(icon(strokes))
}

/// Why something cannot be done now, where it cannot.
pub(crate) type Reason = Rc<dyn Fn() -> Option<String>>;

/// A button that does nothing while there is a reason, which it shows and
/// says. It keeps its place in the order of the focus.
pub(crate) fn guarded(label: &str, reason: Reason, mut press: impl FnMut() + 'static) -> [El; 2] {
    let id = new_id();
    let [off, asked] = [reason.clone(), reason.clone()];
    let press = move || match leptos::prelude::untrack(|| asked()) {
        Some(reason) => announce(&reason),
        None => press(),
    };
    let button = button(label, press)
        .attr("aria-describedby", &id)
        .live_attr("aria-disabled", move || boolean(off().is_some()));
    let said = el("span", "reason")
        .attr("id", &id)
        .live_text(move || reason().unwrap_or_default());
    [button, said]
}

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
