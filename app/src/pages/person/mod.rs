//! A person.

use crate::components::page_title::show_page;
use leptos::prelude::*;

/// The page.
pub(crate) fn page(key: &str) -> AnyView {
    show_page(&["People", key]);
    view! { <h1 class="page-head" tabindex="-1">{key.to_owned()}</h1> }.into_any()
}
