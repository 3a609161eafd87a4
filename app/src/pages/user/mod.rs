//! One user: everything the platform holds, and everything that can be done.
//! It opens beside the list, at an address of its own.

mod access;
mod actions;
mod conflict;
mod details;
mod edit;
mod form_dialog;
mod password;
mod raw;
mod recipients;
mod requests;

use crate::browser::reactive::watch;
use crate::components::page_title::name_page;
use crate::components::problem_notice::problem_notice;
use crate::lazy::lazy;
use crate::state::user_store::UserStore;
use crate::ui::button::button;
use crate::ui::dom::{El, el};
use crate::ui::panel;
use crate::ui::placeholders::instead;
use leptos::prelude::*;
use roster::input::isolated;
use roster::people::People;
use roster::record::{PivotRecord, Record};
use roster::{Ability, Change, Plan};
use std::rc::Rc;
use std::sync::Arc;
use wire::Platform;

/// The user a panel is about. Cheap to clone; all clones are the same.
#[derive(Clone)]
struct User {
    store: UserStore,
    key: Arc<str>,
    /// What the platform holds, as it was read last.
    record: ArcMemo<Option<Record>>,
}

/// Which face the panel shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Failed,
    Missing,
    There,
}

lazy!(
    /// The panel of the user with this key; the last argument closes it.
    pub(crate) lazy_panel from work: fn(UserStore, &str, Rc<dyn Fn()>) -> AnyView = panel
);

fn panel(store: UserStore, key: &str, close: Rc<dyn Fn()>) -> AnyView {
    content(store, key, close).into_any()
}

fn content(store: UserStore, key: &str, close: Rc<dyn Fn()>) -> El {
    let reading = (store.clone(), key.to_owned());
    let user = User {
        store,
        key: key.into(),
        record: ArcMemo::new(move |_| reading.0.record(&reading.1)),
    };
    let titled = user.clone();
    watch(move || {
        let label = titled.label();
        name_page(&[&label, "Users", &titled.store.connection().label]);
    });
    let seen = user.clone();
    watch(move || {
        if seen.store.loaded_at.with(Option::is_some) {
            let record = seen.record.get();
            untrack(|| seen.store.saw(&seen.key, record.as_ref(), false));
        }
    });
    let shown = user.clone();
    let face = ArcMemo::new(move |_| shown.face());
    let body_of = user.clone();
    let body = el("div", "page").live(move || {
        Some(match face.get() {
            Face::Loading => el("p", "waiting").text("Loading…"),
            Face::Failed => failed(&body_of),
            Face::Missing => missing(&body_of),
            Face::There => there(&body_of),
        })
    });
    let kind = match user.platform() {
        Platform::Pivot => "Pivot user",
        Platform::Actian => "Actian user",
        Platform::Metabase => "Metabase user",
    };
    panel::panel(kind, move || user.label(), body, move || close())
}

impl User {
    fn platform(&self) -> Platform {
        self.store.connection().platform
    }

    /// What people call it. Reactive.
    fn label(&self) -> String {
        self.record
            .with(|record| record.as_ref().map(Record::label))
            .unwrap_or_else(|| self.key.to_string())
    }

    /// What the platform holds now, as far as is known.
    fn now(&self) -> Option<Record> {
        self.record.get_untracked()
    }

    /// Whether access is asked to be on or off, until the platform has said what
    /// came of it. Reactive.
    fn asked(&self) -> Option<bool> {
        self.store
            .asked
            .with(|asked| asked.get(&*self.key).copied().flatten())
    }

    /// Whether a change of this user is on its way. Reactive.
    fn is_pending(&self) -> bool {
        self.store
            .asked
            .with(|asked| asked.contains_key(&*self.key))
    }

    /// Whether it is a status without a user. Reactive.
    fn is_orphan(&self) -> bool {
        self.record
            .with(|record| matches!(record, Some(Record::Pivot(PivotRecord { user: None, .. }))))
    }

    /// What `change` comes to for this user.
    fn plan(&self, change: &Change) -> Plan {
        self.store.plan(change, &[&self.key])
    }

    /// Why the platform cannot do it, where it cannot.
    fn lacks(&self, ability: Ability) -> Option<&'static str> {
        ability.missing_on(self.platform())
    }

    /// Why it cannot be done here, by the platform or by whoever is signed in.
    fn forbids(&self, ability: Ability) -> Option<&'static str> {
        self.store.lacks(ability)
    }

    fn face(&self) -> Face {
        if self.record.with(Option::is_some) {
            Face::There
        } else if self.store.loaded_at.with(Option::is_some) {
            Face::Missing
        } else if self.store.problem.with(Option::is_some) {
            Face::Failed
        } else {
            Face::Loading
        }
    }
}

/// Nobody was ever loaded.
fn failed(user: &User) -> El {
    let store = user.store.clone();
    el("div", "part").live(move || {
        let problem = store.problem.get()?;
        let store = store.clone();
        let retry = button("Retry", move || store.load());
        Some(problem_notice(problem, vec![retry]))
    })
}

/// There is no such user, or no longer.
fn missing(user: &User) -> El {
    let platform = user.store.connection().label.clone();
    let key = user.key.clone();
    let [store, complete] = [user.store.clone(), user.store.clone()];
    let body = el("div", "").child(instead(
        || "This user is not there".to_owned(),
        move || {
            [
                &*platform,
                " holds nobody called “",
                &*isolated(&key),
                "”. It may have been removed.",
                if complete.people.with(People::is_complete) {
                    ""
                } else {
                    " The list is incomplete, so it may exist all the same."
                },
            ]
            .concat()
        },
        button("Look again", move || store.load()),
    ));
    if user.lacks(Ability::Assign).is_none() {
        body.child(actions::assign(user))
    } else {
        body
    }
}

fn there(user: &User) -> El {
    let watched = user.clone();
    let orphan = ArcMemo::new(move |_| watched.is_orphan());
    let user = user.clone();
    el("div", "page").live(move || {
        let user = user.clone();
        let body = el("div", "").child(access::part(&user));
        let body = if orphan.get() {
            body.child(details::part(&user))
        } else {
            body.child(edit::part(&user)).child(details::part(&user))
        };
        Some(
            body.child(actions::part(&user))
                .child(requests::part(&user))
                .child(raw::part(&user)),
        )
    })
}
