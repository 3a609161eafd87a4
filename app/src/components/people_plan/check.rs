//! The check before a plan about people is run: every connection is read again. What changed
//! since the plan was looked at, and an approval that is missing, are shown in place of running
//! it.

use crate::browser::focus::focus;
use crate::browser::task::{next_task, spawn};
use crate::components::approval::{ApprovalRequest, RequestApproval};
use crate::components::problem_notice::ProblemNotice;
use crate::messages::{Problem, approvals, people_plan};
use crate::state::approvals::{Checked, Clearance, Need, check, need};
use crate::state::people::PeopleStore;
use crate::ui::notice::Notice;
use leptos::prelude::*;
use roster::people::{AccountRef, PeoplePlan, PlanChange};
use std::rc::Rc;

/// The check of one page. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct PlanCheck {
    people: PeopleStore,
    /// The plan that was confirmed last.
    confirmed: StoredValue<Option<PeoplePlan>, LocalStorage>,
    /// How the plan differs from that one.
    differences: RwSignal<Vec<Difference>>,
    /// What has to be approved before the plan is run, or why that is not known.
    approval: RwSignal<Option<Result<ApprovalRequest, Problem>>, LocalStorage>,
    /// What is under way before the run.
    under_way: RwSignal<Option<UnderWay>>,
    /// The ID of the access review that the plan is of, if it is of one.
    review: StoredValue<Option<String>>,
}

/// How a plan differs from an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Difference {
    /// In an account.
    Account(PlanChange),
    /// In a connection, by its place, that cannot be read any more.
    Unknown(usize),
}

/// What is under way before a run.
#[derive(Debug, Clone, Copy)]
enum UnderWay {
    /// Every connection is being read again.
    Reading,
    /// The server is asked whether an approval is needed.
    Checking,
}

impl PlanCheck {
    pub(crate) fn new(people: PeopleStore) -> Self {
        Self {
            people,
            confirmed: StoredValue::new_local(None),
            differences: RwSignal::new(Vec::new()),
            approval: RwSignal::new_local(None),
            under_way: RwSignal::new(None),
            review: StoredValue::new(None),
        }
    }

    /// The check of the plan for what the access review with this ID has revoked: the
    /// receipts are attached to it.
    pub(crate) fn of_review(people: PeopleStore, review: &str) -> Self {
        Self {
            review: StoredValue::new(Some(review.to_owned())),
            ..Self::new(people)
        }
    }

    /// Why no plan can be run now; nothing where one can. Reactive.
    pub(crate) fn reason(self) -> Option<String> {
        if let Some(reason) = self.people.view_only_reason() {
            return Some(reason.to_owned());
        }
        if let Some(under_way) = self.under_way.get() {
            let words = match under_way {
                UnderWay::Reading => "Reading every connection again…",
                UnderWay::Checking => "Checking whether an approval is needed…",
            };
            return Some(words.to_owned());
        }
        self.people.track();
        (!self.people.is_settled()).then(|| "The users are still being loaded.".to_owned())
    }

    /// Reads every connection again and makes the plan anew; runs it where it is the one
    /// that was `shown`, and no approval is missing.
    pub(crate) fn start(self, shown: PeoplePlan, plan: impl Fn() -> PeoplePlan + 'static) {
        self.start_after(std::future::ready(()), shown, plan);
    }

    /// As [`start`](Self::start), with something to wait for before the plan is made anew.
    pub(crate) fn start_after(
        self,
        prepared: impl Future<Output = ()> + 'static,
        shown: PeoplePlan,
        plan: impl Fn() -> PeoplePlan + 'static,
    ) {
        let plan: Rc<dyn Fn() -> PeoplePlan> = Rc::new(plan);
        self.differences.set(Vec::new());
        self.approval.set(None);
        self.under_way.set(Some(UnderWay::Reading));
        spawn(async move {
            self.people.load_users_again().await;
            prepared.await;
            // Of a plan for a thousand, drawing it, making it anew and beginning it take a
            // frame each.
            next_task().await;
            // The page may have been left: then nothing is done.
            if self.under_way.try_set(Some(UnderWay::Checking)).is_some() {
                return;
            }
            let made = untrack(|| plan());
            let differences = differences(&made, &shown);
            next_task().await;
            if self.under_way.is_disposed() {
                return;
            }
            if differences.is_empty() {
                self.run_or_request(made, plan).await;
            } else {
                self.confirmed.set_value(Some(shown));
                self.differences.set(differences);
            }
            self.under_way.try_set(None);
        });
    }

    /// Runs the plan that was `made` just now unless an approval is missing. `plan` makes it
    /// again.
    async fn run_or_request(self, made: PeoplePlan, plan: Rc<dyn Fn() -> PeoplePlan>) {
        let result = match need(made.parts.iter().map(|part| &part.plan)) {
            Need::None(clearance) => return self.run(made, clearance),
            Need::Perhaps(accounts) => check(self.people.api(), accounts).await,
        };
        // As above.
        if self.under_way.is_disposed() {
            return;
        }
        let approval = match result {
            Ok(Checked::Clear(clearance)) => return self.run(made, clearance),
            Ok(Checked::Missing(missing)) => {
                let parts = made.parts.iter();
                let connections = parts.map(|part| part.plan.connection.clone());
                let request = ApprovalRequest::new(missing, connections);
                Ok(request.while_current(move || is_same(&plan(), &made)))
            }
            Err(problem) => Err(problem),
        };
        self.approval.set(Some(approval));
        // Far from the button that was pressed.
        request_animation_frame(|| focus(APPROVAL));
    }

