//! Rows as a CSV file.

use super::List;
use crate::ui::download::download;
use crate::ui::table::{Column, Kind};
use csv_table::Csv;
use leptos::prelude::*;

/// Saves the columns shown of the rows with these `keys` as a file called `name`. `row`
/// calls its last argument with the texts of a row.
pub(crate) fn export(
    list: List,
    keys: Vec<u32>,
    name: &str,
    row: impl Fn(u32, &[Column], &mut dyn FnMut(&[&str])),
) {
    let mut columns = list.columns.get_untracked();
    columns.retain(|column| !matches!(column.kind, Kind::Select | Kind::Menu));
    let mut csv = Csv::new(true);
    let heads: Vec<&str> = columns.iter().map(|column| column.label).collect();
    csv.row(&heads);
    for key in keys {
        row(key, &columns, &mut |cells| csv.row(cells));
    }
    download(name, "text/csv", &csv.text());
}
