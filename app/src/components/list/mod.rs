//! A page that shows a table: which rows are shown, in which order, which of them are
//! selected, and how the page keeps that in its URL.
//!
//! What the rows are is the page's own: it finds the rows that match its query, gives
//! their places to [`List::show`] and writes their cells ([`TableRows`]). Everything
//! here knows rows by their keys only.

mod count;
mod export;
mod placeholders;
mod preferences;
mod query;
mod row_menu;
mod selection_bar;
mod table;
mod toolbar;
mod url_sync;

use crate::ui::row_keys::RowKeys;
use crate::ui::selection::{Extent, Selection};
use crate::ui::table::{Column, Layout, Need, Press};
pub(crate) use count::count_shown;
pub(crate) use export::export;
use leptos::prelude::*;
pub(crate) use placeholders::{NoMatch, ViewState, hides_table, view_state};
pub(crate) use query::ListQuery;
pub(crate) use row_menu::{RowMenu, RowMenuPlace};
pub(crate) use selection_bar::SelectionBar;
pub(crate) use table::TableRows;
pub(crate) use toolbar::ListToolbar;
pub(crate) use url_sync::follow_list_url;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What a row of a list is called, in sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noun {
    pub(crate) one: &'static str,
    pub(crate) many: &'static str,
}

/// A column of a list.
#[derive(Clone, Copy)]
pub(crate) struct ListColumn {
    pub(crate) column: Column,
    /// Whether it is hidden until a person chooses to see it.
    pub(crate) is_hidden: bool,
}

/// The rows of a list.
#[derive(Default)]
pub(crate) struct ListRows {
    pub(crate) keys: RowKeys,
    /// How many there are, shown or not.
    pub(crate) total: usize,
    /// How many characters the texts of each column need, over all rows.
    pub(crate) needs: Vec<(&'static str, Need)>,
}

impl ListRows {
    /// How many characters the texts of the column with this id need.
    fn need(&self, id: &str) -> Need {
        let column = self.needs.iter().find(|(column, _)| *column == id);
        column.map_or(Need::default(), |(_, need)| *need)
    }
}

/// A list: its rows, and which of them are shown and selected. All copies are the same;
/// they live as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct List {
    pub(crate) noun: Noun,
    pub(crate) rows: StoredValue<ListRows>,
    /// Changes when the rows are others or show something else.
    pub(crate) drawn: RwSignal<()>,
    /// How many rows are shown.
    pub(crate) shown: RwSignal<usize>,
    pub(crate) selection: RwSignal<Selection>,
    /// The columns that are shown, in order.
    pub(crate) columns: Memo<Vec<Column>>,
    /// The column that tells rows apart: always shown, and sorted by unless a person chose
    /// another.
    first_column: &'static str,
    layout: RwSignal<Layout>,
    density: RwSignal<String>,
}

impl List {
    /// A list without rows. The browser keeps the choice of its columns under
    /// `storage`.
    pub(crate) fn new(noun: Noun, all: Vec<ListColumn>, storage: &str) -> Self {
        let (layout, density) = preferences::stored(storage, &all);
        Self {
            noun,
            rows: StoredValue::new(ListRows::default()),
            drawn: RwSignal::new(()),
            shown: RwSignal::new(0),
            selection: RwSignal::new(Selection::default()),
            first_column: all.first().map_or("", |first| first.column.id),
            columns: table::shown_columns(all, layout),
            layout,
            density,
        }
    }

    /// Shows the rows at these places, in this order.
    pub(crate) fn show(self, places: Vec<u32>) {
        let count = places.len();
        self.rows.write_value().keys.show(places);
        self.shown.set(count);
        self.drawn.set(());
    }

    /// Deselects the rows that are gone: those for which `exists` does not hold.
    pub(crate) fn deselect_gone(self, exists: impl Fn(u32) -> bool) {
        let mut gone = self.selection.with_untracked(Selection::keys);
        gone.retain(|key| !exists(*key));
        if !gone.is_empty() {
            self.selection
                .update(|selection| selection.set_all(&gone, false));
        }
    }

    /// How many of the rows that are shown are selected.
    pub(crate) fn extent(self, selection: &Selection) -> Extent {
        if selection.is_empty() {
            return Extent::Nothing;
        }
        selection.extent_of(&self.rows.read_value().keys.shown())
    }

    /// Selects all rows that are shown, in view or not, or deselects them.
    pub(crate) fn select_shown(self, selected: bool) {
        let keys = self.rows.read_value().keys.shown();
        self.selection
            .update(|selection| selection.set_all(&keys, selected));
    }

    /// A box was ticked; with Shift, so are those between it and the one before.
    fn select(self, press: &Press) {
        let ticked = press.control.dyn_ref::<HtmlInputElement>();
        let selected = ticked.is_some_and(HtmlInputElement::checked);
        let range = {
            let rows = self.rows.read_value();
            let anchor = self.selection.with_untracked(Selection::anchor);
            let ends = anchor
                .and_then(|anchor| Some((rows.keys.number(anchor)?, rows.keys.number(press.key)?)));
            ends.filter(|_| press.shift)
                .map(|(one, other)| rows.keys.keys_between(one.min(other), one.max(other) + 1))
        };
        self.selection.update(|selection| match range {
            Some(keys) => selection.set_all(&keys, selected),
            None => selection.set(press.key, selected),
        });
    }

    /// The keys of the selected rows, in the order of the list; those that are not
    /// shown follow.
    pub(crate) fn selected(self) -> Vec<u32> {
        let mut keys = self.selection.with_untracked(Selection::keys);
        let rows = self.rows.read_value();
        keys.sort_by_key(|key| rows.keys.number(*key).unwrap_or(u32::MAX));
        keys
    }
}
