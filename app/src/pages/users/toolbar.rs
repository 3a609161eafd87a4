//! What is looked at: the search and the filters, how much of how many, how old.

use super::Users;
use super::filters::filters;
use super::orphans::orphans;
use super::preferences;
use crate::browser::announce::announce;
use crate::browser::reactive::watch_later;
use crate::browser::time::{Now, number};
use crate::components::column_settings::lazy_column_settings;
use crate::components::page_actions::{action, action_unless};
use crate::messages;
use crate::routes;
use crate::ui::button::busy_button;
use crate::ui::dom::{El, el};
use crate::ui::icons::{self, icon};
use crate::ui::link::link;
use crate::ui::popover::popover;
use crate::ui::search_box::search_box;
use crate::ui::table::Column;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use roster::Ability;
use roster::people::{Gap, People};
use std::time::Duration;
use web_sys::HtmlInputElement;

/// How long a pause in typing is.
const PAUSE: Duration = Duration::from_millis(700);

/// The head of the page.
pub(super) fn head(users: &Users) -> El {
    let connection = users.store.connection();
    let invite = routes::invite(&connection.id).unwrap_or_default();
    let missing = users.store.lacks(Ability::Invite);
    let (search, input) = search_box("Search users", searched(users));
    offer(users, input, &invite);
    let all: Vec<Column> = users.entries.iter().map(|entry| entry.column).collect();
    let first = preferences::first(connection.platform, &users.entries);
    let (layout, density) = (users.layout, users.density);
    let columns = move || {
        let (all, first) = (all.clone(), first.clone());
        el("div", "page").view(
            lazy_column_settings()
                .view(move |choice| choice(all.clone(), layout, first.clone(), density)),
        )
    };
    let tools = el("div", "toolbar")
        .child(search)
        .children(filters(users))
        .child(popover("Columns", columns));
    let title = el("div", "title-row")
        .child(el("h1", "").attr("tabindex", "-1").text("Users"))
        .child(link("button primary", "+ Invite", &invite, missing));
    el("div", "page-head")
        .child(title)
        .child(tools)
        .child(meta(users))
}

/// The text that is searched for, by itself.
fn searched(users: &Users) -> RwSignal<String> {
    let listed = users.listed;
    let text = RwSignal::new(listed.with_untracked(|listed| listed.text.clone()));
    crate::browser::reactive::watch(move || {
        let now = text.get();
        if listed.with_untracked(|listed| listed.text != now) {
            listed.update(|listed| listed.text = now);
        }
    });
    crate::browser::reactive::watch(move || {
        let now = listed.with(|listed| listed.text.clone());
        if text.with_untracked(|text| *text != now) {
            text.set(now);
        }
    });
    text
}

/// How many of how many are shown, how old that is, looking again, and what
/// belongs to nobody.
fn meta(users: &Users) -> El {
    let now = expect_context::<Now>();
    let (shown, store) = (users.shown, users.store.clone());
    let count = Memo::new(move |_| {
        if store.loaded_at.with(Option::is_none) {
            return String::new();
        }
        let all = store.people.with(|people| number(total(people)));
        [&*number(shown.get()), " of ", &*all, " shown"].concat()
    });
    announce_when_asked(users, count);
    let loaded_at = users.store.loaded_at.clone();
    let age = move || match loaded_at.get() {
        Some(then) => ["loaded ", &*now.age(then)].concat(),
        None => String::new(),
    };
    let loading = users.store.loading.clone();
    let store = users.store.clone();
    let meta = el("p", "meta")
        .child(el("span", "count").live_text(move || count.get()))
        .child(el("span", "age").live_text(age));
    let refresh = busy_button("Refresh", move || loading.get(), move || store.load());
    let row = orphans(el("div", "meta-row").child(meta).child(refresh), users);
    gaps(row, users)
}

/// How many users there are, as far as is known.
fn total(people: &People) -> usize {
    let reported = people.gaps.iter().find_map(|gap| match gap {
        Gap::Fewer { reported, .. } => usize::try_from(*reported).ok(),
        _ => None,
    });
    reported.unwrap_or(people.accounts.len())
}

/// Says below the `row` about the list what is missing from it.
fn gaps(row: El, users: &Users) -> El {
    let people = users.store.people.clone();
    let gaps = Memo::new(move |_| people.with(|people| people.gaps.clone()));
    let platform = users.store.connection().platform;
    el("div", "")
        .child(row)
        .child(el("div", "").attr("role", "status").live(move || {
            let gaps = gaps.get();
            let said = gaps.iter().fold(el("div", ""), |list, gap| {
                let said = messages::gap(platform, gap);
                let line = el("p", "gap").child(icon(icons::ALERT));
                list.child(line.child(el("span", "").text(&said)))
            });
            (!gaps.is_empty()).then_some(said)
        }))
}

/// Says how many are left, once the typing pauses.
fn announce_when_asked(users: &Users, count: Memo<String>) {
    let listed = users.listed;
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
    };
    let mut first = true;
    watch_later(move || {
        listed.track();
        if std::mem::take(&mut first) {
            return;
        }
        stop();
        let say = move || announce(&count.get_untracked());
        waiting.set_value(set_timeout_with_handle(say, PAUSE).ok());
    });
    on_cleanup(stop);
}

/// What can be done here from anywhere on the page.
fn offer(users: &Users, input: HtmlInputElement, invite: &str) {
    action("Search users", "/", move || {
        // Fails only where the element cannot be focused.
        let _ = input.focus();
        input.select();
    });
    let store = users.store.clone();
    action("Refresh the users", "", move || store.load());
    let (navigation, url) = (users.navigation.clone(), invite.to_owned());
    let missing = users.store.lacks(Ability::Invite);
    action_unless("Invite a user", missing, move || {
        navigation.open(&url);
    });
}
