//! A table of any number of rows.
//!
//! Only the rows in sight are on the page, and a few around them. Rows that leave
//! give their elements to rows that come, which costs a few texts. A row that has
//! the focus keeps its element wherever it is scrolled or sorted to: the control
//! that you are about to press never changes to another user's.
//!
//! The inside of the table (`body`, `row_view`, `window`) is written with
//! `web_sys` and not with `view!`, since it redraws its rows sixty times a second
//! while it scrolls. docs/decisions/table-rows.md has the figure.

mod body;
mod column;
pub(crate) mod column_settings;
mod elements;
mod head;
mod keys;
mod layout;
mod row_view;
mod widths;
mod window;

use body::Body;
pub(crate) use column::{Column, Kind, Width};
use elements::Elements;
pub(crate) use head::HeadModel;
use head::HeadRow;
pub(crate) use layout::Layout;
use leptos::prelude::*;
pub(crate) use row_view::{RowWriter, State, Switch};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
pub(crate) use widths::{Lengths, Need};

/// Writes the row with this key.
pub(crate) type Fill = Box<dyn Fn(u32, &mut RowWriter)>;

/// What a table shows and what it does. Rows have numbers, from 0 in the order
/// shown, and keys, which stay with them for as long as the table is there.
pub(crate) struct Model {
    /// What the table is called.
    pub(crate) caption: &'static str,
    pub(crate) head: HeadModel,
    /// How high rows are: a value of `data-density`.
    pub(crate) density: Signal<String>,
    /// How many characters the texts of a column need, over all rows.
    pub(crate) need: Box<dyn Fn(&'static str) -> Need>,
    /// How many rows there are. Reactive: it is called again after every change of
    /// what any row shows.
    pub(crate) count: Box<dyn Fn() -> u32>,
    /// The key of a row by its number.
    pub(crate) key: Box<dyn Fn(u32) -> u32>,
    /// The number of a row by its key; nothing if it is not shown any more.
    pub(crate) position: Box<dyn Fn(u32) -> Option<u32>>,
    /// Writes the row with this key.
    pub(crate) fill: Fill,
    /// Called when a control is pressed.
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

/// A handle of a table, to scroll it and to move the focus in it. It lives as long
/// as the owner that it was made under.
#[derive(Clone, Copy)]
pub(crate) struct TableHandle {
    first: RwSignal<u32>,
    body: StoredValue<Rc<Body>, LocalStorage>,
}

impl TableHandle {
    /// The handle of a table that shows `model`; [`Table`] puts it on the page.
    pub(crate) fn new(model: Model) -> Self {
        let body = Body::new(model);
        Self {
            first: body.first,
            body: StoredValue::new_local(Rc::new(body)),
        }
    }

    /// The number of the first row in sight. Reactive.
    pub(crate) fn first(self) -> u32 {
        self.first.get()
    }

    /// Scrolls so that the row with this number is the first in sight.
    pub(crate) fn show(self, index: u32) {
        // The page may be another by then.
        if let Some(body) = self.body.try_get_value() {
            body.show(index);
        }
    }

    /// Moves the focus to the name in the row with this number.
    pub(crate) fn focus(self, index: u32) {
        if let Some(body) = self.body.try_get_value() {
            body.focus(index, None);
        }
    }
}

/// A table, in a frame that scrolls where the page does not.
#[component]
pub(crate) fn Table(
    handle: TableHandle,
    /// Whether the table is hidden.
    #[prop(optional, into)]
    hidden: Signal<bool>,
    /// What else belongs to the table, after it in its frame.
    children: Children,
) -> impl IntoView {
    let body = handle.body.get_value();
    let (caption, head, density) = (body.model.caption, body.model.head, body.model.density);
    let frame_ref = NodeRef::<leptos::html::Div>::new();
    let table_ref = NodeRef::<leptos::html::Table>::new();
    let head_ref = NodeRef::<leptos::html::Thead>::new();
    let rows_ref = NodeRef::<leptos::html::Tbody>::new();
    Effect::new(move |_| {
        let elements = || {
            Some(Elements {
                frame: frame_ref.get()?.unchecked_into(),
                table: table_ref.get()?.unchecked_into(),
                head: head_ref.get()?.unchecked_into(),
                rows: rows_ref.get()?.unchecked_into(),
            })
        };
        if let Some(elements) = elements() {
            let body = handle.body.get_value();
            keys::listen_to(&elements.rows, &body);
            body.start(elements);
        }
    });
    view! {
        <div
            class="grid-frame"
            tabindex="-1"
            data-density=move || density.get()
            hidden=move || hidden.get()
            node_ref=frame_ref
        >
            <table class="grid" role="table" node_ref=table_ref>
                <caption class="hidden">{caption}</caption>
                <thead role="rowgroup" node_ref=head_ref>
                    <HeadRow model=head />
                </thead>
                <tbody class="rows" role="rowgroup" node_ref=rows_ref></tbody>
            </table>
            {children()}
        </div>
    }
}
