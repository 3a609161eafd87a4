//! The page that gives a person access to several connections: the form, the plan, the run,
//! the outcome.

mod connection_block;
mod connection_form;
mod existing;
mod fill_in;
mod form;
mod passwords;
mod plan;
mod request;

use crate::components::page_title::show_page;
use crate::components::people_plan::{IsAbout, RunOrPlan, forget_other_run, no_plan};
use crate::routes;
use crate::state::people::{PeopleStore, use_people};
use form::GiveForm;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;
use plan::PlanView;
use request::GivePageState;
use roster::people::PersonKey;
use std::rc::Rc;

/// What the page is called.
const TITLE: &str = "Give access";

/// Which visit of the page it is, and the person that its address names.
type Visit = (u32, Option<PersonKey>);

/// The page at `/people/give`. Its query may name a person.
pub(crate) fn page() -> AnyView {
    let people = use_people();
    let Location {
        pathname, search, ..
    } = use_location();
    let state: StoredValue<Option<GivePageState>> = StoredValue::new(None);
    let visit = Memo::new(move |before: Option<&Visit>| {
        let search = search.read();
        let is_here = pathname.read().trim_end_matches('/') == routes::give(None);
        let named = routes::leavers(&search).into_iter().next();
        // The address gets the person whose plan is started; while this page is left for
        // any other, it names no one.
        let started = state
            .get_value()
            .and_then(|state| state.started.get_value());
        let is_started = named.is_some() && named == started;
        match before {
            Some(before) if !is_here || is_started => before.clone(),
            _ => {
                let person = named.and_then(|key| key.parse().ok());
                (before.map_or(0, |(number, _)| number + 1), person)
            }
        }
    });
    let content = move || {
        let (_, person) = visit.get();
        untrack(|| of_person(people, person, state))
    };
    view! { {content} }.into_any()
}

/// The page about this person, or about someone new.
fn of_person(
    people: PeopleStore,
    person: Option<PersonKey>,
    current: StoredValue<Option<GivePageState>>,
) -> AnyView {
    show_page(&[TITLE]);
    let content = move || {
        if let Some(reason) = people.view_only_reason() {
            return no_plan(TITLE, "You can't give access", reason);
        }
        let stores = people.user_stores();
        if stores.is_empty() {
            return no_plan(
                TITLE,
                "No connections",
                "There is no connection to give access to.",
            );
        }
        untrack(|| {
            let state = GivePageState::new(people, stores, person.clone());
            current.set_value(Some(state));
            let is_about: IsAbout = Rc::new(move |plan| state.is_about(plan));
            forget_other_run(people, &is_about);
            let plan = Rc::new(move || view! { <FormOrPlan state=state /> }.into_any());
            view! {
                <RunOrPlan
                    people=people
                    title=TITLE
                    is_about=is_about
                    plan=plan
                    above=passwords::passwords
                />
            }
            .into_any()
        })
    };
    view! { {content} }.into_any()
}

/// The form, or the plan that it makes.
#[component]
fn FormOrPlan(state: GivePageState) -> impl IntoView {
    let content = move || {
        if state.is_planned.get() {
            untrack(|| view! { <PlanView state=state /> }.into_any())
        } else {
            untrack(|| view! { <GiveForm state=state /> }.into_any())
        }
    };
    view! { <div class="page">{content}</div> }
}
