//! Drift.

use crate::components::page_title::show_page;
use crate::state::people::use_people;
use leptos::prelude::*;

/// The page.
pub(crate) fn page() -> AnyView {
    let people = use_people();
    let count = move || {
        people.track_drift();
        people.read_drift(|_, _, drift, _| drift.total())
    };
    show_page(&["Drift"]);
    view! {
        <h1 class="page-head" tabindex="-1">"Drift"</h1>
        <p>{count}</p>
    }
    .into_any()
}
