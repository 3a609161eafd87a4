//! What every page stands in: the connections at the side, the bar on top.

use crate::api::request_log::RequestLog;
use crate::browser::reactive::{root_here, watch_later};
use crate::browser::time::Now;
use crate::components::account;
use crate::components::change_flow::lazy_change;
use crate::components::column_settings::lazy_column_settings;
use crate::components::command_palette::{self, command};
use crate::components::job_tray;
use crate::components::navigation::follow_links;
use crate::components::platform_icon::mark;
use crate::components::session_dialog;
use crate::components::shortcut_help::lazy_help;
use crate::lazy::Lazy;
use crate::pages::{activity, audit, invite, not_found, overview, user, users};
use crate::routes;
use crate::state::connections::{ConnectionState, Connections, Listing};
use crate::state::theme::Theme;
use crate::state::user_store::look_for_interrupted_runs;
use crate::ui::button::icon_button;
use crate::ui::dom::{El, el};
use crate::ui::icons::{self, icon};
use crate::ui::segmented::segmented;
use crate::ui::shortcuts;
use crate::ui::view::{Built, built};
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// The side list, which a narrow page shows on demand.
const SIDE: &str = "side";

/// How long the browser is left alone with what it is about to show.
const PAUSE: Duration = Duration::from_secs(1);

/// The whole page.
pub(crate) fn app() -> impl IntoView {
    root_here();
    shortcuts::listen(keys);
    look_for_interrupted_runs();
    session_dialog::check_on_return();
    session_dialog::open_when_interrupted();
    provide_context(users::OnDemand {
        user: user::lazy_panel,
        prefetch,
    });
    provide_context(RequestLog::start());
    provide_context(Connections::start());
    provide_context(Now::start());
    view! {
        <Router base=routes::base()>
            // External to the router, which would not move the focus.
            <a class="skip" href="#main" rel="external">
                "Skip to the page"
            </a>
            <div class="shell">
                {follow_links()} {built(side)} {built(bar)}
                <main id="main" tabindex="-1">
                    <FlatRoutes fallback=not_found::address>
                        <Route path=routes::HOME view=|| lazy_page(overview::lazy_page) />
                        <Route path=routes::USERS view=users::page />
                        <Route path=routes::ACTIVITY view=|| built(activity_page) />
                        <Route path=routes::INVITE view=|| lazy_page(invite::lazy_page) />
                    </FlatRoutes>
                </main>
                {built(job_tray::foot)}
            </div>
        </Router>
    }
}

/// Shows every key of the page.
fn keys() {
    lazy_help().then(|show| show());
}

/// What makes a page.
type Page = fn() -> El;

/// A page that is in a piece of its own.
fn lazy_page(page: fn() -> Lazy<Page>) -> Built {
    built(move || page().view(|page| page()))
}

/// What this browser did, or everybody.
fn activity_page() -> El {
    let path = use_location().pathname;
    el("div", "page").live(move || {
        let path = path.read();
        let page = match path.trim_end_matches('/') {
            at if at == routes::activity() => activity::lazy_page(),
            at if at == routes::trail() => audit::lazy_page(),
            // Not where the page is being left.
            at => {
                let is_here = at.starts_with(&routes::activity());
                return is_here.then(|| untrack(|| not_found::page_at(at)));
            }
        };
        Some(untrack(|| page.view(|page| page())))
    })
}

/// The connection the address names.
fn current(path: &str) -> Option<ConnectionState> {
    let Listing::Ready(all) = expect_context::<Connections>().0.get() else {
        return None;
    };
    all.into_iter()
        .find(|known| routes::is_within(&known.connection.id, path))
}

fn bar() -> El {
    let path = use_location().pathname;
    let environment = move || match current(&path.read()) {
        Some(known) => known.connection.environment.name().to_owned(),
        None => String::new(),
    };
    let menu = el("button", "menu")
        .attr("type", "button")
        .attr("popovertarget", SIDE)
        .attr("aria-label", "Connections")
        .child(icon(icons::MENU));
    let here = el("p", "here").live(move || {
        let ConnectionState { connection, .. } = current(&path.read())?;
        Some(
            el("span", "here-label")
                .text(&[&*connection.label, " "].concat())
                .child(el("span", "environment").text(connection.environment.name())),
        )
    });
    el("header", "bar-top")
        .live_attr("data-environment", environment)
        .child(menu)
        .child(here)
        .child(finder())
        .child(icon_button("Keyboard shortcuts", icons::HELP, keys))
        .child(theme_switch())
        .child(account::badge())
}

