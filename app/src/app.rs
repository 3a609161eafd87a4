//! The console: what every page shares, and which page an address shows.

use crate::browser::reactive::{root_here, watch};
use crate::browser::time::Now;
use crate::components::account::AccountBadge;
use crate::components::change_flow::lazy_change;
use crate::components::column_settings::lazy_column_settings;
use crate::components::command_palette::{self, FindButton};
use crate::components::job_tray::Foot;
use crate::components::navigation::follow_links;
use crate::components::session_dialog;
use crate::components::shortcut_help::lazy_help;
use crate::components::side_list::{SIDE_LIST, SideList};
use crate::lazy::{Lazy, lazy};
use crate::pages::not_found::NotFoundPage;
use crate::pages::users::UsersPage;
use crate::pages::{
    activity, approval, approvals, audit, change, drift, give, invite, leave, overview, people,
    person, profiles, receipt, reconcile, review, reviews, user, users,
};
use crate::routes::{self, Section};
use crate::state::connections::ConnectionState;
use crate::state::stores::{Stores, use_stores};
use crate::state::theme::Theme;
use crate::state::user_store::InterruptedRuns;
use crate::ui::button::IconButton;
use crate::ui::icons::{self, Icon};
use crate::ui::segmented::Segmented;
use crate::ui::shortcuts;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use std::time::Duration;

/// How long the browser is left alone with what it is about to show, before code
/// is fetched that is likely to be needed next.
const PAUSE: Duration = Duration::from_secs(1);

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    root_here();
    let session = Stores::provide().session;
    provide_context(Now::start());
    shortcuts::listen(show_help);
    InterruptedRuns::provide();
    session_dialog::check_on_return(session);
    session_dialog::open_when_interrupted(session);
    // What says that the session has ended, or that something in front of the server
    // answers, must be here before that happens.
    watch(move || {
        session.session();
        if session.id().is_some() {
            prefetch();
        }
    });
    provide_context(users::OnDemand {
        user: user::lazy_panel,
        prefetch,
    });
    view! {
        <Router base=routes::base()>
            // External to the router, which would not move the focus.
            <a class="skip" href="#main" rel="external">
                "Skip to the page"
            </a>
            <Frame />
        </Router>
    }
}

/// The side list, the bar on top, the page and the foot.
#[component]
fn Frame() -> impl IntoView {
    follow_links();
    view! {
        <div class="shell">
            <SideList />
            <TopBar />
            <main id="main" tabindex="-1">
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=routes::HOME view=Overview />
                    <Route path=routes::USERS view=UsersPage />
                    <Route path=routes::INVITE view=|| page(invite::lazy_page) />
                    <Route path=routes::OTHER view=OtherPages />
                </FlatRoutes>
            </main>
            <Foot />
        </div>
    }
}

/// The overview. Its heading is there at once, what is below it is fetched.
#[component]
fn Overview() -> impl IntoView {
    view! {
        <div class="page">
            <h1 class="page-head" tabindex="-1">
                "Overview"
            </h1>
            {page(overview::lazy_page)}
        </div>
    }
}

/// Makes a page.
type Page = fn() -> AnyView;

/// A page whose code is fetched on demand.
fn page(page: fn() -> Lazy<Page>) -> AnyView {
    page().view(|page| page())
}

/// Every page that belongs to no connection, but for the overview.
#[component]
fn OtherPages() -> impl IntoView {
    let path = use_location().pathname;
    move || {
        let section = routes::section(&path.read());
        untrack(|| match section {
            Section::Activity => page(activity::lazy_page),
            Section::AuditLog => page(audit::lazy_page),
            Section::People => page(lazy_people),
            Section::Unknown => view! { <NotFoundPage /> }.into_any(),
            // The page is being left.
            Section::Elsewhere => ().into_any(),
        })
    }
}

lazy!(lazy_people from people: fn() -> AnyView = people_page);

/// The page about people at the path of now. Their code comes together.
fn people_page() -> AnyView {
    let path = use_location().pathname.get_untracked();
    if let Some(key) = routes::open_person(&path) {
        return person::page(&key);
    }
    if let Some(id) = routes::open_receipt(&path) {
        return receipt::page(&id);
    }
    match path.trim_end_matches('/') {
        at if at == routes::people() => people::page(),
        at if at == routes::leave(&[]) => leave::page(),
        at if at == routes::drift() => drift::page(),
        _ => page(lazy_access),
    }
}

lazy!(lazy_access from access: fn() -> AnyView = access_page);

/// The page at the path of now on which the access of people is given, changed, compared
/// with a list, or reviewed, or changes are approved. Their code comes together, after that
/// about people.
fn access_page() -> AnyView {
    let path = use_location().pathname.get_untracked();
    if let Some(id) = routes::open_review(&path) {
        return review::page(&id);
    }
    if let Some(id) = routes::open_approval(&path) {
        return approval::page(&id);
    }
    match path.trim_end_matches('/') {
        at if at == routes::give(None) => give::page(),
        at if at == routes::change_path() => change::page(),
        at if at == routes::profiles() => profiles::page(),
        at if at == routes::reconcile() => reconcile::page(),
        at if at == routes::reviews() => reviews::page(),
        at if at == routes::new_review() => reviews::start_page(),
        at if at == routes::approvals() => approvals::page(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let path = use_location().pathname;
    let connections = use_stores().connections;
    let current = Memo::new(move |_| connections.find_by_path(&path.read()));
    let environment = move || {
        let current = current.get();
        current.map_or("", |current| current.connection.environment.name())
    };
    let here = move || {
        let ConnectionState { connection, .. } = current.get()?;
        Some(view! {
            <span class="here-label">
                {connection.label} " "
                <span class="environment">{connection.environment.name()}</span>
            </span>
        })
    };
    view! {
        <header class="bar-top" data-environment=environment>
            <button type="button" class="menu" popovertarget=SIDE_LIST aria-label="Connections">
                <Icon strokes=icons::MENU />
            </button>
            <p class="here">{here}</p>
            <FindButton />
            <IconButton
                label="Keyboard shortcuts"
                strokes=icons::HELP
                on_press=move |()| show_help()
            />
            <ThemeSwitch />
            <AccountBadge />
        </header>
    }
}

#[component]
fn ThemeSwitch() -> impl IntoView {
    const SEGMENTS: &[(&str, &str)] = &[
        (Theme::System.label(), icons::SYSTEM),
        (Theme::Light.label(), icons::SUN),
        (Theme::Dark.label(), icons::MOON),
    ];
    let chosen = Theme::chosen();
    let first = Theme::ALL.iter().position(|theme| *theme == chosen);
    let choose = |index: usize| {
        if let Some(theme) = Theme::ALL.get(index) {
            theme.choose();
        }
    };
    view! { <Segmented label="Theme" segments=SEGMENTS first=first.unwrap_or(0) on_choose=choose /> }
}

/// Shows every key of the page.
fn show_help() {
    lazy_help().then(|show| show());
}

/// Fetches the code that is likely to be needed next. All code of one part of the
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
