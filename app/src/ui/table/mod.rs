//! A table of any number of rows.
//!
//! Only what is in sight is on the page, and a little around it. Rows that leave
//! give their elements to rows that come, which costs a few texts. A row that has
//! the focus keeps its element wherever it is scrolled or sorted to: what a
//! person is about to press never becomes somebody else's.

mod body;
mod column;
pub(crate) mod column_settings;
mod head;
mod keys;
mod layout;
mod row_view;
mod window;

use super::dom::{El, Text, el};
use super::selection::Extent;
use body::Body;
pub(crate) use column::{Column, Kind};
pub(crate) use layout::Layout;
use leptos::prelude::*;
pub(crate) use row_view::{RowWriter, Switch};
use std::rc::Rc;
use web_sys::HtmlElement;

/// Writes the row with this key.
pub(crate) type Fill = Box<dyn Fn(u32, &mut RowWriter)>;

/// What a table shows and what it does. Rows have numbers, from 0 in the order
/// shown, and keys, which stay with them for as long as the table is there.
pub(crate) struct Model {
    /// What the table is called.
    pub(crate) caption: &'static str,
    /// The columns that are shown, in order.
    pub(crate) columns: Memo<Vec<Column>>,
    /// How high rows are: a value of `data-density`. Reactive.
    pub(crate) density: Text,
    /// How many rows there are. Reactive: it is asked again after every change of
    /// what any row shows.
    pub(crate) count: Box<dyn Fn() -> u32>,
    /// The key of a row by its number.
    pub(crate) key: Box<dyn Fn(u32) -> u32>,
    /// The number of a row by its key; nothing where it is not shown any more.
    pub(crate) position: Box<dyn Fn(u32) -> Option<u32>>,
    /// Writes the row with this key.
    pub(crate) fill: Fill,
    /// The column that is sorted by, and whether it descends. Reactive.
    pub(crate) sorted: Rc<dyn Fn() -> (String, bool)>,
    /// Sorts by a column, or the other way round.
    pub(crate) sort: Rc<dyn Fn(&'static str)>,
    /// How many of the rows are selected. Reactive.
    pub(crate) extent: Rc<dyn Fn() -> Extent>,
    /// Selects every row, or none.
    pub(crate) select_all: Rc<dyn Fn(bool)>,
    /// A control was pressed.
    pub(crate) press: Box<dyn Fn(Press)>,
}

/// What was pressed.
pub(crate) struct Press {
    /// The column of the control.
    pub(crate) column: &'static str,
    /// The key of its row.
    pub(crate) key: u32,
    /// Whether Shift was held.
    pub(crate) shift: bool,
    pub(crate) control: HtmlElement,
}

/// A handle of a table on the page.
#[derive(Clone)]
pub(crate) struct Grid(Rc<Body>);

impl Grid {
    /// The number of the first row in sight. Reactive.
    pub(crate) fn first(&self) -> u32 {
        self.0.first.get()
    }

    /// Scrolls so that the row with this number is the first in sight.
    pub(crate) fn show(&self, index: u32) {
        self.0.show(index);
    }

    /// Moves the focus to what the row with this number is called.
    pub(crate) fn focus(&self, index: u32) {
        self.0.focus(index, None);
    }
}

/// A table of what `model` has, in a frame that scrolls where the page does not.
pub(crate) fn grid(mut model: Model) -> (El, Grid) {
    let density = std::mem::replace(&mut model.density, Box::new(String::new));
    let frame = el("div", "grid-frame")
        .attr("tabindex", "-1")
        .live_attr("data-density", density);
    let head = el("thead", "").attr("role", "rowgroup");
    let rows = el("tbody", "rows").attr("role", "rowgroup");
    let body = Rc::new(Body::new(&frame, &head, &rows, model));
    let made = body.clone();
    let head = head.live(move || Some(head::head(&made.model, made.model.columns.get())));
    let table = el("table", "grid")
        .attr("role", "table")
        .child(el("caption", "hidden").text(body.model.caption))
        .child(head)
        .child(keys::listening(rows, &body));
    body.watch(table.element());
    (frame.child(table), Grid(body))
}
