//! One user.

use super::model::{Row, Users};
use crate::time;
use crate::ui::dom::{El, el};
use crate::ui::switch::switch;
use crate::urls;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use roster::Access;

/// The headings of the columns.
pub(super) const COLUMNS: [&str; 6] = [
    "Name",
    "First name",
    "Last name",
    "Roles",
    "Status",
    "Disabled since",
];

/// The head of the table.
pub(super) fn head() -> El {
    let row = el("tr", "").attr("role", "row");
    COLUMNS.iter().fold(row, |row, name| {
        row.child(
            el("th", "")
                .attr("scope", "col")
                .attr("role", "columnheader")
                .text(name),
        )
    })
}

/// A user as a row of the table.
pub(super) fn row(users: Users, row: Row) -> El {
    let account = &row.account;
    let roles = account.roles.join(", ");
    let name = el("th", "name")
        .attr("scope", "row")
        .attr("role", "rowheader")
        .child(link(&users, &account.name));
    let state = row.state.clone();
    let since = cell("since").live(move || since(state.read().shown()));
    el("tr", "")
        .attr("role", "row")
        .child(name)
        .child(cell("first-name").child(clamped(&account.first_name)))
        .child(cell("last-name").child(clamped(&account.last_name)))
        .child(cell("roles").child(clamped(&roles).attr("title", &roles)))
        .child(cell("status").child(status(users, row.clone())))
        .child(since)
}

fn cell(class: &str) -> El {
    el("td", class).attr("role", "cell")
}

/// The name, which leads to the user beside the list as it is searched now.
fn link(users: &Users, name: &str) -> El {
    let search = use_location().search;
    let url = urls::user(&users.connection().id, name);
    let text = clamped(name).attr("title", name);
    match url {
        None => text,
        Some(url) => el("a", "")
            .live_attr("href", move || urls::with_query(&url, &search.get()))
            .child(text),
    }
}

/// A text of any length in two lines.
fn clamped(text: &str) -> El {
    el("span", "clamp").text(text)
}

/// The switch, and the word for what it shows.
fn status(users: Users, row: Row) -> El {
    let (checked, busy) = (row.state.clone(), row.state.clone());
    let (word, hint) = (row.state.clone(), row.state.clone());
    let switch = switch(
        &["Access for ", &*row.account.name].concat(),
        move || checked.read().shown().is_enabled(),
        move || busy.read().is_pending(),
        move || {
            let enabled = row.state.read_untracked().shown().is_enabled();
            users.switch(&row, !enabled);
        },
    );
    el("div", "status-line")
        .child(switch)
        .child(el("span", "word").live_text(move || word.read().shown().word().to_owned()))
        .live(move || {
            matches!(hint.read().shown(), Access::NoRecord).then(|| {
                el("span", "hint")
                    .attr(
                        "title",
                        "The platform holds no status for this user, so nothing keeps it out",
                    )
                    .text("no record")
            })
        })
}

/// Since when the user cannot sign in.
fn since(access: &Access) -> Option<El> {
    let Access::Disabled { since } = access else {
        return None;
    };
    Some(match time::write(since) {
        Some(written) => el("time", "")
            .attr("datetime", since)
            .attr("title", &written.whole)
            .text(&written.day),
        None => clamped(since),
    })
}
