//! Whether the user can sign in: now, how to change it, what was seen before.

use super::User;
use super::details::moment;
use super::form_dialog::{LastResult, ask, go};
use crate::ui::button::Reason;
use crate::ui::dom::{El, boolean, el, new_id};
use crate::ui::panel::section;
use crate::ui::switch::switch;
use leptos::prelude::*;
use roster::people::Account;
use roster::record::{Access, Record};
use roster::{Ability, Change, StatusForm};
use wire::Platform;

pub(super) fn part(user: &User) -> El {
    let last = LastResult::nothing();
    section("Access")
        .child(control(user, last))
        .child(last.shown())
        .child(history(user))
}

/// What tells the user from others of the same name.
fn handle(user: &User) -> String {
    user.store.people.with_untracked(|people| {
        let account = people.find(&user.key);
        account.map_or(&*user.key, Account::handle).to_owned()
    })
}

fn control(user: &User, last: LastResult) -> El {
    if let Some(why) = user.lacks(Ability::SwitchAccess) {
        return lacking(user, why);
    }
    let known = user.clone();
    let unknown = ArcMemo::new(move |_| {
        let access = known.record.with(|one| one.as_ref().map(Record::access));
        access == Some(Access::Unknown)
    });
    let choosing = user.clone();
    let [shown, word, since] = [user.clone(), user.clone(), user.clone()];
    let [busy, pressed] = [user.clone(), user.clone()];
    let is_on = move || {
        shown.asked().unwrap_or_else(|| {
            shown
                .record
                .with(|record| record.as_ref().is_none_or(|one| one.access().is_enabled()))
        })
    };
    let on = is_on.clone();
    let forbidden = user.forbids(Ability::SwitchAccess);
    let switch = switch(
        &["Access for ", &*handle(user)].concat(),
        is_on,
        move || busy.is_pending(),
        move || match forbidden {
            Some(why) => crate::browser::announce::announce(why),
            None => press(&pressed, last),
        },
    );
    let (switch, reason) = match forbidden {
        Some(why) => off_limits(switch, why),
        None => (switch, el("p", "page")),
    };
    let words = move || {
        let known = word
            .record
            .with(|record| record.as_ref().map(Record::access));
        match (word.asked(), known) {
            (Some(true), _) => "Asking to enable…".to_owned(),
            (Some(false), _) => "Asking to disable…".to_owned(),
            (None, Some(Access::NoRecord)) => "Enabled, with no status record".to_owned(),
            (None, access) => access
                .map(|access| access.word().to_owned())
                .unwrap_or_default(),
        }
    };
    let access = el("div", "access")
        .child(switch.live_attr("data-unknown", {
            let unknown = unknown.clone();
            move || boolean(unknown.get())
        }))
        .child(
            el("span", "status-word")
                .live_attr("data-on", move || boolean(on()))
                .live_text(words),
        )
        .live(move || {
            let access = since.record.with(|one| one.as_ref().map(Record::access));
            match access {
                Some(Access::Disabled { since: Some(when) }) => {
                    // Metabase only tells when the user was last changed.
                    let word = match since.platform() {
                        Platform::Metabase => "last changed ",
                        _ => "since ",
                    };
                    Some(el("span", "since").text(word).child(moment(&when)))
                }
                _ => None,
            }
        });
    let choice = el("div", "").live(move || {
        let user = choosing.clone();
        unknown.get().then(|| either_way(&user, last))
    });
    el("div", "").child(access).child(choice).child(reason)
}

/// The platform does not say how it is: it can be set either way.
fn either_way(user: &User, last: LastResult) -> El {
    let platform = crate::messages::speaker(user.platform());
    let why = [platform, " does not say whether this user is enabled."].concat();
    let set = |label: &str, change: Change| {
        let user = user.clone();
        let forbidden = user.forbids(Ability::SwitchAccess);
        crate::ui::button::button(label, move || match forbidden {
            Some(why) => crate::browser::announce::announce(why),
            None => ask(&user, &change, last),
        })
    };
    let enable = Change::Enable {
        restore_admin: false,
    };
    el("div", "stack")
        .child(el("p", "reason").text(&why))
        .child(
            el("div", "actions")
                .child(set("Enable", enable))
                .child(set("Disable", Change::Disable { since: None })),
        )
}

