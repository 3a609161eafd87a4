//! How many rows of a list are shown.

use super::{List, ListQuery};
use crate::browser::announce::announce;
use crate::browser::reactive::watch_later;
use crate::browser::time::number;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// How long a pause in typing is.
const PAUSE: Duration = Duration::from_millis(700);

/// How many of how many rows are shown, in words. It is announced when the list is
/// searched or filtered and the typing pauses. `total` says how many rows there are, once
/// that is known.
pub(crate) fn count_shown<Q: ListQuery>(
    list: List,
    query: RwSignal<Q>,
    total: impl Fn() -> Option<usize> + Send + Sync + 'static,
) -> Memo<String> {
    let count = Memo::new(move |_| match total() {
        Some(total) => format!("{} of {} shown", number(list.shown.get()), number(total)),
        None => String::new(),
    });
    announce_after_typing(count, Box::new(move || query.track()));
    count
}

/// Announces the `count` once what is asked for, which `track` tracks, stays the same.
fn announce_after_typing(count: Memo<String>, track: Box<dyn Fn()>) {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_get_value().flatten() {
            handle.clear();
        }
    };
    let mut first = true;
    watch_later(move || {
        track();
        if std::mem::take(&mut first) {
            return;
        }
        stop();
        let say = move || announce(&count.try_get_untracked().unwrap_or_default());
        waiting.set_value(set_timeout_with_handle(say, PAUSE).ok());
    });
    on_cleanup(stop);
}
