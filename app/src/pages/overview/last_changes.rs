//! The newest changes that the audit log has.

use crate::api::console_api::ConsoleApi;
use crate::components::audit_entries::EntryTable;
use crate::components::load_status::{LoadFailed, StaleNotice};
use crate::routes;
use crate::state::loadable::Phase;
use crate::state::people::{PeopleStore, Records};
use crate::state::recent_changes::{RecentChanges, SHOWN};
use crate::state::stores::use_stores;
use leptos::prelude::*;

/// The changes, with their heading.
#[component]
pub(super) fn LastChanges(people: PeopleStore) -> impl IntoView {
    let session = use_stores().session;
    let changes = RecentChanges::new(ConsoleApi { session });
    let has_log = Memo::new(move |_| has_audit_log(people));
    Effect::new(move |_| {
        if has_log.get() == Some(true) {
            changes.load();
        }
    });
    // What could not be loaded without a session is, once there is one.
    Effect::new(move |before: Option<()>| {
        session.track_resumed();
        if before.is_some() && untrack(|| changes.load_state().has_failed()) {
            changes.load();
        }
    });
    view! {
        <section class="last-changes">
            <div class="section-head">
                <h2>"Last changes"</h2>
                {move || log_link(has_log.get())}
            </div>
            {move || placeholder(has_log.get(), changes)}
            <EntryTable caption="Last changes" entries=changes.entries() />
        </section>
    }
}

/// Whether the server has an audit log; nothing while that is not known.
fn has_audit_log(people: PeopleStore) -> Option<bool> {
    match people.records_state().phase() {
        Phase::Loading => None,
        // What went wrong there may be wrong with the log as well: it says so itself.
        Phase::Failed => Some(true),
        Phase::Ready | Phase::Stale => Some(people.records(Records::has_audit_log)),
    }
}

fn log_link(has_log: Option<bool>) -> AnyView {
    if has_log == Some(false) {
        view! { <a href=routes::activity()>"Requests of this browser"</a> }.into_any()
    } else {
        view! { <a href=routes::trail()>"Audit log"</a> }.into_any()
    }
}

/// What is shown in place of changes or above them.
fn placeholder(has_log: Option<bool>, changes: RecentChanges) -> Option<AnyView> {
    let state = changes.load_state();
    let view = match (has_log, state.phase()) {
        (Some(false), _) => view! {
            <p>"This server has no audit log, so it does not know what was changed before."</p>
        }
        .into_any(),
        (None, _) | (_, Phase::Loading) => view! { <Waiting /> }.into_any(),
        (_, Phase::Failed) => view! {
            <LoadFailed class="" state=state on_retry=move |()| changes.load() />
        }
        .into_any(),
        (_, Phase::Stale) => view! {
            <StaleNotice state=state on_retry=move |()| changes.load() />
        }
        .into_any(),
        (_, Phase::Ready) if changes.entries().with(Vec::is_empty) => view! {
            <p>"Nothing was changed through this server yet."</p>
        }
        .into_any(),
        (_, Phase::Ready) => return None,
    };
    Some(view)
}

/// As high as the table with all of its rows.
#[component]
fn Waiting() -> impl IntoView {
    let bar = || view! { <div><span class="bar"></span></div> };
    view! {
        <div class="bars" aria-hidden="true">
            {(0..=SHOWN).map(|_| bar()).collect_view()}
        </div>
    }
}
