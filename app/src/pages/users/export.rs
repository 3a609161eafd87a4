//! The selected users as a CSV file.

use super::Users;
use super::table::shown_columns;
use crate::ui::download::download;
use crate::ui::selection::Selection;
use csv_table::Csv;
use leptos::prelude::*;

/// Saves the columns shown of the selected users, in the order of the list; those
/// that are not shown follow.
pub(super) fn export(users: &Users) {
    let columns = untrack(|| shown_columns(users).get());
    let entries: Vec<_> = columns
        .iter()
        .filter_map(|column| {
            users
                .entries
                .iter()
                .find(|entry| entry.column.id == column.id)
        })
        .collect();
    let mut csv = Csv::new(true);
    let heads: Vec<&str> = entries.iter().map(|entry| entry.column.label).collect();
    csv.row(&heads);
    let mut keys = users.selection.with_untracked(Selection::keys);
    let rows = users.rows.read_value();
    keys.sort_by_key(|key| rows.number(*key).unwrap_or(u32::MAX));
    users.store.accounts.with_untracked(|accounts| {
        for key in keys {
            if let Some(account) = rows.account(accounts, key) {
                let cells: Vec<_> = entries
                    .iter()
                    .map(|entry| entry.cell.text(accounts, account))
                    .collect();
                csv.row(&super::row_model::borrowed(&cells));
            }
        }
    });
    let name = format!("{}-users.csv", users.store.connection().id);
    download(&name, "text/csv", &csv.text());
}
