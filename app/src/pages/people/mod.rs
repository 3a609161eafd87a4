//! People.

use crate::components::page_title::show_page;
use crate::state::people::use_people;
use leptos::prelude::*;
use roster::people::PeopleQuery;

/// The page.
pub(crate) fn page() -> AnyView {
    let people = use_people();
    let count = move || {
        people.track();
        people.rows(&PeopleQuery::default()).len()
    };
    show_page(&["People"]);
    view! {
        <h1 class="page-head" tabindex="-1">"People"</h1>
        <p>{count}</p>
    }
    .into_any()
}
