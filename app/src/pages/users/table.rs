//! The table: what each row shows, and what its controls do.

use super::{Users, url};
use super::{row_actions, row_menu};
use crate::browser::time;
use crate::components::list::{RowMenu, RowMenuPlace, TableRows};
use crate::ui::attributes::new_id;
use crate::ui::table::{Column, Kind, RowWriter, Switch, Table, TableHandle};
use leptos::prelude::*;
use roster::Ability;
use roster::accounts::{Account, Accounts};
use roster::input::{is_visible, isolated};
use roster::platform::Cell;
use roster::record::{Access, LastSignIn};

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
    let (pressed, filled) = (users.clone(), users.clone());
    let menu = RowMenu::new();
    let pending = users.store.pending.clone();
    let rows = TableRows {
        caption: "Users",
        track: Box::new(move || pending.track()),
        fill: Box::new(move |key, row| fill(&filled, &disabled_by, key, row)),
        press: Box::new(move |press| match press.column {
            "menu" => row_menu::open(menu, &pressed, press),
            _ => row_actions::toggle(&pressed, press.key),
        }),
    };
    let handle = users.list.table(users.query, rows);
    let view = view! {
        <Table handle hidden>
            <RowMenuPlace menu=menu />
            {missing.map(|why| view! { <p class="hidden" id=reason>{why}</p> })}
        </Table>
    };
    (view, handle)
}

fn fill(users: &Users, disabled_by: &str, key: u32, row: &mut RowWriter) {
    users.store.accounts.with_untracked(|accounts| {
        if let Some(account) = users.account(accounts, key) {
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
        let Some(entry) = users.entry(id) else {
            if id == Column::SELECT.id {
                let selected = users.list.selection.with_untracked(|all| all.contains(key));
                row.select(at, &format!("Select {handle}"), selected);
            } else {
                row.menu(at, &format!("Actions for {handle}"));
            }
            continue;
        };
        let text = entry.cell.text(accounts, account);
        match entry.column().kind {
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
