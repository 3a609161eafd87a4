//! The head of a table: what the columns are called, and sorting by them.

use super::Model;
use super::column::{Column, Columns, Kind};
use crate::browser::reactive::watch;
use crate::ui::dom::{El, el};
use crate::ui::selection::Extent;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The row of headings for `columns`.
pub(super) fn head(model: &Model, columns: Vec<Column>) -> El {
    let columns = Columns::new(columns);
    let row = el("tr", "").attr("role", "row").attr("aria-rowindex", "1");
    columns
        .shown
        .iter()
        .enumerate()
        .fold(row, |row, (at, column)| {
            let heading = el("th", columns.kinds[at])
                .attr("scope", "col")
                .attr("role", "columnheader")
                .attr("aria-colindex", &columns.places[at]);
            row.child(match column.kind {
                Kind::Select => select_all(heading.attr("class", "cell select"), model),
                Kind::Menu => heading.child(el("span", "hidden").text(column.label)),
                _ if column.sortable => sortable(heading, model, column),
                _ => heading.text(column.label),
            })
        })
}

fn sortable(heading: El, model: &Model, column: &Column) -> El {
    let (id, label) = (column.id, column.label);
    let (sorted, sort) = (model.sorted.clone(), model.sort.clone());
    heading
        .live_attr("aria-sort", move || {
            let (by, descending) = sorted();
            match (by == id, descending) {
                (false, _) => "none",
                (true, false) => "ascending",
                (true, true) => "descending",
            }
            .to_owned()
        })
        .child(
            el("button", "sort")
                .attr("type", "button")
                .attr("data-column", id)
                .text(label)
                .on("click", move || sort(id)),
        )
}

/// The box that selects all rows. It is half ticked where some are selected.
fn select_all(heading: El, model: &Model) -> El {
    let input = el("input", "")
        .attr("type", "checkbox")
        .attr("aria-label", "Select all shown");
    let Ok(node) = input.element().clone().dyn_into::<HtmlInputElement>() else {
        return heading;
    };
    let extent = model.extent.clone();
    let shown = node.clone();
    let show: Rc<dyn Fn(Extent)> = Rc::new(move |extent| {
        shown.set_checked(extent == Extent::All);
        shown.set_indeterminate(extent == Extent::Some);
    });
    let (select, again) = (model.select_all.clone(), (extent.clone(), show.clone()));
    watch(move || show(extent()));
    heading.child(input.on("click", move || {
        select(node.checked());
        // The browser has ticked it, whatever came of that.
        let (extent, show) = &again;
        show(leptos::prelude::untrack(|| extent()));
    }))
}
