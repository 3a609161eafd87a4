//! A receipt.

use crate::components::page_title::show_page;
use leptos::prelude::*;

/// The page.
pub(crate) fn page(id: &str) -> AnyView {
    show_page(&["Receipt", id]);
    view! { <h1 class="page-head" tabindex="-1">"Receipt"</h1> }.into_any()
}