fn side() -> El {
    let path = use_location().pathname;
    let listing = expect_context::<Connections>().0;
    let brand = el("a", "brand")
        .attr("href", &routes::home())
        .attr("title", "Rollcall")
        .child(icon(icons::BRAND))
        .child(el("span", "side-text").text("Rollcall"));
    let entries = move || match listing.get() {
        Listing::Ready(all) => Some(
            all.into_iter()
                .fold(el("ul", ""), |list, known| list.child(entry(known, path))),
        ),
        _ => None,
    };
    let links = el("ul", "")
        .child(activity_link(path))
        .live(move || outbox(&listing.get()));
    let version = ["Rollcall ", env!("CARGO_PKG_VERSION")].concat();
    let side = el("nav", "side")
        .attr("id", SIDE)
        .attr("aria-label", "Connections")
        .attr("popover", "auto")
        .child(brand)
        .child(el("div", "entries").live(entries).child(links))
        .child(el("p", "version side-text").text(&version));
    // Shown on demand, the list has done its work once it led somewhere.
    if let Some(list) = side.element().dyn_ref::<web_sys::HtmlElement>() {
        let list = list.clone();
        watch_later(move || {
            path.track();
            // Fails where it is not shown.
            let _ = list.hide_popover();
        });
    }
    side
}

fn activity_link(path: Memo<String>) -> El {
    let link = el("a", "")
        .attr("href", &routes::activity())
        .attr("title", "Activity")
        .live_attr("aria-current", move || {
            let is_here = path.with(|path| path.starts_with(&routes::activity()));
            if is_here { "page" } else { "false" }.to_owned()
        })
        .child(el("span", "mark").child(icon(icons::ACTIVITY)))
        .child(el("span", "side-text side-label").text("Activity"));
    el("li", "").child(link)
}

/// The link to what a mock would have sent, where there is a mock.
fn outbox(listing: &Listing) -> Option<El> {
    let Listing::Ready(all) = listing else {
        return None;
    };
    let mut outboxes = all.iter().map(|known| &*known.connection.outbox);
    let url = outboxes.find(|outbox| !outbox.is_empty())?;
    let link = el("a", "")
        .attr("href", url)
        .attr("target", "_blank")
        .attr("rel", "noreferrer")
        .attr(
            "title",
            "The newest e-mail of the mock's outbox, in another tab",
        )
        .child(el("span", "mark").child(icon(icons::OUTBOX)))
        .child(el("span", "side-text side-label").text("Outbox"));
    Some(el("li", "").child(link))
}

/// A connection in the side list.
fn entry(known: ConnectionState, path: Memo<String>) -> El {
    let ConnectionState { connection, health } = known;
    let environment = connection.environment.name();
    let url = routes::users(&connection.id).unwrap_or_default();
    let state = health.clone();
    let mark = el("span", "mark")
        .child(icon(mark(connection.platform)))
        .child(
            el("span", "health").live_attr("data-health", move || state.get().name().to_owned()),
        );
    let id = connection.id.clone();
    let link = el("a", "")
        .attr("href", &url)
        .attr("title", &[&*connection.label, ", ", environment].concat())
        .live_attr("aria-current", move || {
            let is_here = path.with(|path| routes::is_within(&id, path));
            if is_here { "page" } else { "false" }.to_owned()
        })
        .child(mark)
        .child(el("span", "side-text side-label").text(&connection.label))
        .child(
            el("span", "side-text environment")
                .attr("data-environment", environment)
                .text(environment),
        )
        .child(el("span", "hidden").live_text(move || [", ", health.get().name()].concat()));
    el("li", "").child(link)
}

/// What opens the palette.
fn finder() -> El {
    let open = command();
    el("button", "find")
        .attr("type", "button")
        .attr("title", command_palette::LABEL)
        .attr("aria-label", command_palette::LABEL)
        .attr("aria-keyshortcuts", "Control+k")
        .on("click", move || open())
        .child(icon(icons::SEARCH))
        .child(el("span", "find-text").text("Find"))
        .child(shortcuts::keys(command_palette::KEY))
}

fn theme_switch() -> El {
    let before = Theme::chosen();
    let first = Theme::ALL.iter().position(|theme| *theme == before);
    let segments = [
        (Theme::System.label(), icons::SYSTEM),
        (Theme::Light.label(), icons::SUN),
        (Theme::Dark.label(), icons::MOON),
    ];
    segmented("Theme", &segments, first.unwrap_or(0), |index| {
        if let Some(theme) = Theme::ALL.get(index) {
            theme.choose();
        }
    })
}

/// Fetches what is likely to be asked for next. All of what is in one part of the
/// release build comes with any of it, but each has its own way in.
fn prefetch() {
    set_timeout(
        || {
            lazy_change().prepare();
            user::lazy_panel().prepare();
            command_palette::lazy_palette().prepare();
            lazy_help().prepare();
            lazy_column_settings().prepare();
            session_dialog::lazy_dialog().prepare();
        },
        PAUSE,
    );
}
