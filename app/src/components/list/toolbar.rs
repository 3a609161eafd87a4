//! What a list is searched and narrowed by, and which of its columns it shows.

use super::{List, ListColumn, ListQuery, preferences};
use crate::components::column_settings::lazy_column_settings;
use crate::components::page_actions::action;
use crate::components::page_query::PageSearch;
use crate::ui::popover::Popover;
use crate::ui::table::Column;
use leptos::html::Input;
use leptos::prelude::*;

/// The search box of a list, its filters, and the choice of its columns.
///
/// Where the page is narrow, the filters are behind a button, so that the first rows are
/// in sight; it says how many are in use.
#[component]
pub(crate) fn ListToolbar<Q: ListQuery>(
    list: List,
    query: RwSignal<Q>,
    /// What the search box is called, and the action that leads to it.
    search: &'static str,
    filters: AnyView,
    /// All columns of the list.
    columns: Vec<ListColumn>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    action(search, "/", move || {
        if let Some(input) = input.try_get_untracked().flatten() {
            // Fails only where the element cannot be focused.
            let _ = input.focus();
            input.select();
        }
    });
    let label = move || match query.with(Q::filter_count) {
        0 => "Filters".to_owned(),
        count => format!("Filters ({count})"),
    };
    let first = preferences::first(&columns);
    let all: Vec<Column> = columns.iter().map(|one| one.column).collect();
    let columns = move || {
        let (all, first) = (all.clone(), first.clone());
        lazy_column_settings()
            .view(move |settings| settings(all.clone(), list.layout, first.clone(), list.density))
    };
    view! {
        <div class="toolbar">
            <PageSearch label=search query=query text=Q::text node_ref=input />
            <button type="button" class="button opens filters-button" popovertarget="filters">
                {label}
            </button>
            <div
                class="filters float"
                id="filters"
                popover="auto"
                role="group"
                aria-label="Filters"
            >
                {filters}
            </div>
            <Popover label="Columns">
                <div class="page">{columns()}</div>
            </Popover>
        </div>
    }
}
