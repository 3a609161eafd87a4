//! Every change, every sign-in and every reading of the audit log that the
//! console's server has recorded.

mod filter;

use crate::api::console_api::ConsoleApi;
use crate::api::session::SessionState;
use crate::browser::focus::focus;
use crate::browser::time::number;
use crate::components::audit_entries::EntryTable;
use crate::components::load_status::{LoadButton, LoadStatus, StaleNotice};
use crate::components::log_page::LogPageHead;
use crate::components::page_actions::action;
use crate::components::page_query::{PageQuery, use_page_query};
use crate::components::page_title::show_page;
use crate::components::problem_notice::ProblemNotice;
use crate::lazy::lazy;
use crate::routes::{self, AuditQuery};
use crate::state::audit_log::{AuditLog, LoadedEntries, filters};
use crate::state::loadable::Phase;
use crate::state::stores::use_stores;
use crate::ui::placeholders::{EmptyState, Skeleton};
use filter::Filters;
use leptos::either::Either;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ViewState {
    /// The server has no audit log.
    Unavailable,
    Loading,
    Failed,
    Empty,
    NoMatch,
    Entries,
}

impl PageQuery for AuditQuery {
    fn from_url(query: &str) -> Self {
        routes::audit_query_of(query)
    }

    fn text(&mut self) -> &mut String {
        &mut self.text
    }
}

lazy!(
    /// The page at `/activity/trail`.
    pub(crate) lazy_page from trail: fn() -> AnyView = page
);

fn page() -> AnyView {
    view! { <AuditPage /> }.into_any()
}

#[component]
fn AuditPage() -> impl IntoView {
    show_page(&["Audit log", "Activity"]);
    let session = use_stores().session;
    let log = AuditLog::new(ConsoleApi { session });
    let query = use_page_query(routes::trail(), routes::audit_log_url, move |query| {
        log.load(query);
    });
    action("Search the audit log", "", || focus("input[type=search]"));
    action("Refresh the audit log", "", move || reload(log, query));
    retry_with_next_session(session, log, query);
    let state = Memo::new(move |_| view_state(log, query));
    view! {
        <div class="page">
            <Head log=log query=query />
            <StaleNotice state=log.load_state() on_retry=move |()| reload(log, query) />
            {move || placeholder(state.get(), log, query)}
            <EntryTable
                caption="Entries"
                entries=Signal::derive(move || log.entries().with(|all| all.entries.clone()))
            />
            <OlderButton log=log />
        </div>
    }
}

fn reload(log: AuditLog, query: RwSignal<AuditQuery>) {
    log.load(&query.get_untracked());
}

/// Loads again what could not be loaded without a session, once there is one.
fn retry_with_next_session(session: SessionState, log: AuditLog, query: RwSignal<AuditQuery>) {
    Effect::new(move |before: Option<()>| {
        session.track_resumed();
        if before.is_some() && untrack(|| log.load_state().has_failed()) {
            untrack(|| reload(log, query));
        }
    });
}

fn view_state(log: AuditLog, query: RwSignal<AuditQuery>) -> ViewState {
    if !log.is_available() {
        return ViewState::Unavailable;
    }
    match log.load_state().phase() {
        Phase::Loading => return ViewState::Loading,
        Phase::Failed => return ViewState::Failed,
        Phase::Ready | Phase::Stale => {}
    }
    let (is_empty, has_older) = log
        .entries()
        .with(|entries| (entries.is_empty(), entries.has_older()));
    if !is_empty {
        ViewState::Entries
    } else if has_older {
        // Older entries may match.
        ViewState::Loading
    } else if query.with(|query| *query == AuditQuery::default()) {
        ViewState::Empty
    } else {
        ViewState::NoMatch
    }
}

