//! The plan: what will be done on each connection, before anything is.

use super::request::GivePageState;
use crate::browser::focus::{focus, focus_if_lost};
use crate::components::navigation::{HistoryEntry, use_navigation};
use crate::components::people_plan::{
    ItemChange, PartHead, PlanParts, RowControls, WhyNotRun, changes_something, current_plan,
    plan_question,
};
use crate::messages::access;
use crate::routes;
use crate::ui::button::GuardedButton;
use crate::ui::confirm::confirm;
use leptos::prelude::*;
use roster::BlockReason;
use roster::input::isolated;
use roster::people::{AccountRef, PlanPart};
use std::sync::Arc;

#[component]
pub(super) fn PlanView(state: GivePageState) -> impl IntoView {
    let people = state.people;
    let navigation = StoredValue::new_local(use_navigation());
    let plan = current_plan(people, move || state.plan());
    let head: PartHead = Arc::new(|_| ().into_any());
    let controls: RowControls = Arc::new(move |part, item| {
        view! {
            <ItemChange people=people part=part.clone() item=item />
            {choice(state, part, item)}
        }
        .into_any()
    });
    let who = move || {
        plan.with(|plan| {
            let person = plan.people.first()?;
            let name = person.name.clone();
            Some(view! {
                <p class="plan-people">
                    <bdi>{name}</bdi>
                    " "
                    <span class="key">{person.addresses.join(", ")}</span>
                </p>
            })
        })
    };
    let give = move |()| {
        let plan = untrack(|| state.plan());
        let title = access::give_access(&plan.people);
        let question = plan_question(&plan, title.clone(), title);
        confirm(question, move || {
            // A reload and Back lead to the same person.
            if let Some(person) = plan.people.first() {
                let key = person.key.to_string();
                let url = routes::give(Some(&key));
                state.started.set_value(Some(key));
                navigation.with_value(|one| one.update(&url, HistoryEntry::Replace));
            }
            state.check.start(plan, move || state.plan());
        });
    };
    let button = move || {
        let label = plan.with(|plan| access::give_access(&plan.people));
        view! {
            <GuardedButton
                label=label
                reason=Signal::derive(move || state.check.reason())
                class="button primary"
                on_press=give
            />
        }
    };
    let edit = move |_| {
        state.is_planned.set(false);
        focus_if_lost("main h1");
    };
    view! {
        <WhyNotRun check=state.check plan=plan />
        {who}
        <PlanParts people=people plan=plan head=head controls=controls />
        <div class="actions plan-actions">
            {button}
            <button type="button" class="button" on:click=edit>
                "Change the form"
            </button>
        </div>
    }
}

/// The choice whether an account that exists and differs is changed.
fn choice(state: GivePageState, part: &PlanPart, item: usize) -> Option<AnyView> {
    let connection = &part.plan.connection;
    let one = part.plan.items.get(item)?;
    let is_first = item == 0 || part.plan.items.get(item - 1)?.key != one.key;
    one.before.as_ref()?;
    if !is_first || !changes_something(one) {
        return None;
    }
    let account = AccountRef::new(&connection.id, &one.key);
    let is_chosen = state.chosen.with_untracked(|all| all.contains(&account));
    if !is_chosen && one.blocked != Some(BlockReason::NotChosen) {
        return None;
    }
    let id = format!("choose-{}-{item}", connection.id);
    let selector = format!("[id=\"{id}\"]");
    let choose = move |event: leptos::ev::Event| {
        let is_chosen = event_target_checked(&event);
        state.chosen.update(|all| {
            if is_chosen {
                all.insert(account.clone());
            } else {
                all.remove(&account);
            }
        });
        // The plan is shown anew, and the choice with it.
        let selector = selector.clone();
        request_animation_frame(move || focus(&selector));
    };
    let label = format!("Change {}", isolated(&one.label));
    let choice = view! {
        <label class="choice">
            <input type="checkbox" id=id prop:checked=is_chosen on:change=choose />
            <span>{label}</span>
        </label>
    };
    Some(choice.into_any())
}
