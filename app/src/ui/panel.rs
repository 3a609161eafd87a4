//! A panel at the right for one thing of a list, which stays usable; on a narrow
//! page it takes the list's place.

use super::attributes::new_id;
use super::button::IconButton;
use super::dialog;
use super::icons;
use crate::browser::events::on_window;
use crate::browser::focus::focus_on;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// A panel for one thing of a list. The focus goes to its heading.
#[component]
pub(crate) fn Panel(
    /// What kind of thing it is.
    #[prop(into)]
    kind: String,
    #[prop(into)] title: Signal<String>,
    /// Called by its button and by Escape.
    #[prop(into)]
    on_close: UnsyncCallback<()>,
    children: Children,
) -> impl IntoView {
    let id = new_id();
    let heading_id = id.clone();
    let heading = NodeRef::<leptos::html::H2>::new();
    on_window("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        // Escape that closed a menu, a dialog or a list of suggestions is used.
        if event.key() == "Escape" && !event.default_prevented() && !dialog::is_open() {
            on_close.run(());
        }
    });
    request_animation_frame(move || {
        if let Some(heading) = heading.try_get_untracked().flatten() {
            focus_on(&heading);
        }
    });
    view! {
        <section class="panel" aria-labelledby=id>
            <div class="panel-head">
                <div>
                    <p class="panel-kind">{kind}</p>
                    <h2 id=heading_id tabindex="-1" node_ref=heading>
                        {title}
                    </h2>
                </div>
                <IconButton label="Close" strokes=icons::CLOSE on_press=on_close />
            </div>
            <div class="panel-body">{children()}</div>
        </section>
    }
}

/// A part of a panel under a heading of its own.
#[component]
pub(crate) fn Section(#[prop(into)] title: String, children: Children) -> impl IntoView {
    let id = new_id();
    let heading_id = id.clone();
    view! {
        <section class="part" aria-labelledby=id>
            <h3 id=heading_id>{title}</h3>
            {children()}
        </section>
    }
}

/// A part of a panel that is folded away.
#[component]
pub(crate) fn FoldedSection(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <details class="part">
            <summary>
                <h3>{title}</h3>
            </summary>
            {children()}
        </details>
    }
}
