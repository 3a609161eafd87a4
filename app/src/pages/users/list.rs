//! The list, in each of its faces.

use super::Users;
use crate::browser::focus::focus;
use crate::browser::time::{Now, number};
use crate::components::problem_notice::problem_notice;
use crate::messages::Problem;
use crate::routes::{self, UserQuery};
use crate::ui::button::button;
use crate::ui::dom::{El, el};
use crate::ui::placeholders::{bars, instead};
use leptos::prelude::*;
use roster::Ability;

/// Which face the list shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Failed,
    Empty,
    NoMatch,
    Rows,
}

/// Puts the table in its `frame`, or what stands in its place, on the page.
pub(super) fn list(page: El, users: &Users, frame: El) -> El {
    let face = face(users);
    let users = users.clone();
    // The table stays, so that its columns do, and what is focused in it.
    let frame = frame.live_flag("hidden", move || {
        matches!(face.get(), Face::Failed | Face::Empty)
    });
    page.child(frame).live(move || match face.get() {
        Face::Failed => Some(failed(&users)),
        Face::Empty => Some(empty(&users)),
        Face::Loading => Some(bars()),
        Face::NoMatch => Some(no_match(&users)),
        Face::Rows => None,
    })
}

/// Which face to show. Typing does not change it.
fn face(users: &Users) -> Memo<Face> {
    let shown = users.shown;
    let (loaded_at, problem, people) = (
        users.store.loaded_at.clone(),
        users.store.problem.clone(),
        users.store.people.clone(),
    );
    Memo::new(move |_| {
        if loaded_at.with(Option::is_none) {
            if problem.with(Option::is_some) {
                Face::Failed
            } else {
                Face::Loading
            }
        } else if people.with(|people| people.accounts.is_empty()) {
            Face::Empty
        } else if shown.get() == 0 {
            Face::NoMatch
        } else {
            Face::Rows
        }
    })
}

/// There is nobody.
fn empty(users: &Users) -> El {
    let label = users.store.connection().label.clone();
    let store = users.store.clone();
    instead(
        || "There are no users yet".to_owned(),
        move || [&*label, " answered, and its list of users is empty."].concat(),
        button("Look again", move || store.load()),
    )
}

/// There are some, but not what is looked for.
fn no_match(users: &Users) -> El {
    let listed = users.listed;
    let filtered = move || listed.with(UserQuery::is_filtered);
    let people = users.store.people.clone();
    let face = instead(
        move || {
            let text = listed.with(|listed| listed.text.trim().to_owned());
            match (&*text, filtered()) {
                ("", _) => "No user passes the filters".to_owned(),
                (text, false) => ["No user matches “", text, "”"].concat(),
                (text, true) => ["No user matches “", text, "” and passes the filters"].concat(),
            }
        },
        move || {
            let count = people.with(|people| people.accounts.len());
            let what = match (
                listed.with(|listed| listed.text.trim().is_empty()),
                filtered(),
            ) {
                (true, _) => "The filters hide all ",
                (false, true) => "The search and the filters hide all ",
                (false, false) => "The search hides all ",
            };
            [what, &*number(count), " users."].concat()
        },
        button("Clear search and filters", move || {
            listed.update(UserQuery::clear);
            // The button goes with what it cleared.
            focus("input[type=search]");
        }),
    );
    face.children(elsewhere(users).into_iter().collect())
}

/// The way to take in somebody of another tenant, who is in no list here: the
/// page of who is looked for by address.
fn elsewhere(users: &Users) -> Option<El> {
    let connection = users.store.connection();
    if Ability::Assign.missing_on(connection.platform).is_some() {
        return None;
    }
    let (listed, id) = (users.listed, connection.id.clone());
    Some(el("div", "page").live(move || {
        let text = listed.with(|listed| listed.text.trim().to_owned());
        let url = routes::user(&id, &text).filter(|_| text.contains('@'))?;
        let label = ["Assign “", &*text, "” to this tenant"].concat();
        let link = el("a", "button").attr("href", &url).text(&label);
        Some(el("div", "actions").child(link))
    }))
}

/// Nobody was ever loaded.
fn failed(users: &Users) -> El {
    let store = users.store.clone();
    el("div", "page").live(move || {
        let problem = store.problem.get()?;
        let store = store.clone();
        let retry = button("Retry", move || store.load());
        Some(problem_notice(problem, vec![retry]))
    })
}

/// The strip over rows that could not be loaded again.
pub(super) fn stale(page: El, users: &Users) -> El {
    let now = expect_context::<Now>();
    let store = users.store.clone();
    page.live(move || {
        let then = store.loaded_at.get()?;
        let problem = store.problem.get()?;
        let store = store.clone();
        let age = move || ["Below is what was loaded ", &*now.age(then)].concat();
        let actions = vec![
            button("Retry", move || store.load()),
            el("span", "age").live_text(age),
        ];
        let title = [&*problem.title, " again"].concat();
        Some(problem_notice(Problem { title, ..problem }, actions))
    })
}
