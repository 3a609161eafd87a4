//! A page of one connection: what the address names, or why there is none.

use crate::components::load_status::LoadFailed;
use crate::components::not_found::NotFound;
use crate::components::page_title::show_page;
use crate::components::secret_gate::lazy_gate;
use crate::routes;
use crate::state::connections::{ConnectionState, Connections};
use crate::state::loadable::Phase;
use crate::state::stores::use_stores;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// What `page` makes of the connection that the address names, or why there is
/// none.
#[component]
pub(crate) fn ConnectionPage(page: fn(&ConnectionState) -> AnyView) -> impl IntoView {
    let connections = use_stores().connections;
    let path = use_location().pathname;
    let id = move || routes::connection(&path.read()).unwrap_or_default();
    let named = Memo::new(move |_| connections.find(&id()));
    let load_state = connections.load_state();
    move || match named.get() {
        Some(state) if state.connection.ask => {
            lazy_gate().view(move |gate| untrack(|| gate(&state, page)))
        }
        Some(state) => untrack(|| page(&state)),
        None => match load_state.phase() {
            Phase::Loading => view! { <ConnectionsLoading /> }.into_any(),
            Phase::Failed => {
                let failed = || {
                    view! {
                        <div class="page">
                            <ConnectionsHeading />
                            <ConnectionsFailed title="Connections" connections=connections />
                        </div>
                    }
                };
                untrack(failed).into_any()
            }
            Phase::Ready | Phase::Stale => {
                let what = format!("There is no connection called “{}”.", id());
                view! { <NotFound what=what /> }.into_any()
            }
        },
    }
}

/// The list of connections could not be loaded.
#[component]
pub(crate) fn ConnectionsFailed(
    /// The title of the page.
    title: &'static str,
    connections: Connections,
) -> impl IntoView {
    show_page(&[title]);
    view! {
        <LoadFailed
            class="page"
            state=connections.load_state()
            on_retry=move |()| connections.load()
        />
    }
}

/// The heading in place of that of a connection's page.
#[component]
fn ConnectionsHeading() -> impl IntoView {
    view! {
        <h1 class="page-head" tabindex="-1">
            "Connections"
        </h1>
    }
}

/// The list of connections is being loaded.
#[component]
pub(crate) fn ConnectionsLoading() -> impl IntoView {
    view! { <p class="waiting">"Loading connections…"</p> }
}
