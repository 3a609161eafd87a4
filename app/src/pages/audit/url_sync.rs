//! What is looked at, in the address: reloading, sharing and going back keep it.

use crate::browser::reactive::watch_later;
use crate::components::navigation::{HistoryEntry, use_navigation};
use crate::routes::{self, AuditQuery};
use crate::state::audit_log::AuditLog;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::rc::Rc;
use std::time::Duration;

/// How long a pause in typing is: the server is asked then, and not before.
const PAUSE: Duration = Duration::from_millis(300);

/// What is asked for; the address and the trail follow it, and it the address.
pub(super) fn follow(trail: AuditLog) -> RwSignal<AuditQuery> {
    let location = use_location();
    let navigation = use_navigation();
    let traced = RwSignal::new(routes::audit_query_of(&location.search.get_untracked()));
    trail.load(&traced.get_untracked());

    let apply: Rc<dyn Fn(HistoryEntry)> = Rc::new(move |entry| {
        let Some(wanted) = traced.try_get_untracked() else {
            return;
        };
        trail.load(&wanted);
        if routes::audit_query_of(&location.search.get_untracked()) != wanted {
            navigation.update(&routes::tracing(&wanted), entry);
        }
    });
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let mut before = traced.get_untracked();
    watch_later(move || {
        let now = traced.get();
        if now == before {
            return;
        }
        // What is chosen is a step to go back over; what is typed is none.
        let chosen = now.text == before.text;
        before = now;
        stop();
        if chosen {
            untrack(|| apply(HistoryEntry::Keep));
            return;
        }
        let apply = apply.clone();
        let later = move || {
            waiting.set_value(None);
            apply(HistoryEntry::Replace);
        };
        waiting.set_value(set_timeout_with_handle(later, PAUSE).ok());
    });
    watch_later(move || {
        let wanted = routes::audit_query_of(&location.search.read());
        // Leaving the page is no wish to see everything.
        let is_here = location.pathname.with(|path| *path == routes::trail());
        let is_ahead = waiting.with_value(Option::is_some);
        if is_here && !is_ahead && traced.get_untracked() != wanted {
            traced.set(wanted);
        }
    });
    on_cleanup(stop);
    traced
}
