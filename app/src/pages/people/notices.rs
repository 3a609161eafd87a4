//! What is missing: connections that could not be loaded, those that ask for a secret, and
//! what the server keeps.

use super::PeopleList;
use crate::browser::time::Now;
use crate::components::load_status::LoadButton;
use crate::components::problem_notice::ProblemNotice;
use crate::components::records_notice::RecordsNotice;
use crate::messages::{self, Problem};
use crate::routes;
use crate::state::loadable::{LoadState, Phase};
use crate::state::user_store::UserStore;
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;
use std::sync::Arc;

/// How many connections that failed are shown in full; more are behind a line that says
/// how many, so that the list stays in sight.
const SHOWN: usize = 2;

/// What is missing, above the table.
#[component]
pub(super) fn Notices(people: PeopleList) -> impl IntoView {
    let PeopleList {
        people: store,
        stores,
        ..
    } = people;
    view! {
        <div class="page">
            <RecordsNotice people=store />
            <FailedConnections stores=stores.clone() />
            <Gaps stores=stores />
        </div>
    }
}

/// The connections whose users could not be loaded, each with the platform's words.
#[component]
fn FailedConnections(stores: Arc<[UserStore]>) -> impl IntoView {
    let failed = Memo::new(move |_| {
        let failed = stores
            .iter()
            .filter(|store| !store.is_locked.get() && store.load_state().problem().is_some());
        failed.cloned().collect::<Vec<_>>()
    });
    move || {
        let mut failed = failed.get();
        let more = failed.split_off(failed.len().min(SHOWN));
        let notice = |store| view! { <ConnectionNotice store=store /> };
        let more = match more.len() {
            0 => None,
            count => {
                let noun = if count == 1 {
                    "connection"
                } else {
                    "connections"
                };
                Some(view! {
                    <details class="more-notices">
                        <summary>{format!("{count} more {noun} could not be loaded")}</summary>
                        {more.into_iter().map(notice).collect_view()}
                    </details>
                })
            }
        };
        let shown = failed.into_iter().map(notice).collect_view();
        view! {
            {shown}
            {more}
        }
    }
}

/// Why the users of a connection could not be loaded, or not again. The rest of the page
/// works without them.
#[component]
fn ConnectionNotice(store: UserStore) -> impl IntoView {
    let now = expect_context::<Now>();
    let state: LoadState = store.load_state().clone();
    move || {
        let Problem { title, details } = state.problem()?;
        let is_stale = state.phase() == Phase::Stale;
        let title = if is_stale {
            format!("{title} again")
        } else {
            title
        };
        let (store, state, loaded) = (store.clone(), state.clone(), state.clone());
        let age = move || {
            let at = loaded.loaded_at().filter(|_| is_stale)?;
            Some(format!("Its column shows what was loaded {}", now.age(at)))
        };
        Some(view! {
            <ProblemNotice problem=Problem { title, details }>
                <LoadButton
                    label="Retry"
                    state=state
                    on_press=move |()| store.load()
                />
                <span class="age">{age}</span>
            </ProblemNotice>
        })
    }
}

/// What is not known of connections although nothing failed: those that ask for a secret,
/// and those that did not list all of their users.
#[component]
fn Gaps(stores: Arc<[UserStore]>) -> impl IntoView {
    let gaps = {
        let stores = stores.clone();
        Memo::new(move |_| {
            let gaps = stores.iter().enumerate().flat_map(|(at, store)| {
                let gaps = store.accounts.with(|accounts| accounts.gaps.clone());
                let platform = store.connection().platform;
                let text = move |gap| (at, messages::gap(platform, &gap));
                gaps.into_iter().map(text)
            });
            gaps.collect::<Vec<_>>()
        })
    };
    let locked = {
        let stores = stores.clone();
        Memo::new(move |_| {
            let locked = (0..).zip(stores.iter());
            let locked = locked.filter(|(_, store)| store.is_locked.get());
            locked.map(|(at, _): (usize, _)| at).collect::<Vec<_>>()
        })
    };
    let lines = move || {
        let gap = |(at, text): (usize, String)| {
            let label = stores[at].connection().label.clone();
            gap_line(format!("{label}: {text}"), None)
        };
        let secret = |at: usize| {
            let connection = stores[at].connection();
            gap_line(
                messages::people::secret_missing(connection),
                routes::users(&connection.id),
            )
        };
        let locked = locked.get().into_iter().map(secret);
        let lines: Vec<_> = locked.chain(gaps.get().into_iter().map(gap)).collect();
        (!lines.is_empty()).then(|| view! { <div>{lines}</div> })
    };
    view! { <div role="status">{lines}</div> }
}

/// A line that says what is not known, with a link to where that can be changed.
fn gap_line(text: String, url: Option<String>) -> impl IntoView {
    let link = url.map(|url| view! { <a href=url>"Sign in"</a> });
    view! {
        <p class="gap">
            <Icon strokes=icons::ALERT />
            <span>{text} " " {link}</span>
        </p>
    }
}
