//! The table: what each row shows, and what its controls do.

use super::row_actions;
use super::row_menu::{RowMenu, RowMenuPlace};
use super::{Users, url};
use crate::browser::time;
use crate::ui::attributes::new_id;
use crate::ui::selection::{Extent, Selection};
use crate::ui::table::{
    Column, HeadModel, Kind, Model, Press, RowWriter, Switch, Table, TableHandle,
};
use leptos::prelude::*;
use roster::Ability;
use roster::accounts::{Account, Accounts};
use roster::input::{is_visible, isolated};
use roster::platform::Cell;
use roster::record::{Access, LastSignIn};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The table, which is shown unless it is `hidden`, and a handle of it.
pub(super) fn table(users: &Users, hidden: Signal<bool>) -> (impl IntoView + use<>, TableHandle) {
    // Why no switch can be pressed, where that is so.
    let reason = new_id();
    let missing = users.store.unavailable_reason(Ability::SwitchAccess);
    let disabled_by = if missing.is_some() {
        reason.clone()
    } else {
        String::new()
    };
    let pressed = users.clone();
    let row_menu = RowMenu::new();
    let press = move |press: Press| match press.column {
        "select" => select(&pressed, &press),
        "menu" => row_menu.open(&pressed, press),
        _ => row_actions::toggle(&pressed, press.key),
    };
    let handle = TableHandle::new(model(users, disabled_by, Box::new(press)));
    let view = view! {
        <Table handle hidden>
            <RowMenuPlace menu=row_menu />
            {missing.map(|why| view! { <p class="hidden" id=reason>{why}</p> })}
        </Table>
    };
    (view, handle)
}

/// The columns that are shown, in order.
pub(super) fn shown_columns(users: &Users) -> Memo<Vec<Column>> {
    let all: Vec<Column> = users.entries.iter().map(|entry| entry.column).collect();
    let layout = users.layout;
    Memo::new(move |_| {
        let mut shown = vec![Column::SELECT, all[0]];
        layout.with(|layout| {
            for (id, is_shown) in layout.all() {
                if *is_shown && let Some(column) = all.iter().find(|one| one.id == *id) {
                    shown.push(*column);
                }
            }
        });
        shown.push(Column::MENU);
        shown
    })
}

fn model(users: &Users, disabled_by: String, press: Box<dyn Fn(Press)>) -> Model {
    let [counted, measured, keyed, placed, filled, all] = [(); 6].map(|()| users.clone());
    let (query, selection, density) = (users.query, users.selection, users.density);
    let first = users.entries.first().map_or("", |entry| entry.column.id);
    let pending = users.store.pending.clone();
    let extent = users.clone();
    let sort = move |id: &'static str| {
        query.update(|query| {
            let before = match &*query.sort {
                "" => first,
                sort => sort,
            };
            query.descending = before == id && !query.descending;
            query.sort = if id == first && !query.descending {
                String::new()
            } else {
                id.to_owned()
            };
        });
    };
    Model {
        caption: "Users",
        head: HeadModel {
            columns: shown_columns(users),
            sorted: Signal::derive(move || {
                query.with(|query| match &*query.sort {
                    "" => (first.to_owned(), query.descending),
                    sort => (sort.to_owned(), query.descending),
                })
            }),
            on_sort: UnsyncCallback::new(sort),
            extent: Signal::derive_local(move || {
                extent.drawn.track();
                selection.with(|selection| extent_of(&extent, selection))
            }),
            on_select_all: UnsyncCallback::new(move |selected| select_shown(&all, selected)),
        },
        density: density.into(),
        need: Box::new(move |id| measured.rows.read_value().need(id)),
        count: Box::new(move || {
            counted.drawn.track();
            selection.track();
            pending.track();
            super::row_model::index(counted.rows.read_value().count())
        }),
        key: Box::new(move |number| keyed.rows.read_value().key(number)),
        position: Box::new(move |key| placed.rows.read_value().number(key)),
        fill: Box::new(move |key, row| fill(&filled, &disabled_by, key, row)),
        press,
    }
}

/// How much of what is shown is selected.
pub(super) fn extent_of(users: &Users, selection: &Selection) -> Extent {
    if selection.is_empty() {
        return Extent::Nothing;
    }
    selection.extent_of(&shown_keys(users))
}

