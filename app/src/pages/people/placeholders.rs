//! What is shown in place of the list while there is none.

use super::PeopleList;
use crate::components::connection_page::ConnectionsLoading;
use crate::components::list::{NoMatch, ViewState, view_state};
use crate::components::load_status::LoadFailed;
use crate::routes;
use crate::state::loadable::Phase;
use crate::state::stores::use_stores;
use crate::ui::placeholders::{EmptyState, Skeleton};
use leptos::prelude::*;

/// What the list shows. There are rows as soon as one connection has arrived.
pub(super) fn people_view_state(people: &PeopleList) -> Memo<ViewState> {
    let PeopleList {
        people: store,
        stores,
        list,
        ..
    } = people.clone();
    let total = Memo::new(move |_| {
        list.drawn.track();
        list.rows.read_value().total
    });
    let phase = move || {
        let mut states = stores.iter().map(|store| store.load_state().phase());
        let is_loading = states.clone().any(|phase| phase == Phase::Loading);
        let is_waiting = |store: &crate::state::user_store::UserStore| {
            store.load_state().phase() == Phase::Loading && !store.is_locked.get()
        };
        if total.get() > 0 {
            Phase::Ready
        } else if is_loading && stores.iter().any(is_waiting) || !store.is_settled() {
            Phase::Loading
        } else if states.any(|phase| matches!(phase, Phase::Ready | Phase::Stale)) {
            Phase::Ready
        } else {
            Phase::Failed
        }
    };
    view_state(list, phase, move || total.get() == 0)
}

/// What is shown after the table, or in its place, where there are no rows. What failed is
/// said above it.
#[component]
pub(super) fn PeoplePlaceholder(people: PeopleList, state: Memo<ViewState>) -> impl IntoView {
    move || {
        let PeopleList {
            people: store,
            list,
            query,
            ..
        } = people.clone();
        match state.get() {
            ViewState::Loading => Some(view! { <Skeleton /> }.into_any()),
            ViewState::Empty => Some(
                view! {
                    <EmptyState
                        title="There are no people yet"
                        text="None of the connections has any users."
                    >
                        <button type="button" class="button" on:click=move |_| store.load()>
                            "Refresh"
                        </button>
                    </EmptyState>
                }
                .into_any(),
            ),
            ViewState::NoMatch => Some(untrack(|| {
                view! { <NoMatch list=list query=query more=None /> }.into_any()
            })),
            ViewState::Failed | ViewState::Rows => None,
        }
    }
}

/// The page while no connection is known.
#[component]
pub(super) fn NoConnections() -> impl IntoView {
    let connections = use_stores().connections;
    let state = connections.load_state();
    let shown = move || {
        match state.phase() {
        Phase::Loading => view! { <ConnectionsLoading /> }.into_any(),
        Phase::Failed => {
            let state = state.clone();
            view! {
                <LoadFailed class="page" state=state on_retry=move |()| connections.load() />
            }
            .into_any()
        }
        Phase::Ready | Phase::Stale => view! {
            <EmptyState
                title="There are no connections"
                text="People are the users of all connections. The configuration of this server has none."
            >
                <a class="button" href=routes::home()>
                    "Overview"
                </a>
            </EmptyState>
        }
        .into_any(),
    }
    };
    view! {
        <div class="page">
            <h1 class="page-head" tabindex="-1">
                "People"
            </h1>
            {shown}
        </div>
    }
}
