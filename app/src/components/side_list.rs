//! The list at the side: the connections, how each is, and the other pages.

use crate::components::platform_icon::PlatformIcon;
use crate::routes;
use crate::state::connections::ConnectionState;
use crate::state::stores::{Stores, use_stores};
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Its id. A narrow page shows it on demand.
pub(crate) const SIDE_LIST: &str = "side";

/// The list at the side.
#[component]
pub(crate) fn SideList() -> impl IntoView {
    let path = use_location().pathname;
    let Stores {
        connections,
        drift,
        approvals,
        ..
    } = use_stores();
    let node = NodeRef::<leptos::html::Nav>::new();
    // Where it is shown on demand, it has done its work once it led somewhere.
    Effect::new(move |_| {
        path.track();
        if let Some(list) = node.try_get_untracked().flatten() {
            // Fails where it is not shown.
            let _ = list.hide_popover();
        }
    });
    let entries = move || {
        let all = connections.all().into_iter();
        let entries: Vec<_> = all.map(|state| view! { <Entry state=state /> }).collect();
        (!entries.is_empty()).then(|| view! { <ul>{entries}</ul> })
    };
    let sections = [
        ("Overview", routes::home(), icons::OVERVIEW, None),
        ("People", routes::people(), icons::PEOPLE, None),
        ("Profiles", routes::profiles(), icons::PERSON, None),
        ("Drift", routes::drift(), icons::ALERT, Some(drift)),
        ("Access reviews", routes::reviews(), icons::CHECK, None),
        (
            "Approvals",
            routes::approvals(),
            icons::APPROVAL,
            Some(approvals),
        ),
    ];
    view! {
        <nav class="side" id=SIDE_LIST aria-label="Connections" popover="auto" node_ref=node>
            <a class="brand" href=routes::home() title="Rollcall">
                <Icon strokes=icons::BRAND />
                <span class="side-text">"Rollcall"</span>
            </a>
            <div class="entries">
                <ul>{sections.map(section).into_iter().collect_view()}</ul>
                {entries}
                <ul>
                    {section(("Activity", routes::activity(), icons::ACTIVITY, None))}
                    {move || outbox(&connections.all())}
                </ul>
            </div>
            <p class="version side-text">{concat!("Rollcall ", env!("CARGO_PKG_VERSION"))}</p>
        </nav>
    }
}

/// `aria-current` of a link to where the page is, or not.
const fn current(is_here: bool) -> &'static str {
    if is_here { "page" } else { "false" }
}

/// A page of no connection: what it is called, its URL, with which those of its section
/// begin, its icon, and how many things to look at there are, where that is known.
type Section = (&'static str, String, &'static str, Option<RwSignal<String>>);

/// A link to it.
fn section((label, url, strokes, count): Section) -> AnyView {
    let path = use_location().pathname;
    let is_below = url.clone();
    // Every page is below the overview.
    let is_here = move || {
        path.with(|path| {
            *path == is_below || !is_below.ends_with('/') && path.starts_with(&is_below)
        })
    };
    let count = count.map(|count| {
        view! {
            <span class="side-count" data-count=count>
                {count}
            </span>
        }
    });
    view! {
        <li>
            <a
                href=url
                title=label
                aria-current=move || current(is_here())
            >
                <span class="mark">
                    <Icon strokes=strokes />
                </span>
                <span class="side-text side-label">{label}</span>
                {count}
            </a>
        </li>
    }
    .into_any()
}

/// The link to what a mock would have sent, where there is a mock.
fn outbox(all: &[ConnectionState]) -> Option<impl IntoView + use<>> {
    let mut outboxes = all.iter().map(|state| &state.connection.outbox);
    let url = outboxes.find(|outbox| !outbox.is_empty())?.clone();
    Some(view! {
        <li>
            <a
                href=url
                target="_blank"
                rel="noreferrer"
                title="The newest email of the mock's outbox, in another tab"
            >
                <span class="mark">
                    <Icon strokes=icons::OUTBOX />
                </span>
                <span class="side-text side-label">"Outbox"</span>
            </a>
        </li>
    })
}

/// A connection in the list.
#[component]
fn Entry(state: ConnectionState) -> impl IntoView {
    let path = use_location().pathname;
    let health = state.health();
    let connection = state.connection;
    let environment = connection.environment.name();
    let url = routes::users(&connection.id).unwrap_or_default();
    let title = format!("{}, {environment}", connection.label);
    let id = connection.id;
    let is_here = move || path.with(|path| routes::is_within(&id, path));
    view! {
        <li>
            <a
                href=url
                title=title
                aria-current=move || current(is_here())
            >
                <span class="mark">
                    <PlatformIcon platform=connection.platform />
                    <span class="health" data-health=move || health.get().name()></span>
                </span>
                <span class="side-text side-label">{connection.label}</span>
                <span class="side-text environment" data-environment=environment>
                    {environment}
                </span>
                <span class="hidden">{move || format!(", {}", health.get().name())}</span>
            </a>
        </li>
    }
}
