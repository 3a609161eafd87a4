//! The table: what each row shows, and what its controls do.

use super::cells::{StateCell, addresses, departed, flags, state_cell};
use super::{PeopleList, columns, row_menu};
use crate::browser::time;
use crate::components::list::{RowMenu, RowMenuPlace, TableRows};
use crate::routes;
use crate::ui::attributes::boolean;
use crate::ui::table::{Column, RowWriter, State, Table, TableHandle};
use leptos::prelude::*;
use roster::input::{is_visible, isolated};
use roster::people::{LastSeen, Lists, PeopleColumn, Person};

/// The table and what belongs to it. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct TableParts {
    pub(super) handle: TableHandle,
    menu: RowMenu,
}

/// The table of the list.
pub(super) fn handle(people: &PeopleList) -> TableParts {
    let menu = RowMenu::new();
    let (filled, pressed) = (people.clone(), people.clone());
    let rows = TableRows {
        caption: "People",
        // The list itself is shown again at every change of the people.
        track: Box::new(|| ()),
        fill: Box::new(move |key, row| fill(&filled, key, row)),
        press: Box::new(move |press| {
            menu.open(&press.control, row_menu::choices(&pressed, press.key));
        }),
    };
    TableParts {
        handle: people.list.table(people.query, rows),
        menu,
    }
}

/// The table, which is shown unless it is `hidden`. With columns of connections it is as
/// wide as they need, and scrolls below the names.
#[component]
pub(super) fn PeopleTable(
    columns: Memo<Vec<Column>>,
    table: TableParts,
    hidden: Signal<bool>,
) -> impl IntoView {
    let TableParts { handle, menu } = table;
    view! {
        <div
            class="people"
            data-matrix=move || boolean(columns.with(|all| columns::has_connections(all)))
            style:--least=move || columns.with(|all| columns::least_width(all))
        >
            <Table handle hidden>
                <RowMenuPlace menu />
            </Table>
        </div>
    }
}

fn fill(list: &PeopleList, key: u32, row: &mut RowWriter) {
    list.people.read(|people, lists| {
        if let Some(id) = people.numbered(key) {
            write(list, &people.person(id, lists), lists, key, row);
        }
    });
}

/// Writes the row of a person.
fn write(list: &PeopleList, person: &Person<'_>, lists: Lists<'_>, key: u32, row: &mut RowWriter) {
    let name = person.name();
    let shown = isolated(&name);
    let url = routes::person(&person.key().to_string());
    for at in 0..row.len() {
        let id = row.id(at);
        let Some(column) = columns::column(&list.entries, id) else {
            if id == Column::SELECT.id {
                let selected = list.list.selection.with_untracked(|all| all.contains(key));
                row.select(at, &format!("Select {shown}"), selected);
            } else {
                row.menu(at, &format!("Actions for {shown}"));
            }
            continue;
        };
        match column {
            PeopleColumn::Name => {
                // A link that shows nothing cannot be pressed.
                let text = if is_visible(&name) { &*name } else { "“ ”" };
                row.name(at, text, &url, &departed(person));
            }
            PeopleColumn::Address => row.text(at, &addresses(person)),
            PeopleColumn::Connection(connection) => {
                state(list, person, lists, connection, (&url, at), row);
            }
            PeopleColumn::LastSignIn => last_sign_in(person, at, row),
            PeopleColumn::Accounts => row.text(at, &person.accounts().len().to_string()),
            PeopleColumn::Flags => row.text(at, &flags(person)),
        }
    }
}

fn state(
    list: &PeopleList,
    person: &Person<'_>,
    lists: Lists<'_>,
    connection: usize,
    (person_url, at): (&str, usize),
    row: &mut RowWriter,
) {
    let Some(store) = list.stores.get(connection) else {
        return;
    };
    let accounts = lists.get(connection).copied().flatten();
    let cell = person.cell(connection);
    let StateCell {
        state,
        word,
        is_admin,
        url,
        more,
    } = state_cell(&cell, store.connection(), accounts, person_url);
    row.state(
        at,
        &State {
            name: state,
            word: &word,
            mark: if is_admin { " admin" } else { "" },
            url: &url,
            more: &more,
            label: &store.connection().label,
        },
    );
}

fn last_sign_in(person: &Person<'_>, at: usize, row: &mut RowWriter) {
    match person.last_sign_in() {
        LastSeen::NotTold => row.time(at, "", "", ""),
        LastSeen::Never => row.time(at, "", "Never", ""),
        LastSeen::At(text) => match time::write(text) {
            Some(written) => row.time(at, text, &written.day, &written.whole),
            None => row.time(at, "", text, ""),
        },
    }
}
