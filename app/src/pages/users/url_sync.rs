//! The list in its URL: what it looks for, and the first row in view.

use super::Users;
use crate::browser::events::on_window;
use crate::browser::reactive::watch_later;
use crate::components::page_query::{PageQuery, PageUrl, follow_url};
use crate::routes::{self, UserQuery};
use crate::ui::table::TableHandle;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

impl PageQuery for UserQuery {
    fn from_url(query: &str) -> Self {
        routes::user_query_of(query).0
    }

    fn text(&mut self) -> &mut String {
        &mut self.text
    }
}

/// Lets the list and its URL follow each other.
pub(super) fn follow(users: &Users, table: TableHandle) {
    let (query, shown) = (users.query, users.shown);
    let location = use_location();
    let in_url = move || routes::user_query_of(&location.search.read());
    let (_, first) = untrack(in_url);
    scroll_to_top_on_change(query, shown, table);
    let navigation = users.navigation.clone();
    let write = move |entry| {
        let (query, first) = (query.get(), table.first());
        if in_url() != (query.clone(), first) {
            let query = routes::listing(&query, first);
            navigation.update(&routes::with_query(&location.pathname.get(), &query), entry);
        }
    };
    let id = users.store.connection().id.clone();
    let writer = follow_url(
        query,
        PageUrl {
            is_of_page: Box::new(move |path| routes::is_within(&id, path)),
            apply: Box::new(|_| {}),
            write: Box::new(write),
        },
    );
    let mut written = 0;
    watch_later(move || {
        let first = table.first();
        if first != written {
            written = first;
            writer.write_later();
        }
    });
    restore(users.drawn, shown, table, first);
}

/// Another list begins at its top.
fn scroll_to_top_on_change(query: RwSignal<UserQuery>, shown: RwSignal<usize>, table: TableHandle) {
    let mut before = query.get_untracked();
    watch_later(move || {
        let now = query.get();
        if now == before {
            return;
        }
        before = now;
        if untrack(|| table.first()) > 0 && shown.get_untracked() > 0 {
            table.show(0);
        }
    });
}

/// Scrolls to where the URL says: once there are rows, and on going back.
fn restore(drawn: RwSignal<()>, shown: RwSignal<usize>, table: TableHandle, first: u32) {
    let mut wanted = Some(first).filter(|first| *first > 0);
    watch_later(move || {
        drawn.track();
        if shown.get() > 0
            && let Some(first) = wanted.take()
        {
            // Once the table has drawn them.
            request_animation_frame(move || show(table, shown, first));
        }
    });
    on_window("popstate", move |_| {
        request_animation_frame(move || {
            let query = window().location().search().unwrap_or_default();
            let (_, first) = routes::user_query_of(&query);
            show(table, shown, first);
        });
    });
}

fn show(table: TableHandle, shown: RwSignal<usize>, first: u32) {
    let count = shown.try_get_untracked().unwrap_or(0);
    if let Some(last) = super::row_model::index(count).checked_sub(1) {
        table.show(first.min(last));
    }
}
