//! The page that changes the access of a person to that of a profile: the difference is the
//! plan, then the run and the outcome.

mod plan;
mod request;
mod source;

use crate::components::page_title::show_page;
use crate::components::people_plan::{IsAbout, RunOrPlan, forget_other_run, no_plan};
use crate::components::records_notice::RecordsNotice;
use crate::components::unknown_connections::UnknownConnections;
use crate::routes;
use crate::state::people::{PeopleStore, use_people};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;
use plan::PlanView;
use request::ChangePageState;
use roster::people::PersonKey;
use source::ChooseSource;
use std::rc::Rc;

/// What the page is called.
const TITLE: &str = "Change access";

/// The page at `/people/change`. Its query names the person, and may name what their access
/// is to be.
pub(crate) fn page() -> AnyView {
    let people = use_people();
    let Location {
        pathname, search, ..
    } = use_location();
    // While this page is left for any other, the query names no person.
    let person = Memo::new(move |before: Option<&Option<PersonKey>>| {
        let search = search.read();
        let is_here = pathname.read().trim_end_matches('/') == routes::change_path();
        match before {
            Some(before) if !is_here => before.clone(),
            _ => {
                let key = routes::leavers(&search).into_iter().next();
                key.and_then(|key| key.parse().ok())
            }
        }
    });
    let content = move || {
        let person = person.get();
        untrack(|| match person {
            Some(person) => of_person(people, person),
            None => no_plan(
                TITLE,
                "No person was chosen",
                "Choose the person whose access is to be changed.",
            ),
        })
    };
    show_page(&[TITLE]);
    view! { {content} }.into_any()
}

/// The page about the person with this key.
fn of_person(people: PeopleStore, person: PersonKey) -> AnyView {
    let source = routes::access_source(&use_location().search.read_untracked());
    let state = ChangePageState::new(people, person, source);
    let is_about: IsAbout = Rc::new(move |plan| state.is_about(plan));
    forget_other_run(people, &is_about);
    let content = move || {
        if let Some(reason) = people.view_only_reason() {
            return no_plan(TITLE, "You can't change access", reason);
        }
        let is_about: IsAbout = Rc::new(move |plan| state.is_about(plan));
        let plan = Rc::new(move || view! { <SourceAndPlan state=state /> }.into_any());
        view! { <RunOrPlan people=people title=TITLE is_about=is_about plan=plan /> }.into_any()
    };
    view! { {content} }.into_any()
}

/// What the access is to be, and the plan for it.
#[component]
fn SourceAndPlan(state: ChangePageState) -> impl IntoView {
    let has_profile = Memo::new(move |_| state.profile().is_some());
    let plan = move || {
        has_profile
            .get()
            .then(|| untrack(|| view! { <PlanView state=state /> }))
    };
    view! {
        <RecordsNotice people=state.people />
        <UnknownConnections people=state.people />
        <ChooseSource state=state />
        {plan}
    }
}
