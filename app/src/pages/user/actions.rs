//! What else can be done with a user. What the platform does not offer is shown
//! as well, with the reason.

use super::User;
use super::access::status_question;
use super::form_dialog::{LastResult, ask, form_dialog};
use super::{password, recipients};
use crate::ui::button::guarded;
use crate::ui::dom::{El, el};
use crate::ui::fields;
use crate::ui::panel::section;
use leptos::prelude::*;
use roster::record::{PivotRecord, Record};
use roster::{Ability, Change, Edit, Secret};
use std::rc::Rc;
use wire::Platform;
use wire::metabase::Modal;

/// One thing that can be done.
struct UserAction {
    ability: Ability,
    /// The button's text.
    verb: &'static str,
    words: &'static str,
    destroys: bool,
    act: Box<dyn FnMut()>,
}

pub(super) fn part(user: &User) -> El {
    let last = LastResult::nothing();
    let watched = user.clone();
    // What it offers depends on these alone; the rest of the record may change.
    let shape = ArcMemo::new(move |_| {
        let admin = (watched.record).with(|one| one.as_ref().is_some_and(Record::is_admin));
        (admin, watched.is_orphan())
    });
    let user = user.clone();
    section("Actions")
        .live(move || {
            let (admin, orphan) = shape.get();
            Some(untrack(|| all(&user, admin, orphan, last)))
        })
        .child(last.shown())
}

fn all(user: &User, admin: bool, orphan: bool, last: LastResult) -> El {
    let platform = crate::messages::speaker(user.platform());
    let (can, cannot): (Vec<UserAction>, Vec<UserAction>) = deeds(user, admin, orphan, last)
        .into_iter()
        .partition(|deed| user.lacks(deed.ability).is_none());
    let shown = can.into_iter().map(|deed| row(user, deed)).collect();
    let missing = cannot.into_iter().map(|deed| row(user, deed)).collect();
    let summary = ["What ", platform, " does not offer"].concat();
    let viewing = user.forbids(Ability::Edit);
    el("div", "stack")
        .children(
            viewing
                .map(|why| el("p", "reason").text(why))
                .into_iter()
                .collect(),
        )
        .child(el("div", "deeds").children(shown))
        .child(
            el("details", "")
                .child(el("summary", "").text(&summary))
                .child(el("div", "deeds").children(missing)),
        )
}

#[expect(clippy::too_many_lines, reason = "a list, one entry after the other")]
fn deeds(user: &User, admin: bool, orphan: bool, last: LastResult) -> Vec<UserAction> {
    let deed = |ability, verb, words, act: Box<dyn FnMut()>| UserAction {
        ability,
        verb,
        words,
        destroys: false,
        act,
    };
    let change = |change: Change| -> Box<dyn FnMut()> {
        let user = user.clone();
        Box::new(move || ask(&user, &change, last))
    };
    let call = |act: fn(&User, LastResult)| -> Box<dyn FnMut()> {
        let user = user.clone();
        Box::new(move || act(&user, last))
    };
    let mut deeds = vec![
        deed(
            Ability::SetAdmin,
            if admin {
                "Take administrator rights"
            } else {
                "Make administrator"
            },
            "Administrators may do everything on the platform.",
            change(Change::SetAdmin(!admin)),
        ),
        deed(
            Ability::SendWelcome,
            "Ask for the welcome e-mail again",
            "Documented for new users only, so it may do nothing.",
            call(welcome),
        ),
        deed(
            Ability::SendReset,
            "Ask for a password-reset e-mail",
            "The platform is asked to send it; whether it arrives is not told.",
            change(Change::SendReset),
        ),
        deed(
            Ability::SetPassword,
            "Set the password",
            "A generated one, shown once, or one that you type.",
            call(password::set),
        ),
        deed(
            Ability::ChangePassword,
            "Change my password",
            "For your own user only: Actian wants the password that holds.",
            call(password::change),
        ),
        deed(
            Ability::Assign,
            "Assign to this tenant",
            "For an account of another tenant, with a role here.",
            call(assign_dialog),
        ),
        deed(
            Ability::StatusRecords,
            "Set the status record",
            "The record that says whether the name is disabled, and since when.",
            call(status_question),
        ),
        deed(
            Ability::StatusRecords,
            "Delete the status record",
            "The record alone. Not a way to enable somebody.",
            change(Change::DeleteStatus),
        ),
        deed(
            Ability::MarkSeen,
            "Mark the first introduction as seen",
            "The one to the query builder.",
            change(Change::MarkSeen(Modal::QueryBuilder)),
        ),
        deed(
            Ability::MarkSeen,
            "Mark the data introduction as seen",
            "The one to data sets.",
            change(Change::MarkSeen(Modal::Datasets)),
        ),
        deed(
            Ability::Recipients,
            "Show recipients",
            "Whom the login of this connection may send results to.",
            call(recipients::show),
        ),
    ];
    if !orphan {
        deeds.push(UserAction {
            ability: Ability::Remove,
            verb: match user.platform() {
                Platform::Actian => "Remove from this tenant",
                _ => "Delete with its status",
            },
            words: match user.platform() {
                Platform::Actian => "Whether the account goes with it is not documented.",
                _ => "The user, then its status, step by step.",
            },
            destroys: true,
            act: change(Change::Remove),
        });
    }
    deeds
}

