//! The head of a table: the headings of its columns, and sorting by them.

use super::column::{Column, Columns, Kind};
use crate::ui::selection::Extent;
use leptos::prelude::*;

/// What the head shows and does.
#[derive(Clone, Copy)]
pub(crate) struct HeadModel {
    /// The columns that are shown, in order.
    pub(crate) columns: Memo<Vec<Column>>,
    /// The column that is sorted by, and whether it descends.
    pub(crate) sorted: Signal<(String, bool)>,
    /// Sorts by a column, or reverses the order.
    pub(crate) on_sort: UnsyncCallback<&'static str>,
    /// How many of the rows are selected.
    pub(crate) extent: Signal<Extent, LocalStorage>,
    /// Selects every row, or none.
    pub(crate) on_select_all: UnsyncCallback<bool>,
}

/// The row of headings.
#[component]
pub(super) fn HeadRow(model: HeadModel) -> impl IntoView {
    move || {
        let columns = Columns::new(model.columns.get());
        let headings = columns
            .shown
            .iter()
            .zip(&columns.kinds)
            .zip(&columns.places)
            .map(|((column, kind), place)| {
                let class = match column.kind {
                    Kind::Select => "cell select",
                    _ => *kind,
                };
                view! { <Heading model column=*column class place=place.clone() /> }
            })
            .collect_view();
        view! {
            <tr role="row" aria-rowindex="1">
                {headings}
            </tr>
        }
    }
}

/// The heading of one column.
#[component]
fn Heading(
    model: HeadModel,
    column: Column,
    class: &'static str,
    /// Its number among the columns, from 1.
    place: String,
) -> impl IntoView {
    let Column {
        id, label, kind, ..
    } = column;
    let sort = move || {
        let (by, descending) = model.sorted.get();
        match (by == id, descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    };
    let content = match kind {
        Kind::Select => view! { <SelectAll model /> }.into_any(),
        Kind::Menu => view! { <span class="hidden">{label}</span> }.into_any(),
        _ if column.sortable => view! {
            <button
                class="sort"
                type="button"
                data-column=id
                on:click=move |_| model.on_sort.run(id)
            >
                {label}
            </button>
        }
        .into_any(),
        _ => label.into_any(),
    };
    let is_sortable = column.sortable && !matches!(kind, Kind::Select | Kind::Menu);
    view! {
        <th
            class=class
            scope="col"
            role="columnheader"
            aria-colindex=place
            aria-sort=move || is_sortable.then(sort)
        >
            {content}
        </th>
    }
}

/// The box that selects all rows. It is half ticked when some are selected.
#[component]
fn SelectAll(model: HeadModel) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let show = move |extent| {
        if let Some(input) = input.get() {
            input.set_checked(extent == Extent::All);
            input.set_indeterminate(extent == Extent::Some);
        }
    };
    Effect::new(move |_| show(model.extent.get()));
    let select = move |_| {
        if let Some(input) = input.get_untracked() {
            model.on_select_all.run(input.checked());
        }
        // The browser has ticked it, whether or not rows were selected.
        untrack(|| show(model.extent.get()));
    };
    view! {
        <input type="checkbox" aria-label="Select all shown" node_ref=input on:click=select />
    }
}
