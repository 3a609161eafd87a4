//! The head of the page: the search, the filters, how many users there are and how
//! old the list is.

use super::Users;
use super::columns;
use super::filters::Filters;
use super::orphans::Orphans;
use crate::components::list::{ListToolbar, count_shown};
use crate::components::load_status::LoadStatus;
use crate::components::page_actions::{action, action_unless};
use crate::messages;
use crate::routes;
use crate::ui::icons::{self, Icon};
use crate::ui::link::ButtonLink;
use leptos::prelude::*;
use roster::Ability;
use roster::accounts::{Accounts, Gap};

/// The head of the page.
#[component]
pub(super) fn PageHead(users: Users) -> impl IntoView {
    let connection = users.store.connection();
    let invite = routes::invite(&connection.id).unwrap_or_default();
    let missing = users.store.unavailable_reason(Ability::Invite);
    let filters = view! { <Filters users=users.clone() /> }.into_any();
    let toolbar = view! {
        <ListToolbar
            list=users.list
            query=users.query
            search="Search users"
            filters=filters
            columns=columns::listed(&users.entries)
        />
    };
    register_actions(&users, &invite);
    view! {
        <div class="page-head">
            <div class="title-row">
                <h1 tabindex="-1">"Users"</h1>
                <ButtonLink
                    class="button primary"
                    label="+ Invite"
                    url=invite
                    unavailable=missing
                />
            </div>
            {toolbar}
            <div>
                <ListStatus users=users.clone() />
                <Gaps users=users />
            </div>
        </div>
    }
}

/// How many of how many users are shown, how old the list is, a button that loads it
/// again, and the statuses that belong to no user.
#[component]
fn ListStatus(users: Users) -> impl IntoView {
    let store = users.store.clone();
    let (state, accounts) = (store.load_state().clone(), store.accounts.clone());
    let loaded = state.clone();
    let count = count_shown(users.list, users.query, move || {
        loaded.is_loaded().then(|| accounts.with(total))
    });
    view! {
        <div class="meta-row">
            <LoadStatus count=count state=state on_refresh=move |()| store.load() />
            <Orphans users=users />
        </div>
    }
}

/// How many users there are, as far as is known.
fn total(accounts: &Accounts) -> usize {
    let reported = accounts.gaps.iter().find_map(|gap| match gap {
        Gap::Fewer { reported, .. } => usize::try_from(*reported).ok(),
        _ => None,
    });
    reported.unwrap_or(accounts.list.len())
}

/// What is missing from the list.
#[component]
fn Gaps(users: Users) -> impl IntoView {
    let accounts = users.store.accounts.clone();
    let gaps = Memo::new(move |_| accounts.with(|accounts| accounts.gaps.clone()));
    let platform = users.store.connection().platform;
    let line = move |gap: &Gap| {
        view! {
            <p class="gap">
                <Icon strokes=icons::ALERT />
                <span>{messages::gap(platform, gap)}</span>
            </p>
        }
    };
    let lines = move || {
        gaps.with(|gaps| {
            let lines = (!gaps.is_empty()).then(|| gaps.iter().map(line).collect_view());
            lines.map(|lines| view! { <div>{lines}</div> })
        })
    };
    view! { <div role="status">{lines}</div> }
}

/// Registers what can be done from anywhere on the page, after the search.
fn register_actions(users: &Users, invite: &str) {
    let store = users.store.clone();
    action("Refresh the users", "", move || store.load());
    let (navigation, url) = (users.navigation.clone(), invite.to_owned());
    let missing = users.store.unavailable_reason(Ability::Invite);
    action_unless("Invite a user", missing, move || {
        navigation.open(&url);
    });
}
