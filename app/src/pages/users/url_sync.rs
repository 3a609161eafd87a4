//! What is looked at, in the address: reloading, sharing and going back keep it.

use crate::browser::events::on_window;
use crate::browser::reactive::watch_later;
use crate::components::navigation::{HistoryEntry, use_navigation};
use crate::routes::{self, UserQuery};
use crate::ui::table::TableHandle;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::rc::Rc;
use std::time::Duration;

/// The shortest time between two changes of the address: Safari allows 100 in
/// 30 seconds and throws at the next.
const PACE: Duration = Duration::from_millis(300);

/// What the address asks for now.
pub(super) fn listed() -> UserQuery {
    let location = use_location();
    routes::user_query_of(&location.search.get_untracked()).0
}

/// Keeps the address and the list alike, whichever changes.
pub(super) fn follow(
    listed: RwSignal<UserQuery>,
    drawn: RwSignal<()>,
    shown: RwSignal<usize>,
    table: TableHandle,
) {
    let location = use_location();
    let navigation = use_navigation();
    let in_url = Memo::new(move |_| routes::user_query_of(&location.search.read()));

    let first = move || table.first();

    let write = Rc::new(move |entry: HistoryEntry| {
        let wanted = (listed.get_untracked(), untrack(first));
        if in_url.get_untracked() == wanted {
            return;
        }
        let query = routes::listing(&wanted.0, wanted.1);
        let path = location.pathname.get_untracked();
        navigation.update(&routes::with_query(&path, &query), entry);
    });

    // While a write waits for its time, the address is behind, not ahead.
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        let handle = waiting.try_update_value(Option::take).flatten();
        if let Some(handle) = handle {
            handle.clear();
        }
    };
    let again = write.clone();
    let soon = Rc::new(move || {
        stop();
        let write = again.clone();
        let handle = set_timeout_with_handle(
            move || {
                waiting.set_value(None);
                write(HistoryEntry::Replace);
            },
            PACE,
        );
        waiting.set_value(handle.ok());
    });

    let asked_soon = soon.clone();

    let mut before = listed.get_untracked();
    watch_later(move || {
        let now = listed.get();
        if now == before {
            return;
        }
        // What is chosen is a step to go back over; what is typed is none.
        let chosen = now.text == before.text;
        before = now;
        if untrack(|| table.first()) > 0 && shown.get_untracked() > 0 {
            table.show(0);
        }
        if untrack(|| in_url.with(|(in_url, _)| *in_url == before)) {
            return;
        }
        if chosen {
            stop();
            write(HistoryEntry::Keep);
        } else {
            asked_soon();
        }
    });
    watch_later(move || {
        let (wanted, _) = in_url.get();
        if waiting.with_value(Option::is_none) && listed.get_untracked() != wanted {
            listed.set(wanted);
        }
    });
    let mut seen = 0;
    watch_later(move || {
        let first = first();
        if first != seen {
            seen = first;
            soon();
        }
    });
    restore(drawn, shown, table, in_url.get_untracked().1);
    on_cleanup(stop);
}

/// Scrolls to where the address says: once rows are there, and on going back.
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
