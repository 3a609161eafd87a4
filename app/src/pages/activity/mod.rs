//! Every request of this browser, and every change made from this page.

mod entry;
mod export;
mod filter;
mod runs;
mod table;

use crate::api::request_log::{Entry, RequestLog};
use crate::browser::focus::focus;
use crate::browser::time::number;
use crate::components::log_page::LogPageHead;
use crate::components::page_actions::action;
use crate::components::page_query::use_page_query;
use crate::components::page_title::show_page;
use crate::lazy::lazy;
use crate::messages::counted;
use crate::routes::{self, RequestQuery};
use crate::state::stores::use_stores;
use crate::ui::placeholders::EmptyState;
use crate::ui::toast::{self, Toast};
use filter::{Filters, passes};
use leptos::either::Either;
use leptos::prelude::*;
use runs::RunList;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use table::RequestTable;

/// How many requests are shown at first, and how many more at a time.
const STEP: usize = 100;

/// The requests that pass the filters, the newest first.
type Found = Memo<Vec<Arc<Entry>>>;

lazy!(
    /// The page at `/activity`.
    pub(crate) lazy_page from work: fn() -> AnyView = page
);

fn page() -> AnyView {
    view! { <ActivityPage /> }.into_any()
}

#[component]
fn ActivityPage() -> impl IntoView {
    show_page(&["Activity"]);
    let log = use_stores().requests;
    let query = use_page_query(routes::activity(), routes::request_log_url, |_| {});
    let find = move |_: Option<&Vec<Arc<Entry>>>| {
        let query = query.get();
        let all = log.entries().read();
        all.iter()
            .filter(|entry| passes(entry, &query))
            .cloned()
            .collect()
    };
    // Entries cannot be compared: every change of what it reads counts.
    let found: Found = Memo::new_with_compare(find, |_, _| true);
    let limit = RwSignal::new(STEP);
    action("Search the activity", "", || focus("input[type=search]"));
    action("Clear the activity", "", move || clear(log));
    let is_empty = Memo::new(move |_| log.entries().with(VecDeque::is_empty));
    view! {
        <div class="page">
            <Head log=log query=query found=found />
            <RunList />
            {move || is_empty.get().then(|| view! { <NoRequests /> })}
            <RequestTable requests=Signal::derive(move || {
                found.with(|found| found.iter().take(limit.get()).cloned().collect())
            }) />
            <TableFoot log=log query=query found=found limit=limit />
        </div>
    }
}

#[component]
fn Head(log: RequestLog, query: RwSignal<RequestQuery>, found: Found) -> impl IntoView {
    const LEAD: &str = "Requests from this browser to the platforms since the page was opened. \
                        Passwords and tokens are never recorded. The list is cleared when you \
                        close the page.";
    let count = move || {
        let all = counted(log.entries().with(VecDeque::len), "request", "requests");
        format!("{} of {all}, newest first", number(found.with(Vec::len)))
    };
    view! {
        <LogPageHead lead=LEAD>
            <Filters query=query />
            <div class="toolbar">
                <p class="meta">{count}</p>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| found.with_untracked(|found| export::json(found))
                >
                    "Export JSON"
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| found.with_untracked(|found| export::csv(found))
                >
                    "Export CSV"
                </button>
                <button type="button" class="button" on:click=move |_| clear(log)>
                    "Clear"
                </button>
            </div>
        </LogPageHead>
    }
}

/// Empties the log, and offers to take that back.
fn clear(log: RequestLog) {
    let removed = log.clear();
    if removed.is_empty() {
        return;
    }
    let cleared = counted(removed.len(), "request", "requests");
    let undo = move || log.restore(removed.clone());
    toast::show(Toast {
        text: format!("{cleared} cleared."),
        failed: false,
        actions: vec![("Undo", Rc::new(undo))],
    });
}

#[component]
fn NoRequests() -> impl IntoView {
    view! {
        <EmptyState title="No requests yet" text="Requests appear here as you work.">
            <a href=routes::home()>"Go to the connections"</a>
        </EmptyState>
    }
}

/// What is below the table: a button for more rows, or that no request matches.
#[component]
fn TableFoot(
    log: RequestLog,
    query: RwSignal<RequestQuery>,
    found: Found,
    limit: RwSignal<usize>,
) -> impl IntoView {
    move || {
        let (all, found) = (log.entries().with(VecDeque::len), found.with(Vec::len));
        let hidden = found.saturating_sub(limit.get());
        if all > 0 && found == 0 {
            return Some(Either::Left(view! { <NoMatch all=all query=query /> }));
        }
        (hidden > 0).then(|| {
            let label = format!("Show {} more", number(hidden.min(STEP)));
            Either::Right(view! {
                <div class="actions more">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| limit.update(|limit| *limit += STEP)
                    >
                        {label}
                    </button>
                </div>
            })
        })
    }
}

#[component]
fn NoMatch(all: usize, query: RwSignal<RequestQuery>) -> impl IntoView {
    let text = match all {
        1 => "The filters hide the only request.".to_owned(),
        _ => format!("The filters hide all {} requests.", number(all)),
    };
    let clear = move |_| {
        query.set(RequestQuery::default());
        // The button goes with what it cleared.
        focus("input[type=search]");
    };
    view! {
        <EmptyState title="No requests match these filters" text=text>
            <button type="button" class="button" on:click=clear>
                "Clear filters"
            </button>
        </EmptyState>
    }
}

/// The status in words.
fn status(entry: &Entry) -> String {
    match entry.status {
        None => "No response".to_owned(),
        Some(404) if !entry.is_failure() => "404, not found".to_owned(),
        Some(status) if entry.is_failure() => format!("{status}, failed"),
        Some(status) => status.to_string(),
    }
}
