//! The selected users as a CSV file.

use super::Users;
use super::row_model::borrowed;
use crate::components::list;
use leptos::prelude::*;

/// Saves the columns shown of the selected users.
pub(super) fn export(users: &Users) {
    let name = format!("{}-users.csv", users.store.connection().id);
    let keys = users.list.selected();
    list::export(users.list, keys, &name, |key, columns, write| {
        users.store.accounts.with_untracked(|accounts| {
            users.with_account(key, |account| {
                let entries = columns.iter().filter_map(|column| users.entry(column.id));
                let cells: Vec<_> = entries
                    .map(|entry| entry.cell.text(accounts, account))
                    .collect();
                write(&borrowed(&cells));
            });
        });
    });
}