#[component]
fn Head(log: AuditLog, query: RwSignal<AuditQuery>) -> impl IntoView {
    const LEAD: &str = "Changes made through this console's server, sign-ins, and readings of \
                        this log: who, when, from where, and the outcome. Passwords and tokens \
                        are never recorded.";
    let count = Signal::derive(move || {
        if !log.load_state().is_loaded() {
            return String::new();
        }
        let entries = log.entries();
        let (count, has_older) = entries.with(|all| (all.entries.len(), all.has_older()));
        match (has_older, count) {
            (true, _) => format!("{} newest entries", number(count)),
            (false, 1) => "1 entry".to_owned(),
            (false, _) => format!("{} entries, newest first", number(count)),
        }
    });
    view! {
        <LogPageHead lead=LEAD>
            <div hidden=move || !log.is_available()>
                <Filters log=log query=query />
                <div class="toolbar">
                    <LoadStatus
                        count=count
                        state=log.load_state()
                        on_refresh=move |()| reload(log, query)
                    />
                    <ExportLink label="Export JSON" format="json" query=query />
                    <ExportLink label="Export CSV" format="csv" query=query />
                </div>
            </div>
        </LogPageHead>
    }
}

/// A link to the log as a file, as far as the query asks for it. There is none
/// where a filter cannot be applied.
#[component]
fn ExportLink(
    label: &'static str,
    format: &'static str,
    query: RwSignal<AuditQuery>,
) -> impl IntoView {
    move || {
        let filters = filters(&query.get()).ok()?;
        let url = routes::trail_file(format, &routes::query(&filters));
        Some(view! {
            <a class="button" download="" rel="external" href=url>
                {label}
            </a>
        })
    }
}

/// What is shown in place of entries, where there are none.
fn placeholder(state: ViewState, log: AuditLog, query: RwSignal<AuditQuery>) -> Option<AnyView> {
    let view = match state {
        ViewState::Entries => return None,
        ViewState::Loading => view! { <Skeleton /> }.into_any(),
        ViewState::Failed => view! { <LogFailed log=log query=query /> }.into_any(),
        ViewState::Unavailable => view! {
            <EmptyState
                title="This server has no audit log"
                text="The requests of this browser are listed until you close the page."
            >
                <a href=routes::activity()>"View this browser's activity"</a>
            </EmptyState>
        }
        .into_any(),
        ViewState::Empty => view! {
            <EmptyState
                title="Nothing is recorded yet"
                text="Changes made through this server, and sign-ins, appear here."
            >
                <a href=routes::home()>"Go to the connections"</a>
            </EmptyState>
        }
        .into_any(),
        ViewState::NoMatch => view! {
            <EmptyState
                title="No entries match these filters"
                text="The filters hide every entry that was recorded."
            >
                <ClearFilters query=query />
            </EmptyState>
        }
        .into_any(),
    };
    Some(view)
}

/// The log could not be loaded, or the query cannot be sent.
#[component]
fn LogFailed(log: AuditLog, query: RwSignal<AuditQuery>) -> impl IntoView {
    let state = log.load_state();
    move || {
        let (problem, state) = (state.problem()?, state.clone());
        let is_valid = filters(&query.get_untracked()).is_ok();
        let retry = move |()| reload(log, query);
        Some(view! {
            <ProblemNotice problem=problem>
                {if is_valid {
                    Either::Left(view! { <LoadButton label="Retry" state=state on_press=retry /> })
                } else {
                    Either::Right(view! { <ClearFilters query=query /> })
                }}
            </ProblemNotice>
        })
    }
}

#[component]
fn ClearFilters(query: RwSignal<AuditQuery>) -> impl IntoView {
    let clear = move |_| {
        query.set(AuditQuery::default());
        // The button goes with what it cleared.
        focus("input[type=search]");
    };
    view! {
        <button type="button" class="button" on:click=clear>
            "Clear filters"
        </button>
    }
}

/// A button that loads older entries, where there may be some.
#[component]
fn OlderButton(log: AuditLog) -> impl IntoView {
    let has_older = Memo::new(move |_| log.entries().with(LoadedEntries::has_older));
    move || {
        has_older.get().then(|| {
            view! {
                <div class="actions more">
                    <LoadButton
                        label="Load older entries"
                        state=log.load_state()
                        on_press=move |()| log.load_older()
                    />
                </div>
            }
        })
    }
}
