//! The table: what each row shows, and what its menu offers.

use super::controls::Controls;
use super::rows::{ReviewRows, handle, place};
use crate::browser::time;
use crate::components::list::{RowMenu, RowMenuPlace, TableRows};
use crate::components::navigation::use_navigation;
use crate::messages::reviews as words;
use crate::routes;
use crate::ui::menu::Choice;
use crate::ui::table::{Column, RowWriter, State, Table, TableHandle};
use leptos::prelude::*;
use roster::input::{is_visible, isolated};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use wire::console::reviews::{DecisionKind, LastSignInThen};

/// The table of the list, and the menu of its rows.
pub(super) fn table(rows: &ReviewRows, controls: &Controls) -> (TableHandle, RowMenu) {
    let menu = RowMenu::new();
    let navigation = use_navigation();
    let (filled, pressed, controls) = (rows.clone(), rows.clone(), controls.clone());
    let (store, people) = (rows.page.store, rows.page.people);
    let table_rows = TableRows {
        caption: "Accounts",
        track: Box::new(move || {
            store.track_decisions();
            people.track();
            people.is_settled();
        }),
        fill: Box::new(move |key, row| fill(&filled, key, row)),
        press: Box::new(move |press| {
            let mut choices = decisions(&controls, press.key);
            let navigation = navigation.clone();
            let urls = urls(&pressed, press.key);
            choices.extend(urls.into_iter().map(|(label, url)| {
                let navigation = navigation.clone();
                let reason = if url.is_none() {
                    routes::UNADDRESSABLE
                } else {
                    ""
                };
                let url = url.unwrap_or_default();
                Choice::new(&label, move || navigation.open(&url)).unless(reason)
            }));
            menu.open(&press.control, choices);
        }),
    };
    (rows.list.table(rows.query, table_rows), menu)
}

/// The table. The row that has the focus, or is pressed, is the account that is looked at.
#[component]
pub(super) fn ReviewTable(
    rows: ReviewRows,
    table: TableHandle,
    menu: RowMenu,
    hidden: Signal<bool>,
) -> impl IntoView {
    let (list, current) = (rows.list, rows.current);
    let look_at = move |event: &Event| {
        let target = event.target().and_then(|one| one.dyn_into().ok());
        let row = target.and_then(|target: Element| {
            let row = target.closest("tbody tr[aria-rowindex]").ok().flatten()?;
            row.get_attribute("aria-rowindex")
        });
        // The head is the first row.
        let number = row.and_then(|row| row.parse::<u32>().ok()?.checked_sub(2));
        if let Some(number) = number
            && place(number) < list.rows.read_value().keys.count()
        {
            let key = list.rows.read_value().keys.key(number);
            if current.get_untracked() != Some(key) {
                current.set(Some(key));
            }
        }
    };
    view! {
        <div
            class="review-rows"
            on:click=move |event| look_at(&event)
            on:focusin=move |event| look_at(&event)
        >
            <Table handle=table hidden>
                <RowMenuPlace menu />
            </Table>
        </div>
    }
}

/// What can be decided about an account.
fn decisions(controls: &Controls, key: u32) -> Vec<Choice> {
    let reason = untrack(|| controls.reason()).unwrap_or_default();
    let choice = |label: &str, kind| {
        let controls = controls.clone();
        Choice::new(label, move || controls.decide_one(key, kind)).unless(&reason)
    };
    if untrack(|| controls.is_closed()) {
        return Vec::new();
    }
    vec![
        choice("Keep", Some(DecisionKind::Keep)),
        choice("Revoke", Some(DecisionKind::Revoke)),
        choice("Withdraw the decision", None),
    ]
}

/// Where an account is shown.
fn urls(rows: &ReviewRows, key: u32) -> Vec<(String, Option<String>)> {
    let Some(item) = rows.item(key) else {
        return Vec::new();
    };
    let account = &item.account;
    let label = format!("Open in {}", rows.label(key));
    vec![
        (
            "Open the person".to_owned(),
            Some(routes::person(&item.person)),
        ),
        (label, routes::user(&account.connection, &account.key)),
    ]
}

fn fill(rows: &ReviewRows, key: u32, row: &mut RowWriter) {
    let Some(item) = rows.item(key) else {
        return;
    };
    let shown = isolated(&item.name);
    for at in 0..row.len() {
        match row.id(at) {
            id if id == Column::SELECT.id => {
                let selected = rows.list.selection.with_untracked(|all| all.contains(key));
                let label = format!("Select {shown} on {}", rows.label(key));
                row.select(at, &label, selected);
            }
            "name" => {
                // A link that shows nothing cannot be pressed.
                let text = if is_visible(&item.name) {
                    &*item.name
                } else {
                    "“ ”"
                };
                row.name(at, text, &routes::person(&item.person), handle(item));
            }
            "decision" => decision(rows, key, at, row),
            "connection" => row.text(at, rows.label(key)),
            "roles" => row.text(at, &words::roles(item)),
            "suggested" => row.text(at, &words::suggestions(item)),
            "since" => {
                let now = rows.now(key);
                let text = now.map_or_else(String::new, |now| words::changed_since(&now));
                row.text(at, &text);
            }
            "state" => row.text(at, words::state_then(item.state)),
            "account" => row.text(at, handle(item)),
            "by" => {
                let by = rows.store().decision(place(key), |shown| {
                    shown.known.and_then(|known| known.by.clone())
                });
                row.text(at, &by.unwrap_or_default());
            }
            "comment" => rows
                .store()
                .decision(place(key), |shown| row.text(at, shown.comment)),
            "seen" => match &item.last_sign_in {
                LastSignInThen::At(time) => match time::write(time) {
                    Some(written) => row.time(at, time, &written.day, &written.whole),
                    None => row.time(at, "", time, ""),
                },
                other => row.time(at, "", &words::last_sign_in(other), ""),
            },
            _ => row.menu(at, &format!("Actions for {shown} on {}", rows.label(key))),
        }
    }
}

fn decision(rows: &ReviewRows, key: u32, at: usize, row: &mut RowWriter) {
    rows.store().decision(place(key), |shown| {
        let known = shown.known.filter(|known| known.decision.is_some());
        let by = known.map(|known| {
            let by = known.by.clone().unwrap_or_else(words::unknown_person);
            let when = time::write(&known.at).map_or_else(String::new, |at| at.whole);
            format!("By {by}, {when}.")
        });
        let comment = (!shown.comment.is_empty()).then(|| format!(" “{}”", shown.comment));
        let more = format!("{}{}", by.unwrap_or_default(), comment.unwrap_or_default());
        row.state(
            at,
            &State {
                name: words::decision_name(shown.decision),
                word: words::decision(shown.decision),
                mark: "",
                url: "",
                more: more.trim(),
                label: "",
            },
        );
    });
}
