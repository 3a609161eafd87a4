//! The page that starts a review: its name, which accounts it is about, who decides and
//! until when.

use super::scope::{ScopeFields, ScopeFieldsView, ScopePreview};
use super::{START, TITLE, view_only};
use crate::api::console_api::ConsoleApi;
use crate::browser::task::spawn;
use crate::components::navigation::use_navigation;
use crate::components::page_title::show_page;
use crate::components::problem_notice::ProblemNotice;
use crate::components::records_notice::RecordsNotice;
use crate::components::review_fields::{FilledFields, ReviewFields, day_in};
use crate::components::review_progress::UnderWay;
use crate::components::unknown_connections::UnknownConnections;
use crate::routes;
use crate::state::people::{PeopleStore, use_people};
use crate::state::reviews::{NotStarted, Started, start};
use crate::state::stores::use_stores;
use crate::state::user_store::UserStore;
use crate::ui::form::{Form, FormView};
use crate::ui::placeholders::{EmptyState, Skeleton};
use leptos::prelude::*;
use wire::console::reviews::{NewReview, Reviewer};

/// In how many days decisions are due, unless another day is chosen.
const USUAL_DAYS: f64 = 14.0;

/// The page.
pub(super) fn page() -> AnyView {
    show_page(&[START, TITLE]);
    let people = use_people();
    let session = use_stores().session;
    let content = move || {
        let stores = people.user_stores();
        untrack(|| match view_only(session) {
            Some(reason) => view! {
                <EmptyState title="You can't start a review" text=reason>
                    <a class="button" href=routes::reviews()>
                        "Back to the reviews"
                    </a>
                </EmptyState>
            }
            .into_any(),
            None if stores.is_empty() => view! { <Skeleton /> }.into_any(),
            None => view! { <StartForm people=people stores=stores /> }.into_any(),
        })
    };
    view! {
        <div class="page review-start">
            <h1 class="page-head" tabindex="-1">
                {START}
            </h1>
            {content}
        </div>
    }
    .into_any()
}

/// What the fields hold at first: you decide, in two weeks.
fn first_fields(me: Option<Reviewer>) -> FilledFields {
    FilledFields {
        name: String::new(),
        due: day_in(USUAL_DAYS),
        reviewers: me.into_iter().collect(),
    }
}

#[component]
fn StartForm(people: PeopleStore, stores: Vec<UserStore>) -> impl IntoView {
    let session = use_stores().session;
    let api = ConsoleApi { session };
    let navigation = use_navigation();
    let form = Form::new();
    let signed_in = session.session();
    let me = signed_in.as_ref().map(|session| Reviewer {
        name: session.name.clone(),
        via: session.via.clone(),
    });
    let fields = ReviewFields::new(form, signed_in.as_ref(), &first_fields(me));
    let scope = StoredValue::new(ScopeFields::new(form, &stores));
    let problem = RwSignal::new(None::<NotStarted>);
    let progress = RwSignal::new(None::<Started>);
    let submit = move |()| {
        let filled = match fields.read() {
            Ok(filled) => filled,
            Err(wrong) => return wrong,
        };
        let scope = scope.get_value();
        let chosen = untrack(|| scope.scope());
        if chosen.connections.is_empty() {
            let error = "Choose at least one connection.".to_owned();
            return vec![(Some(scope.connections), error)];
        }
        let new = NewReview {
            name: filled.name,
            scope: chosen,
            due: filled.due,
            reviewers: filled.reviewers,
            incomplete: Vec::new(),
        };
        form.set_busy(true);
        problem.set(None);
        let navigation = navigation.clone();
        spawn(async move {
            let started = start(people, api, new, progress).await;
            form.set_busy(false);
            progress.try_set(None);
            match started {
                // The page may have been left: then it stays where it is.
                Ok(id) if !progress.is_disposed() => {
                    form.settle();
                    navigation.open(&routes::review(&id));
                }
                Ok(_) => {}
                Err(error) => {
                    problem.try_set(Some(error));
                }
            }
        });
        Vec::new()
    };
    let reason = Signal::derive(move || {
        people.track();
        (!people.is_settled()).then(|| "The users are still being loaded.".to_owned())
    });
    let failed = move || {
        let NotStarted { problem, draft } = problem.get()?;
        let draft = draft.map(|id| {
            view! {
                <a class="button" href=routes::review(&id)>
                    "Continue it or delete it…"
                </a>
            }
        });
        Some(view! { <ProblemNotice problem=problem>{draft}</ProblemNotice> })
    };
    let cancel = view! {
        <a class="button" href=routes::reviews()>
            "Cancel"
        </a>
    };
    view! {
        <RecordsNotice people=people />
        <UnknownConnections people=people />
        {failed}
        <div class="review-form">
            <FormView form=form verb=START reason=reason on_submit=submit actions=cancel.into_any()>
                {fields.view(api)}
                <ScopeFieldsView people=people stores=stores.clone() fields=scope />
                <section class="review-preview" aria-label="Accounts in this scope">
                    <ScopePreview people=people stores=stores fields=scope />
                    <UnderWay progress=progress />
                </section>
            </FormView>
        </div>
    }
}
