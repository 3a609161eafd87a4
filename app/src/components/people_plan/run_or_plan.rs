//! A page about a plan for people: the plan, the run under way, or the outcome of the last.

use super::{Outcome, Progress};
use crate::browser::focus::focus_if_lost;
use crate::messages::people_plan;
use crate::routes;
use crate::state::people::{PeopleRun, PeopleStore};
use crate::ui::placeholders::EmptyState;
use leptos::prelude::*;
use roster::people::PeoplePlan;
use std::rc::Rc;

/// Says whether a plan is the one that the page is about.
pub(crate) type IsAbout = Rc<dyn Fn(&PeoplePlan) -> bool>;

/// What a page shows above the outcome of a run.
pub(crate) type AboveOutcome = fn(&PeopleRun) -> AnyView;

/// Forgets the run of another page that has ended. One whose receipt is nowhere else stays
/// until it is stored.
pub(crate) fn forget_other_run(people: PeopleStore, is_about: &IsAbout) {
    if let Some(last) = untrack(|| people.current_run())
        && untrack(|| last.is_over())
        && last.is_stored()
        && !is_about(&last.plan)
    {
        people.forget_run();
    }
}

/// The page called `page` where nothing can be planned, and why.
pub(crate) fn no_plan(page: &'static str, title: &'static str, text: &'static str) -> AnyView {
    view! {
        <h1 class="page-head" tabindex="-1">
            {page}
        </h1>
        <EmptyState title=title text=text>
            <a href=routes::people()>"Show people"</a>
        </EmptyState>
    }
    .into_any()
}

/// The outcome of the last run, the progress of the one under way, or else the plan.
#[component]
pub(crate) fn RunOrPlan(
    people: PeopleStore,
    /// What the page is called.
    title: &'static str,
    is_about: IsAbout,
    /// Shows what is to be planned.
    plan: Rc<dyn Fn() -> AnyView>,
    /// What is shown above the outcome.
    #[prop(optional)]
    above: Option<AboveOutcome>,
) -> impl IntoView {
    let (is_about, plan) = (
        StoredValue::new_local(is_about),
        StoredValue::new_local(plan),
    );
    let mut is_first = true;
    let content = move || {
        let run = people.current_run();
        let is_over = run.as_ref().is_some_and(|run| run.is_over());
        // The button that led from the plan to the run, or back to it, is gone.
        if !std::mem::take(&mut is_first) {
            focus_if_lost("main h1");
        }
        untrack(|| match run {
            None => plan.with_value(|plan| plan()),
            Some(run) if is_over => {
                let is_other = !is_about.with_value(|is_about| is_about(&run.plan));
                let others =
                    is_other.then(|| view! { <p class="hint">{people_plan::OF_OTHERS}</p> });
                let above = above.map(|above| above(&run));
                view! {
                    {others}
                    {above}
                    <Outcome people=people run=run />
                }
                .into_any()
            }
            Some(run) => view! { <Progress people=people run=run /> }.into_any(),
        })
    };
    view! {
        <div class="page people-plan">
            <h1 class="page-head" tabindex="-1">
                {title}
            </h1>
            {content}
        </div>
    }
}
