//! The table of a list: its columns, its order, and what its controls do.

use super::{List, ListColumn, ListQuery};
use crate::routes::SortOrder;
use crate::ui::row_keys::index;
use crate::ui::table::{Column, Fill, HeadModel, Layout, Model, Press, TableHandle};
use leptos::prelude::*;

/// What the rows of a list show. The page knows; the list knows the rest.
pub(crate) struct TableRows {
    /// What the table is called.
    pub(crate) caption: &'static str,
    /// Tracks what changes the cells of rows, but for the list itself.
    pub(crate) track: Box<dyn Fn()>,
    /// Writes the row with this key.
    pub(crate) fill: Fill,
    /// Called when a control is pressed that does not select.
    pub(crate) press: Box<dyn Fn(Press)>,
}

impl List {
    /// The table of the list, sorted as `query` has it.
    pub(crate) fn table<Q: ListQuery>(self, query: RwSignal<Q>, rows: TableRows) -> TableHandle {
        let first = self.first_column;
        let sorted = Signal::derive(move || {
            query.with(|query| {
                let sort = query.sort();
                (sort.column_or(first).to_owned(), sort.descending)
            })
        });
        let sort = UnsyncCallback::new(move |column| {
            query.update(|query| sort_by(query.sort_mut(), column, first));
        });
        self.table_sorted(sorted, sort, rows)
    }

    /// The part of [`List::table`] that does not depend on the type of the query, and
    /// is compiled once.
    fn table_sorted(
        self,
        sorted: Signal<(String, bool)>,
        on_sort: UnsyncCallback<&'static str>,
        rows: TableRows,
    ) -> TableHandle {
        let TableRows {
            caption,
            track,
            fill,
            press,
        } = rows;
        TableHandle::new(Model {
            caption,
            head: HeadModel {
                columns: self.columns,
                sorted,
                on_sort,
                extent: Signal::derive_local(move || {
                    self.drawn.track();
                    self.selection.with(|selection| self.extent(selection))
                }),
                on_select_all: UnsyncCallback::new(move |selected| self.select_shown(selected)),
            },
            density: self.density.into(),
            need: Box::new(move |id| self.rows.read_value().need(id)),
            count: Box::new(move || {
                self.drawn.track();
                self.selection.track();
                track();
                index(self.rows.read_value().keys.count())
            }),
            key: Box::new(move |number| self.rows.read_value().keys.key(number)),
            position: Box::new(move |key| self.rows.read_value().keys.number(key)),
            fill,
            press: Box::new(move |control| {
                if control.column == Column::SELECT.id {
                    self.select(&control);
                } else {
                    press(control);
                }
            }),
        })
    }
}

/// Sorts by a column, or by the other end of it where it is sorted by already. `first`
/// is the column that is sorted by without a choice.
fn sort_by(sort: &mut SortOrder, column: &'static str, first: &'static str) {
    sort.descending = sort.column_or(first) == column && !sort.descending;
    sort.column = if column == first && !sort.descending {
        String::new()
    } else {
        column.to_owned()
    };
}

/// The columns of a list that are shown, in order.
pub(super) fn shown_columns(all: Vec<ListColumn>, layout: RwSignal<Layout>) -> Memo<Vec<Column>> {
    Memo::new(move |_| {
        let mut shown = vec![Column::SELECT];
        shown.extend(all.first().map(|first| first.column));
        layout.with(|layout| {
            for (id, is_shown) in layout.all() {
                if *is_shown && let Some(found) = all.iter().find(|one| one.column.id == *id) {
                    shown.push(found.column);
                }
            }
        });
        shown.push(Column::MENU);
        shown
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_sorts_by_its_column_and_then_the_other_way_round() {
        let mut sort = SortOrder::default();
        let mut press = |column| {
            sort_by(&mut sort, column, "name");
            (sort.column.clone(), sort.descending)
        };
        assert_eq!(press("name"), ("name".to_owned(), true));
        // As without a choice: the URL says nothing about it.
        assert_eq!(press("name"), (String::new(), false));
        assert_eq!(press("email"), ("email".to_owned(), false));
        assert_eq!(press("email"), ("email".to_owned(), true));
        assert_eq!(press("email"), ("email".to_owned(), false));
        assert_eq!(press("name"), (String::new(), false));
    }
}
