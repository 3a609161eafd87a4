//! The start: it leads on to the first connection, or says why it cannot.

use crate::connections::{Connections, Listing};
use crate::title::show_page;
use crate::ui::button::button;
use crate::ui::dom::{El, el, watch_later};
use crate::ui::faces::instead;
use crate::ui::notice::notice;
use crate::ui::view::{Built, built};
use crate::words::Problem;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The page at `/`.
pub(crate) fn page() -> Built {
    let connections = expect_context::<Connections>();
    let navigate = use_navigate();
    watch_later(move || {
        if let Some(url) = connections.first_url() {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&url, options);
        }
    });
    built(move || {
        el("div", "page").live(move || {
            Some(match connections.0.get() {
                Listing::Ready(all) if all.is_empty() => none(connections),
                Listing::Failed(problem) => failed(connections, problem),
                _ => waiting(),
            })
        })
    })
}

/// There is no connection to lead on to.
fn none(connections: Connections) -> El {
    show_page(&["Connections"]);
    el("div", "page").child(heading()).child(instead(
        || "There are no connections yet".to_owned(),
        || {
            "The console's server knows no platform. Add one to its configuration and start it \
             again."
                .to_owned()
        },
        button("Retry", move || connections.load()),
    ))
}

/// The list of connections did not come.
pub(crate) fn failed(connections: Connections, problem: Problem) -> El {
    show_page(&["Connections"]);
    let retry = button("Retry", move || connections.load());
    el("div", "page")
        .child(heading())
        .child(notice(&problem.title, problem.details, vec![retry]))
}

fn heading() -> El {
    el("h1", "page-head")
        .attr("tabindex", "-1")
        .text("Connections")
}

/// The list of connections is on its way.
pub(crate) fn waiting() -> El {
    el("p", "waiting").text("Loading connections…")
}
