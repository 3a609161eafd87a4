//! The plan for what was selected, before anything is done.

use super::state::{ReconcileState, Step};
use crate::components::people_plan::{OtherConnections, Part, PlanCheck, RowControls, WhyNotRun};
use crate::components::records_notice::RecordsNotice;
use crate::messages::{self, people_plan, reconcile as words};
use crate::ui::button::GuardedButton;
use crate::ui::confirm::{Phrase, Question, confirm};
use leptos::prelude::*;
use roster::people::{PeoplePlan, PlanPart, removal_guards};
use roster::{Change, Confirmation, Item};
use std::sync::Arc;

/// The fourth part of the page.
#[component]
pub(super) fn PlanView(state: ReconcileState) -> impl IntoView {
    let people = state.people;
    let check = PlanCheck::new(people);
    let plan = Memo::new_with_compare(
        move |before: Option<&PeoplePlan>| {
            people.track();
            state.compared.track();
            // The plan of before is shown while the list is compared again.
            let before = before.filter(|_| state.with(|_| ()).is_none());
            before.cloned().unwrap_or_else(|| state.plan())
        },
        |_, _| true,
    );
    let parts = move || {
        plan.with(|plan| {
            let parts = plan.parts.iter().cloned().map(Arc::new).enumerate();
            let parts = parts.map(|(at, part)| {
                let controls: RowControls = Arc::new(move |part, item| {
                    let what = planned(state, part, item);
                    view! { <p class="plan-way">{what}</p> }.into_any()
                });
                view! { <Part part=part at=at controls=controls head=().into_any() /> }
            });
            parts.collect_view()
        })
    };
    let others =
        move || plan.with(|plan| view! { <OtherConnections people=people plan=plan.clone() /> });
    let reason = Signal::derive(move || {
        let is_empty = plan.with(|plan| plan.parts.is_empty());
        let is_busy = state.work.with(Option::is_some);
        check
            .reason()
            .or_else(|| is_busy.then(|| "The list is being compared.".to_owned()))
            .or_else(|| {
                is_empty.then(|| "There is nothing to do for what you selected.".to_owned())
            })
    });
    let button = move || {
        let label = plan.with(|plan| words::run_button(plan.people.len()));
        view! {
            <GuardedButton
                label=label
                reason=reason
                class="button primary"
                on_press=move |()| ask(state, check)
            />
        }
    };
    view! {
        <WhyNotRun check=check plan=plan />
        <RecordsNotice people=people />
        <section class="plan-parts" aria-label="What will be done">
            {parts}
            {others}
        </section>
        <div class="actions plan-actions">
            {button}
            <button type="button" class="button" on:click=move |_| state.step.set(Step::Lists)>
                "Back to the lists"
            </button>
        </div>
    }
}

/// What is done with the account of an item, in words.
fn planned(state: ReconcileState, part: &PlanPart, item: usize) -> String {
    let Some(one) = part.plan.items.get(item) else {
        return String::new();
    };
    let role = |id: &str| {
        state.people.read(|_, lists| {
            let accounts = lists.get(part.connection).copied().flatten();
            accounts.map_or_else(
                || id.to_owned(),
                |accounts| accounts.title_of(id).to_owned(),
            )
        })
    };
    match &one.change {
        Change::Create(user) if user.roles.is_empty() => "Create".to_owned(),
        Change::Create(user) => {
            let roles: Vec<String> = user.roles.iter().map(|id| role(id)).collect();
            format!("Create with {}", roles.join(", "))
        }
        Change::Edit(edit) => {
            let fields = edit.fields.iter();
            let fields = fields.map(|(field, text)| words::new_text(*field, text));
            let roles = words::role_difference(&part.role_difference(item), &role);
            let roles = Some(roles).filter(|roles| !roles.is_empty());
            fields.chain(roles).collect::<Vec<_>>().join(", ")
        }
        Change::Remove => "Remove".to_owned(),
        _ => "Disable".to_owned(),
    }
}

/// Asks, and carries out what was confirmed.
fn ask(state: ReconcileState, check: PlanCheck) {
    let plan = untrack(|| state.plan());
    let question = question(state, &plan);
    confirm(question, move || {
        // The lists are loaded again, and compared again, before the plan is made anew.
        let prepared = state.compare_again();
        check.start_after(prepared, plan, move || state.plan());
    });
}

/// The question before `plan` is carried out.
fn question(state: ReconcileState, plan: &PeoplePlan) -> Question {
    let all: Vec<&Item> = plan
        .parts
        .iter()
        .flat_map(|part| &part.plan.items)
        .collect();
    let blocked = all.iter().filter_map(|item| {
        let reason = messages::block(item.blocked?);
        Some(format!("{}: {reason}", item.label))
    });
    let guards = state.people.read(|_, lists| removal_guards(plan, lists));
    let is_destructive = plan
        .parts
        .iter()
        .any(|part| part.plan.confirmation() == Confirmation::Type);
    let mut consequences = people_plan::consequences(plan);
    let stores = untrack(|| state.people.user_stores());
    consequences.extend(guards.iter().filter_map(|guard| {
        let connection = stores.get(guard.connection)?.connection();
        Some(words::many_removed(
            &connection.label,
            guard.removed,
            guard.enabled,
        ))
    }));
    let is_typed = is_destructive || !guards.is_empty();
    let is_removal = |item: &&&Item| {
        item.blocked.is_none() && matches!(item.change, Change::Disable { .. } | Change::Remove)
    };
    let removed = all.iter().filter(is_removal).count();
    let title = words::run_button(plan.people.len());
    Question {
        verb: title.clone(),
        title,
        consequences,
        affected: plan.people.iter().map(|one| one.name.clone()).collect(),
        skipped: blocked.collect(),
        is_destructive: is_typed,
        phrase: is_typed.then(|| Phrase {
            text: removed.to_string(),
            matches: |typed, text| {
                let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
                digits == text
            },
        }),
        more: is_typed.then(|| {
            let words = words::type_number(removed);
            let more: Box<dyn FnOnce() -> AnyView> =
                Box::new(move || view! { <p>{words}</p> }.into_any());
            more
        }),
    }
}
