//! A page of one connection: what the address names, or why there is none.

use crate::components::not_found;
use crate::components::page_title::show_page;
use crate::components::problem_notice::problem_notice;
use crate::components::secret_gate::lazy_gate;
use crate::messages::Problem;
use crate::routes;
use crate::state::connections::{ConnectionState, Connections, Listing};
use crate::ui::button::button;
use crate::ui::dom::{El, el};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// What `view` makes of the connection that the address names, or why there is
/// none.
pub(crate) fn of_connection(view: fn(&ConnectionState) -> El) -> El {
    let connections = expect_context::<Connections>();
    let path = use_location().pathname;
    let id = Memo::new(move |_| routes::connection(&path.read()).unwrap_or_default());
    el("div", "page").live(move || {
        Some(match connections.0.get() {
            Listing::Loading => waiting(),
            Listing::Failed(problem) => failed(connections, problem),
            Listing::Ready(all) => {
                let id = id.get();
                match all.into_iter().find(|known| known.connection.id == id) {
                    Some(known) if known.connection.ask => {
                        lazy_gate().view(move |gate| untrack(|| gate(&known, view)))
                    }
                    Some(known) => untrack(|| view(&known)),
                    None => not_found::connection(&id),
                }
            }
        })
    })
}

/// The list of connections did not come.
pub(crate) fn failed(connections: Connections, problem: Problem) -> El {
    show_page(&["Connections"]);
    let retry = button("Retry", move || connections.load());
    el("div", "page")
        .child(heading())
        .child(problem_notice(problem, vec![retry]))
}

/// The heading of the page of connections.
pub(crate) fn heading() -> El {
    el("h1", "page-head")
        .attr("tabindex", "-1")
        .text("Connections")
}

/// The list of connections is on its way.
pub(crate) fn waiting() -> El {
    el("p", "waiting").text("Loading connections…")
}
