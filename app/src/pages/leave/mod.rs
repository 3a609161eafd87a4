//! The page that removes the access of people everywhere: the plan, the run, the outcome.

mod request;

use crate::components::page_title::show_page;
use crate::components::people_plan::{
    IsAbout, LISTED, PartHead, PlanParts, RowControls, RunOrPlan, WhyNotRun, current_plan,
    forget_other_run, way_of_account, way_of_all,
};
use crate::components::records_notice::RecordsNotice;
use crate::messages::leave;
use crate::routes;
use crate::state::people::{PeopleStore, use_people};
use crate::ui::button::GuardedButton;
use crate::ui::notice::Notice;
use crate::ui::placeholders::EmptyState;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;
use request::LeavePageState;
use roster::people::{PersonKey, PlannedPerson};
use std::rc::Rc;
use std::sync::Arc;

/// What the page is called.
const TITLE: &str = "Remove access everywhere";

/// The page at `/people/leave`. Its query names the people.
pub(crate) fn page() -> AnyView {
    let people = use_people();
    let Location {
        pathname, search, ..
    } = use_location();
    // One such page can lead to another: then only the query changes. While this page is
    // left for any other, the query names no people.
    let keys = Memo::new(move |before: Option<&Vec<PersonKey>>| {
        let search = search.read();
        let is_here = pathname.read().trim_end_matches('/') == routes::leave(&[]);
        match before {
            Some(before) if !is_here => before.clone(),
            _ => chosen(people, &search),
        }
    });
    let content = move || {
        let keys = keys.get();
        untrack(|| of_people(people, keys))
    };
    view! { {content} }.into_any()
}

/// The people that the raw query names, or that were too many for a query.
fn chosen(people: PeopleStore, search: &str) -> Vec<PersonKey> {
    let mut keys = routes::leavers(search);
    if keys.is_empty() {
        keys = people.chosen_people();
    }
    keys.iter().filter_map(|key| key.parse().ok()).collect()
}

/// The page about the people with these keys.
fn of_people(people: PeopleStore, keys: Vec<PersonKey>) -> AnyView {
    show_page(&[TITLE]);
    if keys.is_empty() {
        return view! { <NoOneChosen /> }.into_any();
    }
    let state = LeavePageState::new(people, keys);
    let is_about: IsAbout = Rc::new(move |plan| state.is_about(plan));
    forget_other_run(people, &is_about);
    let plan = Rc::new(move || view! { <PlanView state=state /> }.into_any());
    view! { <RunOrPlan people=people title=TITLE is_about=is_about plan=plan /> }.into_any()
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

/// What will be done, before anything is.
#[component]
fn PlanView(state: LeavePageState) -> impl IntoView {
    let people = state.people;
    let plan = current_plan(people, move || state.plan());
    let who = move || plan.with(|plan| view! { <Leavers leavers=plan.people.clone() /> });
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
    let head: PartHead = Arc::new(move |part| way_of_all(state.ways, part));
    let controls: RowControls = Arc::new(move |part, item| way_of_account(state.ways, part, item));
    let button = move || {
        let label = plan.with(|plan| leave::remove_access(&plan.people));
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
        <WhyNotRun check=state.check plan=plan />
        <RecordsNotice people=people />
        {missing}
        {who}
        <PlanParts people=people plan=plan head=head controls=controls />
        <div class="actions plan-actions">
            {button}
            <a class="button" href=routes::people()>
                "Back to people"
            </a>
        </div>
    }
}

/// Who leaves.
#[component]
fn Leavers(leavers: Vec<PlannedPerson>) -> impl IntoView {
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
        <div class="plan-people">
            <ul>{entries}</ul>
            <p>{more}</p>
        </div>
    }
}
