//! The start page: every connection, its state and its numbers.

mod card;

use crate::components::connection_page::{ConnectionsFailed, ConnectionsLoading};
use crate::components::load_status::StaleNotice;
use crate::components::navigation::use_navigation;
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::lazy::lazy;
use crate::state::connections::{ConnectionState, Connections};
use crate::state::loadable::Phase;
use crate::state::stores::{use_stores, use_user_store};
use crate::state::user_store::UserStore;
use crate::ui::placeholders::EmptyState;
use card::ConnectionCard;
use leptos::either::EitherOf4;
use leptos::prelude::*;

lazy!(
    /// The page at `/`, below its heading.
    pub(crate) lazy_page from home: fn() -> AnyView = page
);

fn page() -> AnyView {
    view! { <OverviewPage /> }.into_any()
}

#[component]
fn OverviewPage() -> impl IntoView {
    let connections = use_stores().connections;
    let navigation = use_navigation();
    // With only one there is nothing to choose.
    Effect::new(move |_| {
        if let Some(url) = connections.only_url() {
            navigation.redirect(&url);
        }
    });
    let state = connections.load_state();
    let phase = Memo::new(move |_| state.phase());
    let content = move || {
        let (phase, all) = (phase.get(), connections.all());
        untrack(|| match phase {
            Phase::Failed => EitherOf4::C(view! { <ConnectionsFailed connections=connections /> }),
            Phase::Ready | Phase::Stale if all.is_empty() => {
                EitherOf4::A(view! { <NoConnections connections=connections /> })
            }
            Phase::Ready | Phase::Stale if all.len() > 1 => {
                EitherOf4::B(view! { <ConnectionList all=all /> })
            }
            _ => EitherOf4::D(view! { <ConnectionsLoading /> }),
        })
    };
    view! { <div class="page">{content}</div> }
}

/// No connection is configured.
#[component]
fn NoConnections(connections: Connections) -> impl IntoView {
    show_page(&["Connections"]);
    view! {
        <StaleNotice state=connections.load_state() on_retry=move |()| connections.load() />
        <EmptyState
            title="There are no connections yet"
            text="No platform is configured on the console's server. Add one to its configuration \
                  file and restart it."
        >
            <button type="button" class="button" on:click=move |_| connections.load()>
                "Retry"
            </button>
        </EmptyState>
    }
}

/// Every connection, each loading by itself.
#[component]
fn ConnectionList(all: Vec<ConnectionState>) -> impl IntoView {
    show_page(&["Connections"]);
    let stores: Vec<UserStore> = all.iter().map(use_user_store).collect();
    let cards = all.into_iter().zip(stores.clone()).map(|(state, store)| {
        view! {
            <li>
                <ConnectionCard state=state store=store />
            </li>
        }
    });
    let cards = cards.collect_view();
    action("Refresh every connection", "", move || {
        for store in &stores {
            store.load();
        }
    });
    view! { <ul class="cards">{cards}</ul> }
}