fn row(user: &User, deed: UserAction) -> El {
    let lacking = user.lacks(deed.ability);
    let why = user.forbids(deed.ability);
    let there = user.clone();
    let verb = deed.verb;
    let reason = move || match why {
        Some(why) => Some(why.to_owned()),
        None if verb == "Delete the status record" && !has_status(&there) => {
            Some("There is no status record.".to_owned())
        }
        None => None,
    };
    let [button, reason] = guarded(deed.verb, Rc::new(reason), deed.act);
    let button = if deed.destroys && why.is_none() {
        button.attr("class", "button destroys")
    } else {
        button
    };
    let words = if lacking.is_some() { "" } else { deed.words };
    // What is so of every row is said once, above them.
    let reason = if why == lacking {
        reason
    } else {
        reason.attr("class", "hidden")
    };
    el("div", "deed").child(button).child(
        el("div", "")
            .child(el("p", "hint").text(words))
            .child(reason),
    )
}

fn has_status(user: &User) -> bool {
    user.record.with(|record| {
        matches!(
            record,
            Some(Record::Pivot(PivotRecord {
                status: Some(_),
                ..
            }))
        )
    })
}

fn welcome(user: &User, last: LastResult) {
    let url = user.store.connection().public_url.clone();
    form_dialog(
        user,
        "Ask for the welcome e-mail again",
        "Ask Pivot",
        last,
        move |form| {
            let start = form.text("Address of Pivot", &url);
            let view = fields::text(start, "url", "What the link in the e-mail starts with.");
            let answer = move || {
                let url = start.text().trim().to_owned();
                Ok(Change::SendWelcome {
                    client_url: (!url.is_empty()).then_some(url),
                })
            };
            (vec![view], Box::new(answer))
        },
    );
}

fn assign_dialog(user: &User, last: LastResult) {
    form_dialog(user, "Assign to this tenant", "Assign", last, |form| {
        let role = form.text("Role", "user");
        let choices = [("user", "User"), ("admin", "Administrator")];
        let choices = choices.map(|(id, title)| (id.to_owned(), title.to_owned()));
        let view = fields::radios(role, "", &choices);
        let answer = move || Ok(Change::Assign { role: role.text() });
        (vec![view], Box::new(answer))
    });
}

/// Taking somebody into this tenant who is not in the list.
pub(super) fn assign(user: &User) -> El {
    let last = LastResult::nothing();
    let asking = user.clone();
    let words = "An account of another tenant can be taken into this one.";
    let why = user.forbids(Ability::Assign);
    let reason = move || why.map(str::to_owned);
    let assign = guarded("Assign to this tenant", Rc::new(reason), move || {
        assign_dialog(&asking, last);
    });
    section("Assign")
        .child(el("p", "hint").text(words))
        .child(el("div", "actions").children(assign.into()))
        .child(last.shown())
}

/// Every change that the page offers, with what would be typed left open.
pub(super) fn samples(user: &User) -> Vec<(String, Change)> {
    let text = || "…".to_owned();
    let secret = || Secret::new("…".to_owned());
    let record = user.now();
    let ids = record.as_ref().map(Record::role_ids).unwrap_or_default();
    // One that the user lacks, by its ID where the list of them was read.
    let another = user.store.people.with_untracked(|people| {
        let lacks = |role: &&roster::people::Role| ids.iter().all(|id| **id != *role.id);
        let found = people.roles.iter().find(lacks);
        found.map_or_else(text, |role| role.id.to_string())
    });
    let edit = Edit {
        fields: roster::record::Field::of(user.platform())
            .iter()
            .map(|field| (*field, text()))
            .collect(),
        ..Edit::default()
    };
    let admin = record.as_ref().is_some_and(Record::is_admin);
    let all = [
        (
            Ability::SwitchAccess,
            Change::Enable {
                restore_admin: admin,
            },
        ),
        (Ability::SwitchAccess, Change::Disable { since: None }),
        (Ability::Edit, Change::Edit(edit)),
        (
            Ability::SeveralRoles,
            Change::SetRoles([ids, vec![another]].concat()),
        ),
        (Ability::SetAdmin, Change::SetAdmin(!admin)),
        (
            Ability::SendWelcome,
            Change::SendWelcome {
                client_url: Some(text()),
            },
        ),
        (Ability::SendReset, Change::SendReset),
        (Ability::SetPassword, Change::SetPassword(secret())),
        (
            Ability::ChangePassword,
            Change::ChangePassword {
                old: secret(),
                new: secret(),
            },
        ),
        (
            Ability::Assign,
            Change::Assign {
                role: "…".to_owned(),
            },
        ),
        (
            Ability::StatusRecords,
            Change::SetStatus {
                disabled: Some(text()),
                opened: None,
            },
        ),
        (Ability::StatusRecords, Change::DeleteStatus),
        (Ability::MarkSeen, Change::MarkSeen(Modal::QueryBuilder)),
        (Ability::MarkSeen, Change::MarkSeen(Modal::Datasets)),
        (Ability::Remove, Change::Remove),
    ];
    let label = user
        .record
        .with_untracked(|record| record.as_ref().map(Record::label).unwrap_or_default());
    all.into_iter()
        .filter(|(ability, _)| user.lacks(*ability).is_none())
        .map(|(_, change)| ([change.verb(), " ", &*label].concat(), change))
        .collect()
}
