//! Looks by itself what others have changed on the server, while the page is in sight.

use crate::api::session::SessionState;
use crate::browser::events::on_document;
use crate::browser::reactive::watch;
use leptos::prelude::*;
use std::time::Duration;

/// How often a page looks.
const INTERVAL: Duration = Duration::from_secs(15);

/// Whether a page can look now. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Looking {
    /// Counts what cut the page off from its session.
    interruptions: Memo<u32>,
    /// [`interruptions`](Self::interruptions) when it was last known to be in its session.
    known: StoredValue<u32>,
}

impl Looking {
    pub(crate) fn new(session: SessionState) -> Self {
        let looking = Self {
            interruptions: Memo::new(move |before: Option<&u32>| {
                session.interruption();
                before.map_or(0, |before| before + 1)
            }),
            known: StoredValue::new(0),
        };
        watch(move || {
            session.track_resumed();
            looking.resume();
        });
        looking
    }

    /// Calls `look` every 15 seconds, and at once when the page comes into sight, for as
    /// long as the owner lives. Not while the page is out of sight or
    /// [held](Self::is_held).
    pub(crate) fn begin(self, look: impl Fn() + Clone + 'static) {
        let look = move || {
            if !document().hidden() && !self.is_held() {
                look();
            }
        };
        if let Ok(handle) = set_interval_with_handle(look.clone(), INTERVAL) {
            on_cleanup(move || handle.clear());
        }
        on_document("visibilitychange", move |_| look());
    }

    /// The page is in its session: what it shows was loaded.
    pub(crate) fn resume(self) {
        let interruptions = self.interruptions.get_untracked();
        // The page may have been left.
        let _ = self.known.try_set_value(interruptions);
    }

    /// Whether the page is cut off from its session: each look would say so again.
    pub(crate) fn is_held(self) -> bool {
        self.interruptions.get_untracked() != self.known.get_value()
    }
}