    fn run(self, plan: PeoplePlan, clearance: Clearance) {
        self.people
            .run_plan(plan, clearance, self.review.get_value());
    }

    /// Forgets how the plan differed from the one that was confirmed where it does not any
    /// more: it is this `plan` now.
    fn forget_past_differences(self, plan: &PeoplePlan) {
        if self.differences.with_untracked(Vec::is_empty) {
            return;
        }
        let now = self.confirmed.with_value(|confirmed| {
            let confirmed = confirmed.as_ref();
            confirmed.map_or_else(Vec::new, |confirmed| differences(plan, confirmed))
        });
        let is_past = |one: &Difference| !now.contains(one);
        if self
            .differences
            .with_untracked(|all| all.iter().any(is_past))
        {
            self.differences
                .update(|all| all.retain(|one| now.contains(one)));
        }
    }

    /// A difference in a sentence; nothing where its connection is gone.
    fn sentence(self, difference: &Difference) -> Option<String> {
        match difference {
            Difference::Account(change) => {
                let label = self.label(account(change));
                Some(people_plan::plan_change(change, &label))
            }
            Difference::Unknown(at) => {
                let stores = untrack(|| self.people.user_stores());
                let label = &stores.get(*at)?.connection().label;
                Some(people_plan::became_unknown(label))
            }
        }
    }

    /// What an account is called: its key, and the connection that it is on.
    fn label(self, account: &AccountRef) -> String {
        let stores = untrack(|| self.people.user_stores());
        let store = stores
            .iter()
            .find(|store| *store.connection().id == *account.connection);
        let connection = store.map_or_else(
            || account.connection.to_string(),
            |store| store.connection().label.clone(),
        );
        format!("“{}” on {connection}", account.key)
    }
}

/// What gets the focus where an approval is missing.
const APPROVAL: &str = "#plan-approval";

/// Why the plan that was confirmed is not run, where it is not: how it differs from that by
/// now, or what has to be approved first.
#[component]
pub(crate) fn WhyNotRun(
    check: PlanCheck,
    /// The plan that the page shows.
    plan: Memo<PeoplePlan>,
) -> impl IntoView {
    Effect::new(move |_| {
        // What is read in between is not all there is.
        if check.people.is_settled() {
            plan.with(|plan| check.forget_past_differences(plan));
        }
    });
    let close = UnsyncCallback::new(move |()| {
        check.approval.set(None);
        focus("main h1");
    });
    let approval = move || {
        check.approval.get().map(|approval| match approval {
            Ok(request) => view! {
                <section class="plan-part" aria-labelledby="plan-approval">
                    <h2 id="plan-approval" tabindex="-1">
                        {approvals::TITLE}
                    </h2>
                    <RequestApproval request=request on_close=close />
                </section>
            }
            .into_any(),
            Err(problem) => view! {
                <div id="plan-approval" tabindex="-1">
                    <ProblemNotice problem=problem />
                </div>
            }
            .into_any(),
        })
    };
    view! {
        <ChangedPlan check=check />
        {approval}
    }
}

/// How the plan differs from the one that was confirmed, where it does.
#[component]
fn ChangedPlan(check: PlanCheck) -> impl IntoView {
    move || {
        let differences = check.differences.get();
        (!differences.is_empty()).then(|| {
            let sentences = differences.iter().filter_map(|one| check.sentence(one));
            let sentences: Vec<_> = sentences.collect();
            view! {
                <Notice
                    title="The accounts have changed since this plan was shown"
                    words=sentences.join(" ")
                    advice="Nothing was done. The plan below is up to date: look at it, then go on."
                />
            }
        })
    }
}

/// How `plan` differs from the one that was `confirmed`: in its accounts, and in the
/// connections that cannot be read any more.
fn differences(plan: &PeoplePlan, confirmed: &PeoplePlan) -> Vec<Difference> {
    let accounts = plan.changes_since(confirmed).into_iter();
    let was_unknown = |at: usize| confirmed.unknown.iter().any(|(before, _)| *before == at);
    let unknown = plan.unknown.iter().map(|(at, _)| *at);
    let unknown = unknown.filter(|at| !was_unknown(*at));
    let accounts = accounts.map(Difference::Account);
    accounts.chain(unknown.map(Difference::Unknown)).collect()
}

/// Whether two plans do the same with the same accounts.
fn is_same(one: &PeoplePlan, other: &PeoplePlan) -> bool {
    let items = |plan: &PeoplePlan| {
        let parts = plan.parts.iter();
        let items = parts.flat_map(|part| {
            let items = part.plan.items.iter();
            items.map(|item| (part.connection, item.key.clone(), item.change.clone()))
        });
        items.collect::<Vec<_>>()
    };
    items(one) == items(other)
}

const fn account(change: &PlanChange) -> &AccountRef {
    match change {
        PlanChange::Added(account)
        | PlanChange::ToCreate(account)
        | PlanChange::NotToCreate(account)
        | PlanChange::Gone(account)
        | PlanChange::OtherState(account) => account,
    }
}