/// `switch` as one that cannot be pressed, and why.
fn off_limits(switch: El, why: &str) -> (El, El) {
    let id = new_id();
    let switch = switch
        .attr("aria-disabled", "true")
        .attr("aria-describedby", &id);
    (switch, el("p", "reason").attr("id", &id).text(why))
}

/// The platform has no such switch: it is there, off limits, and says why.
fn lacking(user: &User, why: &'static str) -> El {
    let spoken = move || crate::browser::announce::announce(why);
    let switch = switch(
        &["Access for ", &*handle(user)].concat(),
        || true,
        || false,
        spoken,
    );
    let (switch, reason) = off_limits(switch, why);
    el("div", "")
        .child(
            el("div", "access").child(switch).child(
                el("span", "status-word")
                    .attr("data-on", "true")
                    .text("Member"),
            ),
        )
        .child(reason)
}

fn press(user: &User, last: LastResult) {
    let Some(record) = user.now() else { return };
    if untrack(|| user.is_pending()) {
        crate::browser::announce::announce("It is still being changed.");
        return;
    }
    if record.access() == Access::Unknown {
        crate::browser::announce::announce(
            "The status is unknown. Choose Enable or Disable below.",
        );
        return;
    }
    let enable = !record.access().is_enabled();
    let change = if enable {
        Change::Enable {
            restore_admin: false,
        }
    } else {
        Change::Disable { since: None }
    };
    ask(user, &change, last);
}

/// What this browser saw of the user's access.
fn history(user: &User) -> El {
    let user = user.clone();
    el("div", "page").live(move || {
        let seen = user.store.seen(&user.key);
        if seen.is_empty() {
            return None;
        }
        let list = seen.iter().fold(el("ol", "seen"), |list, one| {
            let how = if one.changed_here {
                ", read back after a change from here"
            } else {
                ", read with the list"
            };
            list.child(
                el("li", "")
                    .child(el("span", "").text(&[one.word, how, ", "].concat()))
                    .child(moment(&one.at)),
            )
        });
        Some(
            el("details", "")
                .child(el("summary", "").text("What this browser saw"))
                .child(list),
        )
    })
}

/// A status as a record of its own: Pivot alone has them.
pub(super) fn status_question(user: &User, last: LastResult) {
    use crate::ui::dialog;
    use crate::ui::fields::text;
    use crate::ui::form::Form;
    let user = user.clone();
    dialog::open("Set the status record", move |dialog| {
        let before = match user.now() {
            Some(Record::Pivot(record)) => record.status.and_then(|status| status.disabled),
            _ => None,
        };
        let form = Form::new();
        let opened = StatusForm {
            disabled: before.map(String::from),
        };
        let since = form.text(
            "Disabled since",
            opened.disabled.as_deref().unwrap_or_default(),
        );
        let now = crate::browser::time::now_rfc3339();
        let hint = [
            "A time in UTC such as ",
            &*now,
            ". Empty means enabled. What Pivot makes of a time to come is not documented.",
        ]
        .concat();
        let closing = dialog.clone();
        let asking = user.clone();
        let submit = move || {
            let text = since.text().trim().to_owned();
            if !text.is_empty() && crate::browser::time::write(&text).is_none() {
                return vec![(
                    Some(since),
                    "Write the time like 2026-01-31T09:30:00.000Z, or leave it empty".to_owned(),
                )];
            }
            let change = Change::SetStatus {
                disabled: (!text.is_empty()).then_some(text),
                opened: Some(opened.clone()),
            };
            closing.close();
            go(&asking, asking.plan(&change), last);
            Vec::new()
        };
        let same: Reason = crate::ui::form::no_reason();
        form.view(
            "Set the status",
            same,
            vec![text(since, "text", &hint)],
            Vec::new(),
            submit,
        )
    });
}
