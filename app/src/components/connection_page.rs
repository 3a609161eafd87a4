//! A page of one connection: what the address names, or why there is none.

use crate::components::not_found::NotFound;
use crate::components::page_title::show_page;
use crate::components::problem_notice::ProblemNotice;
use crate::components::secret_gate::lazy_gate;
use crate::messages::Problem;
use crate::routes;
use crate::state::connections::{ConnectionState, Connections, Listing};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// What `page` makes of the connection that the address names, or why there is
/// none.
#[component]
pub(crate) fn ConnectionPage(page: fn(&ConnectionState) -> AnyView) -> impl IntoView {
    let connections = expect_context::<Connections>();
    let path = use_location().pathname;
    let id = Memo::new(move |_| routes::connection(&path.read()).unwrap_or_default());
    move || match connections.0.get() {
        Listing::Loading => view! { <ConnectionsLoading /> }.into_any(),
        Listing::Failed(problem) => {
            view! { <ConnectionsFailed connections=connections problem=problem /> }.into_any()
        }
        Listing::Ready(all) => {
            let id = id.get();
            match all.into_iter().find(|known| known.connection.id == id) {
                Some(known) if known.connection.ask => {
                    lazy_gate().view(move |gate| untrack(|| gate(&known, page)))
                }
                Some(known) => untrack(|| page(&known)),
                None => {
                    let what = format!("There is no connection called “{id}”.");
                    view! { <NotFound what=what /> }.into_any()
                }
            }
        }
    }
}

/// The list of connections could not be loaded.
#[component]
pub(crate) fn ConnectionsFailed(connections: Connections, problem: Problem) -> impl IntoView {
    show_page(&["Connections"]);
    view! {
        <div class="page">
            <ConnectionsHeading />
            <ProblemNotice problem=problem>
                <button type="button" class="button" on:click=move |_| connections.load()>
                    "Retry"
                </button>
            </ProblemNotice>
        </div>
    }
}

/// The heading of the page of connections.
#[component]
pub(crate) fn ConnectionsHeading() -> impl IntoView {
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