fn shown_keys(users: &Users) -> Vec<u32> {
    let rows = users.rows.read_value();
    rows.keys_between(0, super::row_model::index(rows.count()))
}

/// Selects all users that are shown, in view or not, or deselects them.
pub(super) fn select_shown(users: &Users, selected: bool) {
    let keys = shown_keys(users);
    users
        .selection
        .update(|selection| selection.set_all(&keys, selected));
}

/// A box was ticked; with Shift, so are those between it and the one before.
fn select(users: &Users, press: &Press) {
    let ticked = press.control.dyn_ref::<HtmlInputElement>();
    let selected = ticked.is_some_and(HtmlInputElement::checked);
    let range = {
        let rows = users.rows.read_value();
        let anchor = users.selection.with_untracked(Selection::anchor);
        let ends = anchor.and_then(|anchor| Some((rows.number(anchor)?, rows.number(press.key)?)));
        ends.filter(|_| press.shift)
            .map(|(one, other)| rows.keys_between(one.min(other), one.max(other) + 1))
    };
    users.selection.update(|selection| match range {
        Some(keys) => selection.set_all(&keys, selected),
        None => selection.set(press.key, selected),
    });
}

fn fill(users: &Users, disabled_by: &str, key: u32, row: &mut RowWriter) {
    users.store.accounts.with_untracked(|accounts| {
        let rows = users.rows.read_value();
        if let Some(account) = rows.account(accounts, key) {
            write(users, disabled_by, accounts, account, key, row);
        }
    });
}

fn write(
    users: &Users,
    disabled_by: &str,
    accounts: &Accounts,
    account: &Account,
    key: u32,
    row: &mut RowWriter,
) {
    let handle = &*isolated(account.handle());
    for at in 0..row.len() {
        let id = row.id(at);
        let Some(entry) = users.entries.iter().find(|entry| entry.column.id == id) else {
            if id == Column::SELECT.id {
                let selected = users.selection.with_untracked(|all| all.contains(key));
                row.select(at, &format!("Select {handle}"), selected);
            } else {
                row.menu(at, &format!("Actions for {handle}"));
            }
            continue;
        };
        let text = entry.cell.text(accounts, account);
        match entry.column.kind {
            Kind::Name => {
                let url = url(users, account);
                let under = if url.is_empty() {
                    "cannot be opened"
                } else {
                    ""
                };
                // A link that shows nothing cannot be pressed.
                let text = if is_visible(&text) { &*text } else { "“ ”" };
                row.name(at, text, &url, under);
            }
            Kind::Time => time_of(entry.cell, account, &text, at, row),
            Kind::Switch => switch(users, disabled_by, account, handle, at, row),
            _ => row.text(at, &text),
        }
    }
}

fn time_of(cell: Cell, account: &Account, text: &str, at: usize, row: &mut RowWriter) {
    let never = matches!(cell, Cell::LastSignIn) && account.last_sign_in() == LastSignIn::Never;
    match time::write(text).filter(|_| !never) {
        Some(written) => row.time(at, text, &written.day, &written.whole),
        None => row.time(at, "", text, ""),
    }
}

fn switch(
    users: &Users,
    disabled_by: &str,
    account: &Account,
    handle: &str,
    at: usize,
    row: &mut RowWriter,
) {
    let pending = users
        .store
        .pending
        .with_untracked(|pending| pending.get(&*account.key).copied());
    let access = account.access();
    let on = pending.flatten().unwrap_or_else(|| access.is_enabled());
    let unknown = pending.flatten().is_none() && access == Access::Unknown;
    let word = match pending.flatten() {
        Some(true) => "Enabled",
        Some(false) => "Disabled",
        None => access.word(),
    };
    let hint = match access {
        Access::NoRecord if on => "no record",
        _ => "",
    };
    row.switch(
        at,
        &Switch {
            label: &format!(
                "Access for {handle}{}",
                if unknown { ": unknown" } else { "" }
            ),
            on,
            unknown,
            busy: pending.is_some(),
            disabled_by,
            word,
            hint,
        },
    );
}
