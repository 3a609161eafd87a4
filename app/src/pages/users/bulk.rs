//! Who is selected, and what is done about all of them at once.

use super::Users;
use super::export::export;
use super::roles;
use super::row_actions::{change, switching};
use super::table::{extent_of, select_shown};
use crate::browser::time::number;
use crate::lazy::lazy;
use crate::ui::button::{button, guarded};
use crate::ui::dom::{El, el};
use crate::ui::menu::{Choice, menu_button};
use crate::ui::selection::{Extent, Selection};
use leptos::prelude::*;
use roster::{Ability, Change};
use std::rc::Rc;
use wire::Platform;

/// The bar under the list, while somebody is selected.
pub(super) fn bar(users: &Users) -> El {
    let selection = users.selection;
    let any = Memo::new(move |_| selection.with(|selection| !selection.is_empty()));
    let users = users.clone();
    el("div", "page").live(move || {
        let users = users.clone();
        any.get()
            .then(|| el("div", "page").view(filled().view(move |filled| filled(&users))))
    })
}

lazy!(filled from work: fn(&Users) -> AnyView = full);

fn full(users: &Users) -> AnyView {
    content(users).into_any()
}

fn content(users: &Users) -> El {
    let selection = users.selection;
    let (counted, shown) = (users.clone(), users.clone());
    let count = el("p", "bulk-count")
        .attr("role", "status")
        .live_text(move || {
            counted.drawn.track();
            selection.with(|selection| said(&counted, selection))
        });
    let rest = el("span", "bulk-rest").live(move || {
        shown.drawn.track();
        let extent = selection.with(|selection| extent_of(&shown, selection));
        let count = number(shown.shown.get());
        let all = shown.clone();
        (extent != Extent::All && shown.shown.get() > 0).then(|| {
            button(&["Select all ", &*count, " shown"].concat(), move || {
                select_shown(&all, true);
            })
        })
    });
    let exported = users.clone();
    el("section", "bulk")
        .attr("aria-label", "Selected users")
        .child(count)
        .child(rest)
        .children(switches(users))
        .child(button("Export CSV", move || export(&exported)))
        .child(more(users))
        .child(button("Clear", move || {
            selection.update(Selection::clear);
            crate::browser::focus::focus("main h1");
        }))
}

/// How many are selected, and how many of them a filter hides.
fn said(users: &Users, selection: &Selection) -> String {
    let count = selection.count();
    let rows = users.rows.borrow();
    let hidden = selection
        .keys()
        .into_iter()
        .filter(|key| rows.number(*key).is_none())
        .count();
    let mut said = [&*number(count), " selected"].concat();
    if hidden > 0 {
        said.push_str(&[", ", &*number(hidden), " not shown"].concat());
    }
    said
}

/// Buttons that switch access on and off.
fn switches(users: &Users) -> Vec<El> {
    let missing = users.store.lacks(Ability::SwitchAccess);
    let one = |label: &str, enable: bool| {
        let users = users.clone();
        let reason = Rc::new(move || missing.map(str::to_owned));
        let [button, said] = guarded(label, reason, move || {
            of_selected(&users, &switching(enable));
        });
        [button, said.attr("class", "hidden")]
    };
    let mut all = Vec::from(one("Enable", true));
    all.extend(one("Disable", false));
    all
}

fn of_selected(users: &Users, what: &Change) {
    let keys = users.selected();
    let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
    change(users, what, &keys);
}

/// Everything else.
fn more(users: &Users) -> El {
    let users = users.clone();
    menu_button("More", move || {
        let platform = users.store.connection().platform;
        let lacks = |ability: Ability| users.store.lacks(ability).unwrap_or_default();
        let doing = |what: Change| {
            let users = users.clone();
            move || of_selected(&users, &what)
        };
        let asking = |title: &'static str, change: fn(String) -> Change| {
            let users = users.clone();
            Choice::new(title, move || {
                roles::ask(&users, title.trim_end_matches('…'), change);
            })
            .unless(lacks(Ability::SetRoles))
        };
        let mut choices = match platform {
            Platform::Pivot => vec![
                asking("Give a role…", Change::AddRole),
                asking("Take a role away…", Change::RemoveRole),
            ],
            Platform::Actian => vec![asking("Set the role…", |role| {
                Change::SetRoles(vec![role])
            })],
            Platform::Metabase => vec![
                asking("Add to a group…", Change::AddRole),
                asking("Take out of a group…", Change::RemoveRole),
            ],
        };
        for (label, admin) in [
            ("Make administrators…", true),
            ("Take administrator rights…", false),
        ] {
            let choice = Choice::new(label, doing(Change::SetAdmin(admin)));
            choices.push(choice.unless(lacks(Ability::SetAdmin)));
        }
        choices.push(
            Choice::new("Remove…", doing(Change::Remove))
                .unless(lacks(Ability::Remove))
                .dangerous(),
        );
        choices
    })
}
