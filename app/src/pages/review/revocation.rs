//! The plan that removes what the review has revoked, its run, and the outcome.

use super::ReviewPage;
use crate::browser::focus::focus_if_lost;
use crate::components::people_plan::{
    OtherConnections, Outcome, Part, PlanCheck, Progress, RowControls, Ways, WhyNotRun,
    current_plan, plan_question, way_of_account, way_of_all,
};
use crate::components::records_notice::RecordsNotice;
use crate::messages::counted;
use crate::routes;
use crate::ui::button::GuardedButton;
use crate::ui::confirm::confirm;
use crate::ui::placeholders::EmptyState;
use leptos::prelude::*;
use roster::people::{AccountRef, PeoplePlan, PlanPart, RevokeRequest, revoked_accounts};
use std::collections::HashMap;
use std::sync::Arc;

/// What is revoked, and how. All copies are the same.
#[derive(Clone, Copy)]
struct Revocation {
    page: ReviewPage,
    accounts: StoredValue<Vec<AccountRef>>,
    ways: Ways,
    check: PlanCheck,
}

impl Revocation {
    fn new(page: ReviewPage) -> Self {
        let evidence = page.store.evidence();
        let accounts = evidence.map_or_else(Vec::new, |evidence| {
            revoked_accounts(&evidence.items, &evidence.decisions)
        });
        Self {
            page,
            accounts: StoredValue::new(accounts),
            ways: RwSignal::new(HashMap::new()),
            check: PlanCheck::of_review(page.people, &page.store.id()),
        }
    }

    /// The plan, by what is known now and chosen. The choice is reactive.
    fn plan(self) -> PeoplePlan {
        let request = RevokeRequest {
            accounts: self.accounts.get_value(),
            ways: self.ways.get(),
            me: self.page.people.me(),
        };
        self.page
            .people
            .read(|people, lists| PeoplePlan::revoke(people, lists, &request))
    }

    /// Asks, and carries out what was confirmed.
    fn ask(self) {
        let plan = untrack(|| self.plan());
        let count = accounts_of(&plan);
        let question = plan_question(&plan, title(count), format!("remove {count} accounts"));
        confirm(question, move || {
            self.check.start(plan, move || self.plan());
        });
    }
}

fn accounts_of(plan: &PeoplePlan) -> usize {
    plan.parts.iter().map(|part| part.plan.items.len()).sum()
}

/// What the button says.
fn title(count: usize) -> String {
    format!(
        "Remove the access of {}",
        counted(count, "account", "accounts")
    )
}

/// The page below the review.
#[component]
pub(super) fn RevocationPage(page: ReviewPage) -> impl IntoView {
    let people = page.people;
    let id = page.store.id();
    // The outcome of another plan is not this one's. A receipt that is nowhere else stays
    // until it is stored.
    if let Some(last) = untrack(|| people.current_run())
        && untrack(|| last.is_over())
        && last.is_stored()
        && last.review.as_ref() != Some(&id)
    {
        people.forget_run();
    }
    let name = untrack(|| page.store.review()).map(|review| review.name.clone());
    let state = Revocation::new(page);
    let mut is_first = true;
    let content = move || {
        // The button that led from the plan to the run, or back to it, is gone.
        if !std::mem::take(&mut is_first) {
            focus_if_lost("main h1");
        }
        match people.current_run() {
            None => view! { <PlanView state=state /> }.into_any(),
            Some(run) if run.is_over() => {
                let is_other = run.review.as_ref() != Some(&id);
                let others = is_other.then(|| {
                    view! {
                        <p class="hint">
                            "This is about the last run, which was another one. “Plan again” shows \
                             the plan for this review."
                        </p>
                    }
                });
                view! {
                    {others}
                    <Outcome people=people run=run />
                }
                .into_any()
            }
            Some(run) => view! { <Progress people=people run=run /> }.into_any(),
        }
    };
    view! {
        <div class="page people-plan">
            <h1 class="page-head" tabindex="-1">
                "Remove what was revoked: "
                <bdi>{name}</bdi>
            </h1>
            {content}
        </div>
    }
}

/// What will be done, before anything is.
#[component]
fn PlanView(state: Revocation) -> impl IntoView {
    let people = state.page.people;
    let plan = current_plan(people, move || state.plan());
    let all = state.accounts.with_value(Vec::len);
    let gone = move || {
        let gone = all.saturating_sub(plan.with(accounts_of));
        let is_known = people.is_settled() && plan.with(|plan| plan.unknown.is_empty());
        (is_known && gone > 0 && gone < all).then(|| {
            let accounts = counted(gone, "account that was", "accounts that were");
            view! { <p class="hint">{format!("{accounts} revoked is gone already.")}</p> }
        })
    };
    let parts = move || {
        plan.with(|plan| {
            let parts = plan.parts.iter().cloned().map(Arc::new).enumerate();
            let parts = parts.map(|(at, part): (usize, Arc<PlanPart>)| {
                let head = way_of_all(state.ways, &part);
                let controls: RowControls =
                    Arc::new(move |part, item| way_of_account(state.ways, part, item));
                view! { <Part part=part at=at controls=controls head=head /> }
            });
            parts.collect_view()
        })
    };
    let others =
        move || plan.with(|plan| view! { <OtherConnections people=people plan=plan.clone() /> });
    let is_empty =
        Memo::new(move |_| people.is_settled() && plan.with(|plan| accounts_of(plan) == 0));
    let button = move || {
        let count = plan.with(accounts_of);
        let reason = move || {
            let none = || {
                is_empty
                    .get()
                    .then(|| "There is nothing to remove.".to_owned())
            };
            state.check.reason().or_else(none)
        };
        view! {
            <GuardedButton
                label=title(count)
                reason=Signal::derive(reason)
                class="button danger"
                on_press=move |()| state.ask()
            />
        }
    };
    let back = routes::review(&state.page.store.id());
    let back_again = back.clone();
    let nothing = move || {
        let is_known = plan.with(|plan| plan.unknown.is_empty());
        let url = back_again.clone();
        (is_empty.get() && is_known).then(|| {
            let text = "The accounts that were revoked are gone already, or none was revoked.";
            view! {
                <EmptyState title="There is nothing to remove" text=text>
                    <a href=url>"Back to the review"</a>
                </EmptyState>
            }
        })
    };
    view! {
        <WhyNotRun check=state.check plan=plan />
        <RecordsNotice people=people />
        <p>
            "These accounts lose their access, and no others of the same people. Each connection is \
             read again, and the receipts are attached to the review."
        </p>
        {gone}
        {nothing}
        <section class="plan-parts" aria-label="What will be done">
            {parts}
            {others}
        </section>
        <div class="actions plan-actions">
            {button}
            <a class="button" href=back>
                "Back to the review"
            </a>
        </div>
    }
}
