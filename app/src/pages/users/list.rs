//! The list, or what is shown in its place while there is none.

use super::Users;
use crate::browser::focus::focus;
use crate::browser::time::number;
use crate::components::load_status::{LoadFailed, StaleNotice};
use crate::routes::{self, UserQuery};
use crate::state::loadable::Phase;
use crate::ui::placeholders::{EmptyState, Skeleton};
use leptos::prelude::*;
use roster::Ability;

/// What the list shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ViewState {
    Loading,
    Failed,
    Empty,
    NoMatch,
    Rows,
}

/// Whether the table is hidden. It stays on the page, with its columns and what
/// has the focus in it.
pub(super) fn hides_table(state: Memo<ViewState>) -> Signal<bool> {
    Signal::derive(move || matches!(state.get(), ViewState::Failed | ViewState::Empty))
}

/// What is shown after the table, or in its place, where there are no rows.
#[component]
pub(super) fn ListPlaceholder(users: Users, state: Memo<ViewState>) -> impl IntoView {
    move || {
        let users = users.clone();
        match state.get() {
            ViewState::Failed => {
                let (state, store) = (users.store.load_state().clone(), users.store);
                let retry = move |()| store.load();
                Some(view! { <LoadFailed class="page" state=state on_retry=retry /> }.into_any())
            }
            ViewState::Empty => Some(view! { <NoUsers users=users /> }.into_any()),
            ViewState::Loading => Some(view! { <Skeleton /> }.into_any()),
            ViewState::NoMatch => Some(untrack(|| view! { <NoMatch users=users /> }.into_any())),
            ViewState::Rows => None,
        }
    }
}

/// What the list shows. Typing does not change it.
pub(super) fn view_state(users: &Users) -> Memo<ViewState> {
    let shown = users.shown;
    let store = users.store.clone();
    Memo::new(move |_| match store.load_state().phase() {
        Phase::Loading => ViewState::Loading,
        Phase::Failed => ViewState::Failed,
        _ if store.accounts.with(|accounts| accounts.list.is_empty()) => ViewState::Empty,
        _ if shown.get() == 0 => ViewState::NoMatch,
        _ => ViewState::Rows,
    })
}

/// The platform has no users.
#[component]
fn NoUsers(users: Users) -> impl IntoView {
    let label = &users.store.connection().label;
    let text = format!("{label} answered, and its list of users is empty.");
    view! {
        <EmptyState title="There are no users yet" text=text>
            <button type="button" class="button" on:click=move |_| users.store.load()>
                "Refresh"
            </button>
        </EmptyState>
    }
}

/// There are users, but none that match the search and the filters.
#[component]
fn NoMatch(users: Users) -> impl IntoView {
    let query = users.query;
    let accounts = users.store.accounts.clone();
    let title = move || {
        query.with(|query| match (query.text.trim(), query.is_filtered()) {
            ("", _) => "No users match these filters".to_owned(),
            (text, false) => format!("No users match “{text}”"),
            (text, true) => format!("No users match “{text}” and these filters"),
        })
    };
    let text = move || {
        let count = number(accounts.with(|accounts| accounts.list.len()));
        let what = query.with(
            |query| match (query.text.trim().is_empty(), query.is_filtered()) {
                (true, _) => "The filters hide",
                (false, true) => "The search and the filters hide",
                (false, false) => "The search hides",
            },
        );
        format!("{what} all {count} users.")
    };
    let clear = move |_| {
        query.update(UserQuery::clear);
        // The button goes with what it cleared.
        focus("input[type=search]");
    };
    let can_assign = Ability::Assign
        .unsupported_reason(users.store.connection().platform)
        .is_none();
    view! {
        <div class="instead">
            <p class="instead-title">{title}</p>
            <p>{text}</p>
            <div class="actions">
                <button type="button" class="button" on:click=clear>
                    "Clear search and filters"
                </button>
            </div>
            {can_assign.then(|| view! { <AssignLink users=users /> })}
        </div>
    }
}

/// A link to the page of the user whose email address is searched for, who can be
/// assigned to this tenant from another one.
#[component]
fn AssignLink(users: Users) -> impl IntoView {
    let query = users.query;
    let link = move || {
        let text = query.with(|query| query.text.trim().to_owned());
        let id = &users.store.connection().id;
        let url = routes::user(id, &text).filter(|_| text.contains('@'))?;
        Some(view! {
            <div class="actions">
                <a class="button" href=url>
                    {format!("Assign “{text}” to this tenant")}
                </a>
            </div>
        })
    };
    view! { <div class="page">{link}</div> }
}

/// The notice above rows that could not be loaded again.
#[component]
pub(super) fn StaleUsers(users: Users) -> impl IntoView {
    let state = users.store.load_state().clone();
    view! { <StaleNotice state=state on_retry=move |()| users.store.load() /> }
}
