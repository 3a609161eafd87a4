//! There is nothing at this address.

use crate::components::page_title::show_page;
use crate::routes;
use leptos::prelude::*;

/// The page that says what was not found.
#[component]
pub(crate) fn NotFound(
    /// What is not there, as a sentence.
    what: String,
) -> impl IntoView {
    show_page(&["Not found"]);
    view! {
        <div class="instead">
            <h1 tabindex="-1">"Not found"</h1>
            <p>{what}</p>
            <p>"It may have been renamed or removed, or the address was mistyped."</p>
            <a href=routes::home()>"Go to the connections"</a>
        </div>
    }
}
