//! A list in its URL: what it asks for, and the first row in view.

use super::{List, ListQuery};
use crate::browser::events::on_window;
use crate::browser::reactive::watch_later;
use crate::components::navigation::use_navigation;
use crate::components::page_query::{PageUrl, follow_url};
use crate::routes;
use crate::ui::row_keys::index;
use crate::ui::table::TableHandle;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Lets a list and its URL follow each other. `is_of_page` says whether a path is the
/// list's.
pub(crate) fn follow_list_url<Q: ListQuery>(
    list: List,
    query: RwSignal<Q>,
    table: TableHandle,
    is_of_page: impl Fn(&str) -> bool + 'static,
) {
    let location = use_location();
    let in_url = move || Q::from_list_url(&location.search.read());
    let (_, first) = untrack(in_url);
    let navigation = use_navigation();
    scroll_to_top_on_change(query, list.shown, table);
    let write = move |entry| {
        let (query, first) = (query.get(), table.first());
        if in_url() != (query.clone(), first) {
            let query = query.to_list_url(first);
            navigation.update(&routes::with_query(&location.pathname.get(), &query), entry);
        }
    };
    let writer = follow_url(
        query,
        PageUrl {
            is_of_page: Box::new(is_of_page),
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
    restore(list, table, first, |query| Q::from_list_url(query).1);
}

/// Another list begins at its top.
fn scroll_to_top_on_change<Q: ListQuery>(
    query: RwSignal<Q>,
    shown: RwSignal<usize>,
    table: TableHandle,
) {
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
fn restore(list: List, table: TableHandle, first: u32, first_in: fn(&str) -> u32) {
    let (drawn, shown) = (list.drawn, list.shown);
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
            show(table, shown, first_in(&query));
        });
    });
}

fn show(table: TableHandle, shown: RwSignal<usize>, first: u32) {
    let count = shown.try_get_untracked().unwrap_or(0);
    if let Some(last) = index(count).checked_sub(1) {
        table.show(first.min(last));
    }
}
