//! The head of the page: the search, the filters, how many people there are and how old
//! the lists are.

use super::PeopleList;
use super::columns;
use super::filters::Filters;
use crate::components::list::{ListToolbar, count_shown};
use crate::components::load_status::PeopleLoadStatus;
use crate::components::page_actions::action;
use crate::routes;
use crate::ui::link::ButtonLink;
use leptos::prelude::*;

/// The head of the page.
#[component]
pub(super) fn PageHead(people: PeopleList) -> impl IntoView {
    let filters = view! { <Filters people=people.clone() /> }.into_any();
    let toolbar = view! {
        <ListToolbar
            list=people.list
            query=people.query
            search="Search people"
            filters=filters
            columns=columns::listed(&people.entries)
        />
    };
    let store = people.people;
    action("Refresh the people", "", move || store.load());
    let give = move || {
        view! {
            <ButtonLink
                label="Give access…"
                url=routes::give(None)
                unavailable=store.view_only_reason()
            />
        }
    };
    view! {
        <div class="page-head">
            <div class="title-row">
                <h1 tabindex="-1">"People"</h1>
                <div class="actions">
                    <a class="button reconcile-link" href=routes::reconcile()>
                        "Reconcile with a file…"
                    </a>
                    {give}
                </div>
            </div>
            {toolbar}
            <ListStatus people=people />
        </div>
    }
}

/// How many of how many people are shown, how old the oldest list is, and a button that
/// loads all of them again.
#[component]
fn ListStatus(people: PeopleList) -> impl IntoView {
    let PeopleList {
        people: store,
        stores,
        list,
        query,
        ..
    } = people;
    let any_loaded = Memo::new(move |_| stores.iter().any(|store| store.load_state().is_loaded()));
    let count = count_shown(list, query, move || {
        list.drawn.track();
        let total = list.rows.read_value().total;
        (any_loaded.get() && total > 0 || store.is_settled()).then_some(total)
    });
    view! {
        <div class="meta-row">
            <PeopleLoadStatus count=count people=store />
        </div>
    }
}
