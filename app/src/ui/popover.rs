//! A button that shows more controls, on demand.

use super::attributes::new_id;
use super::position::place;
use leptos::prelude::*;

/// A button that shows more controls beside it, built when they are first asked
/// for. Escape, or a press elsewhere, takes them away again.
#[component]
pub(crate) fn Popover(
    /// What the controls are called, and the button if it has no `face`.
    #[prop(into)]
    label: String,
    /// The button's classes.
    #[prop(default = "button opens")]
    class: &'static str,
    /// The button's tooltip.
    #[prop(optional, into)]
    title: Option<String>,
    /// What the button shows, where that is more than its label.
    #[prop(optional)]
    face: Option<AnyView>,
    /// The controls.
    children: ChildrenFn,
) -> impl IntoView {
    let is_asked = RwSignal::new(false);
    let id = new_id();
    let button = NodeRef::<leptos::html::Button>::new();
    let float = NodeRef::<leptos::html::Div>::new();
    let put = move |_: web_sys::Event| {
        if let (Some(float), Some(button)) = (
            float.try_get_untracked().flatten(),
            button.try_get_untracked().flatten(),
        ) {
            place(&float, &button);
        }
    };
    view! {
        <span class="menu-place">
            <button
                type="button"
                class=class
                title=title
                popovertarget=id.clone()
                node_ref=button
            >
                {face.unwrap_or_else(|| label.clone().into_any())}
            </button>
            <div
                class="float"
                id=id
                popover="auto"
                role="group"
                aria-label=label
                node_ref=float
                on:beforetoggle=move |_: web_sys::Event| is_asked.set(true)
                on:toggle=put
            >
                {move || is_asked.get().then(|| children())}
            </div>
        </span>
    }
}
