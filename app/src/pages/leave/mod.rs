//! Remove access everywhere.

use crate::components::page_title::show_page;
use leptos::prelude::*;

/// The page.
pub(crate) fn page() -> AnyView {
    show_page(&["Remove access everywhere"]);
    view! { <h1 class="page-head" tabindex="-1">"Remove access everywhere"</h1> }.into_any()
}

/// The page of a receipt.
pub(crate) fn receipt_page(id: &str) -> AnyView {
    show_page(&["Receipt", id]);
    view! { <h1 class="page-head" tabindex="-1">"Receipt"</h1> }.into_any()
}
