//! The table, in each of its faces.

use super::model::{Row, Users};
use super::row;
use crate::time::{Now, number};
use crate::ui::button::button;
use crate::ui::code_block::folded;
use crate::ui::dom::{El, Item, el, focus};
use crate::ui::faces::{instead, loading_rows};
use crate::ui::notice::notice;
use leptos::prelude::*;
use roster::Query;

/// Which face the list shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Failed,
    Empty,
    NoMatch,
    Rows,
}

/// The rows that are looked for.
pub(super) fn shown(users: &Users, search: RwSignal<String>) -> Memo<Vec<Row>> {
    let rows = users.rows.clone();
    Memo::new(move |_| {
        let query = search.with(|text| Query::new(text));
        rows.with(|rows| {
            rows.iter()
                .filter(|row| query.matches(&row.account))
                .cloned()
                .collect()
        })
    })
}

/// Puts the table, or what stands in its place, on the page.
pub(super) fn list(page: El, users: Users, search: RwSignal<String>, shown: Memo<Vec<Row>>) -> El {
    let face = face(users.clone(), shown);
    let no_match = users.clone();
    page.live(move || {
        let users = users.clone();
        Some(match face.get() {
            Face::Failed => failed(users),
            Face::Empty => empty(users),
            Face::Loading => table(loading_rows(body(), row::COLUMNS.len())),
            Face::NoMatch => table(body()),
            Face::Rows => table(body().keyed(move || {
                let item = |one: &Row| {
                    let users = users.clone();
                    let one = one.clone();
                    Item {
                        key: one.id,
                        view: Box::new(move || row::row(users, one)),
                    }
                };
                shown.with(|rows| rows.iter().map(item).collect())
            })),
        })
    })
    .live(move || (face.get() == Face::NoMatch).then(|| hidden(no_match.clone(), search)))
}

/// Which face to show. Typing does not change it, so it does not make the table
/// anew.
fn face(users: Users, shown: Memo<Vec<Row>>) -> Memo<Face> {
    Memo::new(move |_| {
        if users.loaded_at.with(Option::is_none) {
            if users.problem.with(Option::is_some) {
                Face::Failed
            } else {
                Face::Loading
            }
        } else if users.rows.with(Vec::is_empty) {
            Face::Empty
        } else if shown.with(Vec::is_empty) {
            Face::NoMatch
        } else {
            Face::Rows
        }
    })
}

fn table(body: El) -> El {
    // The roles repeat what the elements say: narrow pages show rows as cards,
    // and some browsers forget that a table is one when it is not laid out so.
    let table = el("table", "")
        .attr("role", "table")
        .child(el("caption", "hidden").text("Users"))
        .child(el("thead", "").attr("role", "rowgroup").child(row::head()))
        .child(body);
    el("div", "table-frame").child(table)
}

fn body() -> El {
    el("tbody", "").attr("role", "rowgroup")
}

/// There is nobody.
fn empty(users: Users) -> El {
    let label = users.connection().label.clone();
    instead(
        || "There are no users yet".to_owned(),
        move || [&*label, " answered, and its list of users is empty."].concat(),
        button("Look again", move || users.load()),
    )
}

/// There are some, but not what is looked for.
fn hidden(users: Users, search: RwSignal<String>) -> El {
    instead(
        move || ["No user matches “", search.get().trim(), "”"].concat(),
        move || {
            let count = users.rows.with(Vec::len);
            ["The search hides all ", &*number(count), " users."].concat()
        },
        button("Clear search", move || {
            search.set(String::new());
            // The button goes with what it cleared.
            focus("input[type=search]");
        }),
    )
}

/// Nobody was ever loaded.
fn failed(users: Users) -> El {
    el("div", "page").live(move || {
        let problem = users.problem.get()?;
        let users = users.clone();
        let retry = button("Retry", move || users.load());
        Some(notice(&problem.title, problem.details, vec![retry]))
    })
}

/// The strip over rows that could not be loaded again.
pub(super) fn stale(page: El, users: Users) -> El {
    let now = expect_context::<Now>();
    page.live(move || {
        let then = users.loaded_at.get()?;
        let problem = users.problem.get()?;
        let users = users.clone();
        let age = move || ["Below is what was loaded ", &*now.age(then)].concat();
        let actions = vec![
            button("Retry", move || users.load()),
            el("span", "age").live_text(age),
        ];
        let title = [&*problem.title, " again"].concat();
        Some(notice(&title, problem.details, actions))
    })
}

/// Statuses that nobody goes with.
pub(super) fn orphans(page: El, users: Users) -> El {
    page.live(move || {
        let names = users.orphans.get();
        let title = match names.len() {
            0 => return None,
            1 => "1 status belongs to no user".to_owned(),
            count => [&*number(count), " statuses belong to no user"].concat(),
        };
        Some(
            folded(&title, &names.join("\n"))
                .attr("class", "orphans")
                .child(el("p", "").text("A disabled one would meet the next person of that name.")),
        )
    })
}
