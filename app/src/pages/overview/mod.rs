//! The start page: people and their accounts in numbers, drift, last sign-ins, the last
//! changes, and every connection with its state.

mod card;
mod figures;
mod last_changes;
mod model;
mod sign_ins;

use crate::components::connection_page::{ConnectionsFailed, ConnectionsLoading};
use crate::components::load_status::{PeopleLoadStatus, StaleNotice};
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::records_notice::RecordsNotice;
use crate::lazy::lazy;
use crate::messages;
use crate::state::connections::{ConnectionState, Connections};
use crate::state::loadable::Phase;
use crate::state::people::{PeopleStore, use_people};
use crate::state::stores::{use_stores, use_user_store};
use crate::ui::placeholders::EmptyState;
use card::ConnectionCard;
use figures::{AccessFigures, DriftFigures};
use last_changes::LastChanges;
use leptos::either::EitherOf4;
use leptos::prelude::*;
use model::Summary;
use sign_ins::SignIns;

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
    let state = connections.load_state();
    let phase = Memo::new(move |_| state.phase());
    let content = move || {
        let (phase, all) = (phase.get(), connections.all());
        untrack(|| match phase {
            Phase::Failed => EitherOf4::C(
                view! { <ConnectionsFailed title="Overview" connections=connections /> },
            ),
            Phase::Ready | Phase::Stale if all.is_empty() => {
                EitherOf4::A(view! { <NoConnections connections=connections /> })
            }
            Phase::Ready | Phase::Stale => EitherOf4::B(view! { <Overview all=all /> }),
            Phase::Loading => EitherOf4::D(view! { <ConnectionsLoading /> }),
        })
    };
    view! { <div class="page">{content}</div> }
}

/// No connection is configured.
#[component]
fn NoConnections(connections: Connections) -> impl IntoView {
    show_page(&["Overview"]);
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

/// Everything there is, of connections that load by themselves.
#[component]
fn Overview(all: Vec<ConnectionState>) -> impl IntoView {
    show_page(&["Overview"]);
    let (people, drift) = (use_people(), use_stores().drift);
    let summary = Memo::new(move |_| Summary::read(people, !drift.read().is_empty()));
    action("Refresh every connection", "", move || people.load());
    view! {
        <LoadedConnections people=people />
        <RecordsNotice people=people />
        <AccessFigures summary=summary />
        <div class="overview-row">
            <DriftFigures people=people summary=summary />
            <SignIns summary=summary />
        </div>
        <LastChanges people=people />
        <ConnectionList all=all />
    }
}

/// How many connections are loaded, how old that is, and a button that loads all again.
#[component]
fn LoadedConnections(people: PeopleStore) -> impl IntoView {
    let count = move || {
        let stores = people.user_stores();
        let loaded = stores.iter().filter(|store| store.load_state().is_loaded());
        messages::people::loaded_connections(loaded.count(), stores.len())
    };
    view! {
        <div class="toolbar overview-head">
            <PeopleLoadStatus count=Signal::derive(count) people=people />
        </div>
    }
}

/// Every connection.
#[component]
fn ConnectionList(all: Vec<ConnectionState>) -> impl IntoView {
    let cards = all.into_iter().map(|state| {
        let store = use_user_store(&state);
        view! {
            <li>
                <ConnectionCard state=state store=store />
            </li>
        }
    });
    let cards = cards.collect_view();
    view! {
        <section class="connections">
            <div class="section-head">
                <h2>"Connections"</h2>
            </div>
            <ul class="cards">{cards}</ul>
        </section>
    }
}
