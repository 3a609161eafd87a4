//! The head of the page: the search, the filters, how many users there are and how
//! old the list is.

use super::Users;
use super::filters::Filters;
use super::orphans::Orphans;
use super::preferences;
use crate::browser::announce::announce;
use crate::browser::reactive::watch_later;
use crate::browser::time::number;
use crate::components::column_settings::lazy_column_settings;
use crate::components::load_status::LoadStatus;
use crate::components::page_actions::{action, action_unless};
use crate::components::page_query::PageSearch;
use crate::messages;
use crate::routes;
use crate::ui::icons::{self, Icon};
use crate::ui::link::ButtonLink;
use crate::ui::popover::Popover;
use crate::ui::table::Column;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use roster::Ability;
use roster::accounts::{Accounts, Gap};
use std::time::Duration;

/// How long a pause in typing is.
const PAUSE: Duration = Duration::from_millis(700);

/// The head of the page.
#[component]
pub(super) fn PageHead(users: Users) -> impl IntoView {
    let connection = users.store.connection();
    let invite = routes::invite(&connection.id).unwrap_or_default();
    let missing = users.store.unavailable_reason(Ability::Invite);
    let input = NodeRef::<leptos::html::Input>::new();
    register_actions(&users, input, &invite);
    let all: Vec<Column> = users.entries.iter().map(|entry| entry.column).collect();
    let first = preferences::first(&users.entries);
    let (layout, density) = (users.layout, users.density);
    let columns = move || {
        let (all, first) = (all.clone(), first.clone());
        lazy_column_settings()
            .view(move |settings| settings(all.clone(), layout, first.clone(), density))
    };
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
            <div class="toolbar">
                <PageSearch
                    label="Search users"
                    query=users.query
                    text=|query| &mut query.text
                    node_ref=input
                />
                <Filters users=users.clone() />
                <Popover label="Columns">
                    <div class="page">{columns()}</div>
                </Popover>
            </div>
            <div>
                <ListStatus users=users.clone() />
                <Gaps users=users />
            </div>
        </div>
    }
}

/// How many of how many users are shown, how old the list is, and a button that
/// loads it again.
#[component]
fn ListStatus(users: Users) -> impl IntoView {
    let (shown, store) = (users.shown, users.store.clone());
    let count = Memo::new(move |_| {
        if !store.load_state().is_loaded() {
            return String::new();
        }
        let all = store.accounts.with(|accounts| number(total(accounts)));
        format!("{} of {all} shown", number(shown.get()))
    });
    announce_count_after_typing(&users, count);
    let store = users.store.clone();
    view! {
        <div class="meta-row">
            <LoadStatus
                count=count
                state=store.load_state().clone()
                on_refresh=move |()| store.load()
            />
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

/// Announces how many users are shown, once the typing pauses.
fn announce_count_after_typing(users: &Users, count: Memo<String>) {
    let query = users.query;
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_get_value().flatten() {
            handle.clear();
        }
    };
    let mut first = true;
    watch_later(move || {
        query.track();
        if std::mem::take(&mut first) {
            return;
        }
        stop();
        let say = move || announce(&count.try_get_untracked().unwrap_or_default());
        waiting.set_value(set_timeout_with_handle(say, PAUSE).ok());
    });
    on_cleanup(stop);
}

/// Registers what can be done from anywhere on the page.
fn register_actions(users: &Users, input: NodeRef<leptos::html::Input>, invite: &str) {
    action("Search users", "/", move || {
        if let Some(input) = input.try_get_untracked().flatten() {
            // Fails only where the element cannot be focused.
            let _ = input.focus();
            input.select();
        }
    });
    let store = users.store.clone();
    action("Refresh the users", "", move || store.load());
    let (navigation, url) = (users.navigation.clone(), invite.to_owned());
    let missing = users.store.unavailable_reason(Ability::Invite);
    action_unless("Invite a user", missing, move || {
        navigation.open(&url);
    });
}
