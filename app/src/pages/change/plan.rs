//! The plan: what is added, removed and unchanged on each connection.

use super::request::ChangePageState;
use crate::components::people_plan::{
    ItemChange, PartHead, PlanParts, RowControls, WhyNotRun, current_plan, plan_question,
};
use crate::messages::access;
use crate::routes;
use crate::ui::button::GuardedButton;
use crate::ui::confirm::confirm;
use crate::ui::notice::Notice;
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub(super) fn PlanView(state: ChangePageState) -> impl IntoView {
    let people = state.people;
    let plan = current_plan(people, move || state.plan());
    let head: PartHead = Arc::new(|_| ().into_any());
    let controls: RowControls = Arc::new(move |part, item| {
        view! { <ItemChange people=people part=part.clone() item=item /> }.into_any()
    });
    let gone = move || {
        let missing = plan.with(|plan| plan.missing.clone());
        let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
        (!missing.is_empty()).then(|| {
            view! {
                <Notice
                    title="The profile names connections that are not there"
                    words=access::gone(&missing)
                    advice="The others can be changed. Remove these from the profile."
                />
            }
        })
    };
    let others = move || {
        let labels = plan.with(|plan| {
            let named: Vec<usize> = plan
                .people
                .iter()
                .flat_map(|person| person.connections.clone())
                .collect();
            let stores = untrack(|| people.user_stores());
            let others = stores.iter().enumerate();
            let others = others.filter(|(at, _)| !named.contains(at));
            let labels = others.map(|(_, store)| store.connection().label.clone());
            labels.collect::<Vec<_>>()
        });
        (state.is_known() && !labels.is_empty())
            .then(|| view! { <p class="hint">{access::left_alone(&labels)}</p> })
    };
    let change = move |()| {
        let plan = untrack(|| state.plan());
        let title = access::change_access(&plan.people);
        let address = plan.people.first().and_then(|one| one.addresses.first());
        let phrase = address.cloned().unwrap_or_else(|| state.key());
        let question = plan_question(&plan, title, phrase);
        confirm(question, move || {
            state.check.start(plan, move || state.plan());
        });
    };
    let button = move || {
        let label = plan.with(|plan| access::change_access(&plan.people));
        view! {
            <GuardedButton
                label=label
                reason=Signal::derive(move || state.reason())
                class="button primary"
                on_press=change
            />
        }
    };
    view! {
        <WhyNotRun check=state.check plan=plan />
        {gone}
        <PlanParts people=people plan=plan head=head controls=controls />
        {others}
        <div class="actions plan-actions">
            {button}
            <a class="button" href=routes::person(&state.key())>
                "Back to the person"
            </a>
        </div>
    }
}
