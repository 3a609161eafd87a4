//! The check before a plan about people is run: every connection is read again, and what
//! changed since the plan was looked at is shown in place of running it.

use crate::browser::task::spawn;
use crate::messages::people_plan;
use crate::state::people::PeopleStore;
use crate::ui::notice::Notice;
use leptos::prelude::*;
use roster::people::{AccountRef, PeoplePlan, PlanChange};

/// The check of one page. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct PlanCheck {
    people: PeopleStore,
    /// How the plan differs from the one that was confirmed, in sentences.
    changes: RwSignal<Vec<String>>,
    /// Whether everything is being read again before the run.
    is_checking: RwSignal<bool>,
    /// The ID of the access review that the plan is of, if it is of one.
    review: StoredValue<Option<String>>,
}

impl PlanCheck {
    pub(crate) fn new(people: PeopleStore) -> Self {
        Self {
            people,
            changes: RwSignal::new(Vec::new()),
            is_checking: RwSignal::new(false),
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

    /// How the plan differs from the one that was confirmed, in sentences. Reactive.
    pub(crate) fn changes(self) -> Vec<String> {
        self.changes.get()
    }

    /// Why no plan can be run now; nothing where one can. Reactive.
    pub(crate) fn reason(self) -> Option<String> {
        if let Some(reason) = self.people.view_only_reason() {
            return Some(reason.to_owned());
        }
        if self.is_checking.get() {
            return Some("Reading every connection again…".to_owned());
        }
        self.people.track();
        (!self.people.is_settled()).then(|| "The users are still being loaded.".to_owned())
    }

    /// Reads every connection again and makes the plan anew; runs it where it is the one
    /// that was `shown`.
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
        self.changes.set(Vec::new());
        self.is_checking.set(true);
        spawn(async move {
            self.people.load_users_again().await;
            prepared.await;
            // The page may have been left: then nothing is done.
            if self.is_checking.try_set(false).is_some() {
                return;
            }
            let plan = untrack(plan);
            let changes = self.changes_since(&plan, &shown);
            if changes.is_empty() {
                self.people.run_plan(plan, self.review.get_value());
            } else {
                self.changes.set(changes);
            }
        });
    }

    /// How `plan` differs from the one that was `shown`, in sentences: in its accounts, and
    /// in the connections that cannot be read any more.
    fn changes_since(self, plan: &PeoplePlan, shown: &PeoplePlan) -> Vec<String> {
        let accounts = plan.changes_since(shown);
        let accounts = accounts
            .iter()
            .map(|change| people_plan::plan_change(change, &self.label(account(change))));
        let stores = untrack(|| self.people.user_stores());
        let was_unknown = |at: usize| shown.unknown.iter().any(|(before, _)| *before == at);
        let unknown = plan.unknown.iter().filter(|(at, _)| !was_unknown(*at));
        let unknown = unknown.filter_map(|(at, _)| {
            let label = &stores.get(*at)?.connection().label;
            Some(people_plan::became_unknown(label))
        });
        accounts.chain(unknown).collect()
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

/// How the plan differs from the one that was confirmed, where it does.
#[component]
pub(crate) fn ChangedPlan(check: PlanCheck) -> impl IntoView {
    move || {
        let changes = check.changes();
        (!changes.is_empty()).then(|| {
            view! {
                <Notice
                    title="The accounts have changed since this plan was shown"
                    words=changes.join(" ")
                    advice="Nothing was done. The plan below is up to date: look at it, then go on."
                />
            }
        })
    }
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
