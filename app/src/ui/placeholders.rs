//! What a list shows in place of rows: that it loads, or why there are none.

use leptos::prelude::*;

/// How many bars are shown while rows are loaded.
const BARS: usize = 12;

/// Quiet bars in place of rows that are being loaded.
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    let bar = || view! { <div><span class="bar"></span></div> };
    view! {
        <div class="bars" aria-hidden="true">
            {(0..BARS).map(|_| bar()).collect_view()}
        </div>
    }
}

/// A sentence in place of a list, and the one thing to do about it.
#[component]
pub(crate) fn EmptyState(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    /// The button or link for the one thing to do.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="instead">
            <p class="instead-title">{title}</p>
            <p>{text}</p>
            <div class="actions">{children()}</div>
        </div>
    }
}
