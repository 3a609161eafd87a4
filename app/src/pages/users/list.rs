//! What is shown in place of the list while there is none.

use super::Users;
use crate::components::list::{NoMatch, ViewState, view_state};
use crate::components::load_status::LoadFailed;
use crate::lazy::lazy;
use crate::routes;
use crate::ui::placeholders::{EmptyState, Skeleton};
use leptos::prelude::*;
use roster::Ability;

/// What the list shows.
pub(super) fn users_view_state(users: &Users) -> Memo<ViewState> {
    let (store, accounts) = (users.store.clone(), users.store.accounts.clone());
    view_state(
        users.list,
        move || store.load_state().phase(),
        move || accounts.with(|accounts| accounts.list.is_empty()),
    )
}

/// What is shown after the table, or in its place, where there are no rows.
#[component]
pub(super) fn UsersPlaceholder(users: Users, state: Memo<ViewState>) -> impl IntoView {
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
            ViewState::NoMatch => {
                let no_match = move || lazy_no_match().view(move |face| face(&users));
                Some(untrack(no_match))
            }
            ViewState::Rows => None,
        }
    }
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

lazy!(lazy_no_match from work: fn(&Users) -> AnyView = no_match);

/// There are users, but none that match the search and the filters.
fn no_match(users: &Users) -> AnyView {
    let can_assign = Ability::Assign
        .unsupported_reason(users.store.connection().platform)
        .is_none();
    let (list, query) = (users.list, users.query);
    let more = can_assign.then(|| view! { <AssignLink users=users.clone() /> }.into_any());
    view! { <NoMatch list=list query=query more=more /> }.into_any()
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
