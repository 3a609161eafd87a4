//! The approvals of changes by a second operator: what waits for a decision, and what was
//! decided.

use crate::api::console_api::ConsoleApi;
use crate::components::approval::{ApprovalStateMark, Scopes};
use crate::components::load_status::{LoadFailed, LoadStatus, StaleNotice};
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::messages::{approvals as words, counted};
use crate::routes;
use crate::state::approvals::{show_count, waits_for};
use crate::state::loadable::{Loadable, Phase};
use crate::state::stores::{Stores, use_stores};
use crate::ui::attributes::new_id;
use crate::ui::placeholders::{EmptyState, Skeleton};
use leptos::prelude::*;
use wire::console::approvals::ApprovalSummary;

/// What the page is called.
const TITLE: &str = "Approvals";

/// The page at `/approvals`.
pub(crate) fn page() -> AnyView {
    view! { <Page /> }.into_any()
}

#[component]
fn Page() -> impl IntoView {
    show_page(&[TITLE]);
    let stores = use_stores();
    let session = stores.session;
    let api = ConsoleApi { session };
    let loadable = StoredValue::new(Loadable::new(Vec::<ApprovalSummary>::new()));
    let load = move || {
        let request = async move {
            let list = api.approvals().await.map_err(|error| error.problem)?;
            show_count(stores, &list.approvals);
            Ok(list.approvals)
        };
        loadable.with_value(|all| all.load(request));
    };
    load();
    let state = loadable.with_value(|all| all.state().clone());
    Effect::new(move |before: Option<()>| {
        session.track_resumed();
        // It may be another person, who decides about others than before.
        if before.is_some() {
            load();
        }
    });
    action("Refresh the approvals", "", load);
    let all = loadable.with_value(Loadable::value);
    let counted_state = state.clone();
    let count_of = all.clone();
    let count = Signal::derive(move || {
        if counted_state.is_loaded() {
            counted(count_of.with(Vec::len), "approval", "approvals")
        } else {
            String::new()
        }
    });
    let (faces, status, stale) = (state.clone(), state.clone(), state);
    let body = move || match faces.phase() {
        Phase::Loading => view! { <Skeleton /> }.into_any(),
        Phase::Failed => {
            let state = faces.clone();
            view! { <LoadFailed class="part" state=state on_retry=move |()| load() /> }.into_any()
        }
        Phase::Ready | Phase::Stale => view! { <Lists stores=stores all=all.get() /> }.into_any(),
    };
    view! {
        <div class="page-head">
            <h1 tabindex="-1">{TITLE}</h1>
            <p class="lead">
                "Changes that one operator requests and another approves before they are carried \
                 out."
            </p>
            <div class="toolbar">
                <LoadStatus count=count state=status on_refresh=move |()| load() />
            </div>
        </div>
        <StaleNotice state=stale on_retry=move |()| load() />
        {body}
    }
}

/// Those that wait for this user's decision, then the others.
#[component]
fn Lists(stores: Stores, all: Vec<ApprovalSummary>) -> impl IntoView {
    if all.is_empty() {
        return view! { <NoApprovals stores=stores /> }.into_any();
    }
    let role = stores.session.role();
    let (waiting, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| waits_for(one, role));
    let has_both = !waiting.is_empty() && !others.is_empty();
    let waiting_title = if waiting.is_empty() {
        ""
    } else {
        "Waiting for you"
    };
    let others_title = if has_both { "All others" } else { "" };
    view! {
        <div class="approvals">
            <List title=waiting_title approvals=waiting />
            <List title=others_title approvals=others />
        </div>
    }
    .into_any()
}

#[component]
fn List(
    /// What is above it; empty where it is the only one.
    title: &'static str,
    approvals: Vec<ApprovalSummary>,
) -> impl IntoView {
    if approvals.is_empty() {
        return None;
    }
    let id = new_id();
    let label = if title.is_empty() { TITLE } else { title };
    let heading = (!title.is_empty()).then(|| view! { <h2 id=id>{title}</h2> });
    let entries = approvals
        .into_iter()
        .map(|approval| view! { <Entry approval=approval /> });
    Some(view! {
        <section aria-label=label>
            {heading}
            <ul role="list">{entries.collect_view()}</ul>
        </section>
    })
}

/// What it is about, which person requested it and why, and how far it is.
#[component]
fn Entry(approval: ApprovalSummary) -> impl IntoView {
    let url = routes::approval(&approval.id);
    let at = approval.requested.at.clone();
    let when = words::moment(&at);
    let until = approval
        .until
        .as_deref()
        .map(|until| view! { <p class="hint">{words::until(approval.state, until)}</p> });
    view! {
        <li class="approval-entry">
            <div class="approval-what">
                <p class="approval-name">
                    <a href=url>
                        {words::name(&approval)}
                        // Not all links of a page are to have the same name.
                        <span class="hidden">{format!(": {}", words::in_all(&approval))}</span>
                    </a>
                    <ApprovalStateMark state=approval.state />
                </p>
                <p class="approval-reason">
                    <bdi>{approval.reason}</bdi>
                </p>
            </div>
            <Scopes scopes=approval.connections />
            <div class="approval-when">
                <time datetime=at>{when}</time>
                {until}
            </div>
        </li>
    }
}

/// There is none: when there are any.
#[component]
fn NoApprovals(stores: Stores) -> impl IntoView {
    let labels: Vec<String> = untrack(|| stores.connections.all())
        .into_iter()
        .filter(|state| state.connection.approval)
        .map(|state| state.connection.label)
        .collect();
    let text = words::none_yet(&labels);
    let example = labels.is_empty().then(|| {
        view! {
            <pre class="approval-setting" tabindex="0">
                {words::SETTING}
            </pre>
        }
    });
    view! {
        <EmptyState title="There are no approvals yet" text=text>
            {example}
        </EmptyState>
    }
}
