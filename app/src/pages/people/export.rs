//! People as a CSV file.

use super::cells::state_cell;
use super::{PeopleList, cells, columns};
use crate::components::list;
use roster::people::{LastSeen, Lists, PeopleColumn, Person};

/// Saves the columns shown of the people in the rows with these keys.
pub(super) fn export(people: &PeopleList, rows: Vec<u32>) {
    list::export(people.list, rows, "people.csv", |key, shown, write| {
        people.people.read(|all, lists| {
            if let Some(id) = all.numbered(key) {
                let person = all.person(id, lists);
                let columns = shown
                    .iter()
                    .filter_map(|column| columns::column(&people.entries, column.id));
                let cells: Vec<String> = columns
                    .map(|column| text(people, &person, lists, column))
                    .collect();
                let cells: Vec<&str> = cells.iter().map(|cell| &**cell).collect();
                write(&cells);
            }
        });
    });
}

/// What a column says of a person. Times are as the platform wrote them.
fn text(list: &PeopleList, person: &Person<'_>, lists: Lists<'_>, column: PeopleColumn) -> String {
    match column {
        PeopleColumn::Name => person.name(),
        PeopleColumn::Address => cells::addresses(person),
        PeopleColumn::Connection(connection) => {
            let accounts = lists.get(connection).copied().flatten();
            let cell = person.cell(connection);
            let store = list.stores.get(connection);
            store.map_or_else(String::new, |store| {
                let cell = state_cell(&cell, store.connection(), accounts, "");
                let mark = if cell.is_admin { ", administrator" } else { "" };
                format!("{}{mark}", cell.word)
            })
        }
        PeopleColumn::LastSignIn => match person.last_sign_in() {
            LastSeen::NotTold => String::new(),
            LastSeen::Never => "never".to_owned(),
            LastSeen::At(time) => time.to_owned(),
        },
        PeopleColumn::Accounts => person.accounts().len().to_string(),
        PeopleColumn::Flags => cells::flags(person),
    }
}
