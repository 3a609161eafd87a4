//! The bar below a list, while rows are selected.

use super::List;
use crate::browser::focus::focus;
use crate::browser::time::number;
use crate::ui::selection::{Extent, Selection};
use leptos::prelude::*;

/// How many rows are selected, what can be done with them, and a button that deselects
/// them.
#[component]
pub(crate) fn SelectionBar(
    list: List,
    /// What the bar is called.
    label: &'static str,
    /// What can be done with the selected rows.
    children: Children,
) -> impl IntoView {
    let count = move || {
        list.drawn.track();
        list.selection
            .with(|selection| selected_count(list, selection))
    };
    let clear = move |_| {
        list.selection.update(Selection::clear);
        focus("main h1");
    };
    view! {
        <section class="bulk" aria-label=label>
            <p class="bulk-count" role="status">
                {count}
            </p>
            <SelectRest list=list />
            {children()}
            <button type="button" class="button" on:click=clear>
                "Clear"
            </button>
        </section>
    }
}

/// A button that selects all rows that are shown, unless they are.
#[component]
fn SelectRest(list: List) -> impl IntoView {
    let button = move || {
        list.drawn.track();
        let extent = list.selection.with(|selection| list.extent(selection));
        let count = list.shown.get();
        (extent != Extent::All && count > 0).then(|| {
            view! {
                <button type="button" class="button" on:click=move |_| list.select_shown(true)>
                    {format!("Select all {} shown", number(count))}
                </button>
            }
        })
    };
    view! { <span class="bulk-rest">{button}</span> }
}

/// How many rows are selected, and how many of them a filter hides.
fn selected_count(list: List, selection: &Selection) -> String {
    let count = selection.count();
    let rows = list.rows.read_value();
    let keys = selection.keys().into_iter();
    let hidden = keys.filter(|key| rows.keys.number(*key).is_none()).count();
    let count = number(count);
    match hidden {
        0 => format!("{count} selected"),
        _ => format!("{count} selected, {} not shown", number(hidden)),
    }
}
