//! A tooltip: what else is known of something, while it has the pointer or the focus.

use super::position::place;
use crate::browser::events::{on_window, on_window_first};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// What has a tooltip, and its text, which screen readers read out with it.
const DESCRIPTION: &str = "aria-description";

/// Shows the `aria-description` of whatever in it has the pointer or the focus, so that
/// all can read it. One element serves everything, as in a table of a thousand rows.
/// Escape hides it.
#[component]
pub(crate) fn TooltipArea(children: Children) -> impl IntoView {
    let tip = NodeRef::<Div>::new();
    let text = RwSignal::new(String::new());
    let show = move |element: HtmlElement| {
        let Some(tip) = tip.try_get_untracked().flatten() else {
            return;
        };
        text.set(element.get_attribute(DESCRIPTION).unwrap_or_default());
        // The text is on the page with the next frame, and its size counts.
        request_animation_frame(move || {
            if text.try_with_untracked(String::is_empty) == Some(false) {
                // Fails where it is shown already.
                let _ = tip.show_popover();
                place(&tip, &element);
            }
        });
    };
    let hide = move || {
        text.try_set(String::new());
        if let Some(tip) = tip.try_get_untracked().flatten() {
            // Fails where it is not shown.
            let _ = tip.hide_popover();
        }
    };
    // It is beside what it is about only for as long as that does not move.
    on_window_first("scroll", move |_| hide());
    on_window("keydown", move |event| {
        let event = event.dyn_ref::<KeyboardEvent>();
        if event.is_some_and(|event| event.key() == "Escape") {
            hide();
        }
    });
    let follow = move |event: &Event, is_wanted: fn(&Element) -> bool| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target else { return };
        if target.closest("[role=tooltip]").ok().flatten().is_some() {
            return;
        }
        let described = target.closest("[aria-description]").ok().flatten();
        match described.and_then(|found| found.dyn_into().ok()) {
            Some(element) if is_wanted(&target) => show(element),
            _ => hide(),
        }
    };
    view! {
        <div
            class="page"
            on:pointerover=move |event| follow(&event, |_| true)
            on:pointerleave=move |_| hide()
            on:focusin=move |event| {
                follow(&event, |target| target.matches(":focus-visible").unwrap_or_default());
            }
            on:focusout=move |_| hide()
        >
            {children()}
            <div class="tip" role="tooltip" popover="manual" node_ref=tip>
                {text}
            </div>
        </div>
    }
}
