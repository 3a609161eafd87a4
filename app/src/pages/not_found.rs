//! No page has this address.

use crate::components::not_found::NotFound;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Says that no page has the address that the browser is at.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let path = use_location().pathname;
    let what = move || format!("There is no page at {}.", path.read());
    move || {
        let what = what();
        view! { <NotFound what=what /> }
    }
}
