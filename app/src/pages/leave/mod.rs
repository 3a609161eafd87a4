//! The page that removes the access of people everywhere: the plan, the run, the outcome.

mod outcome;
mod part;
mod progress;
mod request;

use crate::components::load_status::LoadButton;
use crate::components::page_title::show_page;
use crate::components::records_notice::RecordsNotice;
use crate::lazy::lazy;
use crate::messages::leave;
use crate::routes;
use crate::state::people::{PeopleStore, use_people};
use crate::ui::button::GuardedButton;
use crate::ui::notice::Notice;
use crate::ui::placeholders::EmptyState;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use outcome::Outcome;
use part::Part;
use progress::Progress;
use request::LeavePageState;
use roster::people::{LeavePlan, Leaver, PersonKey};
use std::sync::Arc;

/// What the page is called.
const TITLE: &str = "Remove access everywhere";

/// How many people, and how many accounts of a connection, are listed.
const LISTED: usize = 50;

lazy!(
    /// The page at `/people/leave`. Its query names the people.
    pub(crate) lazy_page from leave: fn() -> AnyView = page
);

fn page() -> AnyView {
    let search = use_location().search.get_untracked();
    let people = use_people();
    show_page(&[TITLE]);
    let mut keys = routes::leavers(&search);
    if keys.is_empty() {
        keys = people.chosen_leavers();
    }
    let keys: Vec<PersonKey> = keys.iter().filter_map(|key| key.parse().ok()).collect();
    if keys.is_empty() {
        return view! { <NoOneChosen /> }.into_any();
    }
    // Those who left last, unless they are these: then their outcome is shown.
    let is_of_these = |plan: &LeavePlan| {
        let leavers = plan.leavers.iter().map(|leaver| &leaver.key);
        leavers.eq(&keys)
    };
    let last = untrack(|| people.leaving());
    if let Some(last) = last
        && untrack(|| last.is_over())
        && !is_of_these(&last.plan)
    {
        people.forget_leaving();
    }
    view! { <LeavePage people=people keys=keys /> }.into_any()
}

/// The address names no person.
#[component]
fn NoOneChosen() -> impl IntoView {
    view! {
        <h1 class="page-head" tabindex="-1">
            {TITLE}
        </h1>
        <EmptyState
            title="No person was chosen"
            text="Many people are not part of this page's address, so it does not know them \
                  after a reload. Nothing was done. Choose them again."
        >
            <a href=routes::people()>"Choose people"</a>
        </EmptyState>
    }
}

#[component]
fn LeavePage(people: PeopleStore, keys: Vec<PersonKey>) -> impl IntoView {
    let state = LeavePageState::new(people, keys);
    let content = move || match people.leaving() {
        None => view! { <PlanView state=state /> }.into_any(),
        Some(leaving) if leaving.is_over() => {
            view! { <Outcome people=people leaving=leaving /> }.into_any()
        }
        Some(leaving) => view! { <Progress leaving=leaving /> }.into_any(),
    };
    view! {
        <div class="page leave">
            <h1 class="page-head" tabindex="-1">
                {TITLE}
            </h1>
            {content}
        </div>
    }
}

/// What will be done, before anything is.
#[component]
fn PlanView(state: LeavePageState) -> impl IntoView {
    let people = state.people;
    let plan = Memo::new_with_compare(
        move |_| {
            people.track();
            people.is_settled();
            state.plan()
        },
        |_, _| true,
    );
    let who = move || plan.with(|plan| view! { <Leavers leavers=plan.leavers.clone() /> });
    let missing = move || {
        let missing = state.missing();
        (people.is_settled() && !missing.is_empty()).then(|| {
            let words = format!("No account is known of: {}.", missing.join(", "));
            view! {
                <Notice
                    title="Not everyone was found"
                    words=words
                    advice="If they should have one, check the connections below."
                />
            }
        })
    };
    let parts = move || {
        plan.with(|plan| {
            let parts = plan.parts.iter().cloned().map(Arc::new).enumerate();
            let parts = parts.map(|(at, part)| view! { <Part state=state part=part at=at /> });
            parts.collect_view()
        })
    };
    let others =
        move || plan.with(|plan| view! { <OtherConnections state=state plan=plan.clone() /> });
    let changed = move || {
        let changes = state.changes.get();
        (!changes.is_empty()).then(|| {
            view! {
                <Notice
                    title="The accounts have changed since this plan was shown"
                    words=changes.join(" ")
                    advice="Nothing was done. The plan below is up to date: look at it, then go on."
                />
            }
        })
    };
    let button = move || {
        let label = plan.with(|plan| leave::remove_access(&plan.leavers));
        view! {
            <GuardedButton
                label=label
                reason=Signal::derive(move || state.reason())
                class="button danger"
                on_press=move |()| state.ask()
            />
        }
    };
    view! {
        {changed}
        <RecordsNotice people=people />
        {missing}
        {who}
        <section class="leave-parts" aria-label="What will be done">
            {parts}
            {others}
        </section>
        <div class="actions leave-actions">
            {button}
            <a class="button" href=routes::people()>
                "Back to people"
            </a>
        </div>
    }
}

/// Who leaves.
#[component]
fn Leavers(leavers: Vec<Leaver>) -> impl IntoView {
    let more = leavers.len().saturating_sub(LISTED);
    let entries = leavers.iter().take(LISTED).map(|leaver| {
        let url = routes::person(&leaver.key.to_string());
        view! {
            <li>
                <a href=url>
                    <bdi>{leaver.name.clone()}</bdi>
                </a>
                " "
                <span class="key">{leaver.addresses.join(", ")}</span>
            </li>
        }
    });
    let entries = entries.collect_view();
    let more = (more > 0).then(|| format!("and {more} more"));
    view! {
        <div class="leavers">
            <ul>{entries}</ul>
            <p>{more}</p>
        </div>
    }
}

/// The connections on which they have no account, and those that are not known.
#[component]
fn OtherConnections(state: LeavePageState, plan: LeavePlan) -> impl IntoView {
    let stores = untrack(|| state.people.user_stores());
    let unknown = plan.unknown.iter().filter_map(|(at, reason)| {
        let store = stores.get(*at)?.clone();
        let connection = store.connection().clone();
        let words = leave::unknown(reason, connection.platform);
        let title = format!("{} is not known", connection.label);
        let load_state = store.load_state().clone();
        let url = routes::users(&connection.id);
        Some(view! {
            <Notice
                title=title
                words=words
                advice="You can go on with the others. The receipt will say “not verified” here \
                        unless it can be read by then."
            >
                <LoadButton label="Retry" state=load_state on_press=move |()| store.load() />
                <a class="button" href=url>
                    "Open it"
                </a>
            </Notice>
        })
    });
    let unknown = unknown.collect_view();
    let is_other = |at: &usize| {
        !plan.parts.iter().any(|part| part.connection == *at)
            && !plan.unknown.iter().any(|(unknown, _)| unknown == at)
    };
    let labels: Vec<String> = (0..stores.len())
        .filter(is_other)
        .filter_map(|at| Some(stores.get(at)?.connection().label.clone()))
        .collect();
    let none = (!labels.is_empty()).then(|| {
        view! {
            <p class="hint">
                {format!("No account on {}. It is read again in the end.", labels.join(", "))}
            </p>
        }
    });
    view! {
        {unknown}
        {none}
    }
}
