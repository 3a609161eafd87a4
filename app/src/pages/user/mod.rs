//! One user: everything in its record, and everything that can be done.
//! It opens beside the list, at an address of its own.

mod access;
mod actions;
mod conflict;
mod details;
mod edit;
mod edit_controls;
mod form_dialog;
mod password;
mod raw;
mod recipients;
mod requests;

use crate::browser::reactive::watch;
use crate::components::load_status::LoadFailed;
use crate::components::page_title::name_page;
use crate::lazy::lazy;
use crate::messages::speaker;
use crate::state::loadable::Phase;
use crate::state::user_store::UserStore;
use crate::ui::panel::Panel;
use crate::ui::placeholders::EmptyState;
use access::AccessSection;
use actions::{Actions, AssignSection};
use details::Details;
use edit::EditSection;
use leptos::prelude::*;
use raw::RawRecord;
use requests::Requests;
use roster::accounts::Accounts;
use roster::input::isolated;
use roster::platform::{EditSupport, edit_support};
use roster::record::Record;
use roster::{Ability, Change, Plan};
use std::rc::Rc;
use std::sync::Arc;
use wire::Platform;

/// The user a panel is about. Cheap to clone; all clones are the same.
#[derive(Clone)]
struct User {
    store: UserStore,
    key: Arc<str>,
    /// The platform's record, as it was read last.
    record: ArcMemo<Option<Record>>,
}

/// What the panel shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ViewState {
    Loading,
    Failed,
    Missing,
    Ready,
}

lazy!(
    /// The panel of the user with this key; the last argument closes it.
    pub(crate) lazy_panel from work: fn(UserStore, &str, Rc<dyn Fn()>) -> AnyView = panel
);

fn panel(store: UserStore, key: &str, close: Rc<dyn Fn()>) -> AnyView {
    let user = User::new(store, key);
    view! { <UserPanel user=user on_close=move |()| close() /> }.into_any()
}

#[component]
fn UserPanel(user: User, #[prop(into)] on_close: UnsyncCallback<()>) -> impl IntoView {
    let named = user.clone();
    watch(move || {
        let label = named.label();
        name_page(&[&label, "Users", &named.store.connection().label]);
    });
    let read = user.clone();
    watch(move || {
        if read.store.load_state().is_loaded() {
            let record = read.record.get();
            untrack(|| read.store.record_access(&read.key, record.as_ref(), false));
        }
    });
    let kind = format!("{} user", speaker(user.platform()));
    let title = {
        let user = user.clone();
        Signal::derive(move || user.label())
    };
    let state = {
        let user = user.clone();
        Memo::new(move |_| user.view_state())
    };
    let body = move || {
        let user = user.clone();
        match state.get() {
            ViewState::Loading => view! { <p class="waiting">"Loading…"</p> }.into_any(),
            ViewState::Failed => {
                let (state, store) = (user.store.load_state().clone(), user.store);
                let retry = move |()| store.load();
                view! { <LoadFailed class="part" state=state on_retry=retry /> }.into_any()
            }
            ViewState::Missing => view! { <Missing user=user /> }.into_any(),
            ViewState::Ready => view! { <Sections user=user /> }.into_any(),
        }
    };
    view! {
        <Panel kind=kind title=title on_close=on_close>
            <div class="page">{body}</div>
        </Panel>
    }
}

impl User {
    fn new(store: UserStore, key: &str) -> Self {
        let (accounts, name) = (store.clone(), key.to_owned());
        Self {
            store,
            key: key.into(),
            record: ArcMemo::new(move |_| accounts.record(&name)),
        }
    }

    fn platform(&self) -> Platform {
        self.store.connection().platform
    }

    /// What its platform knows of editing it.
    fn edit_support(&self) -> &'static dyn EditSupport {
        edit_support(self.platform())
    }

    /// What people call it. Reactive.
    fn label(&self) -> String {
        self.record
            .with(|record| record.as_ref().map(Record::label))
            .unwrap_or_else(|| self.key.to_string())
    }

    /// The record that was read last.
    fn now(&self) -> Option<Record> {
        self.record.get_untracked()
    }

    /// Whether the user is being enabled or disabled, until the platform has reported the
    /// outcome. Reactive.
    fn requested_access(&self) -> Option<bool> {
        self.store
            .pending
            .with(|pending| pending.get(&*self.key).copied().flatten())
    }

    /// Whether a change of this user is in progress. Reactive.
    fn is_pending(&self) -> bool {
        self.store
            .pending
            .with(|pending| pending.contains_key(&*self.key))
    }

    /// Whether it is a status without a user. Reactive.
    fn is_orphan(&self) -> bool {
        self.record
            .with(|record| record.as_ref().is_some_and(Record::is_orphan))
    }

    /// What `change` results in for this user.
    fn plan(&self, change: &Change) -> Plan {
        self.store.plan(change, &[&self.key])
    }

    /// Why the platform cannot do it, where it cannot.
    fn unsupported_reason(&self, ability: Ability) -> Option<&'static str> {
        ability.unsupported_reason(self.platform())
    }

    /// Why it cannot be done here, because of the platform or of the role of who is signed in.
    fn unavailable_reason(&self, ability: Ability) -> Option<&'static str> {
        self.store.unavailable_reason(ability)
    }

    fn view_state(&self) -> ViewState {
        if self.record.with(Option::is_some) {
            return ViewState::Ready;
        }
        match self.store.load_state().phase() {
            Phase::Loading => ViewState::Loading,
            Phase::Failed => ViewState::Failed,
            Phase::Ready | Phase::Stale => ViewState::Missing,
        }
    }
}

/// There is no such user, or no longer.
#[component]
fn Missing(user: User) -> impl IntoView {
    let store = user.store.clone();
    let platform = store.connection().label.clone();
    let key = isolated(&user.key).into_owned();
    let accounts = store.accounts.clone();
    let text = Signal::derive(move || {
        let incomplete = if accounts.with(Accounts::is_complete) {
            ""
        } else {
            " The list is incomplete, so the user may exist all the same."
        };
        format!("{platform} has no user named “{key}”. It may have been removed.{incomplete}")
    });
    let can_assign = user.unsupported_reason(Ability::Assign).is_none();
    let assign = can_assign.then(|| view! { <AssignSection user=user /> });
    view! {
        <div>
            <EmptyState title="User not found" text=text>
                <button type="button" class="button" on:click=move |_| store.load()>
                    "Refresh"
                </button>
            </EmptyState>
            {assign}
        </div>
    }
}

/// Everything about a user that is there.
#[component]
fn Sections(user: User) -> impl IntoView {
    let is_orphan = {
        let user = user.clone();
        Memo::new(move |_| user.is_orphan())
    };
    let sections = move || {
        let edit = (!is_orphan.get()).then(|| view! { <EditSection user=user.clone() /> });
        view! {
            <div>
                <AccessSection user=user.clone() />
                {edit}
                <Details user=user.clone() />
                <Actions user=user.clone() />
                <Requests user=user.clone() />
                <RawRecord user=user.clone() />
            </div>
        }
    };
    view! { <div class="page">{sections}</div> }
}
