//! The people whose access is removed and how, as chosen on the page.

use crate::components::people_plan::{PlanCheck, Ways, plan_question};
use crate::messages::leave;
use crate::state::people::PeopleStore;
use crate::ui::confirm::confirm;
use leptos::prelude::*;
use roster::people::{LeaveRequest, PeoplePlan, PersonId, PersonKey, Purpose};
use std::collections::HashMap;

/// The people of the page, and what was chosen. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct LeavePageState {
    pub(super) people: PeopleStore,
    keys: StoredValue<Vec<PersonKey>>,
    /// How access is removed, where it is not the platform's usual way.
    pub(super) ways: Ways,
    /// What is checked before the run.
    pub(super) check: PlanCheck,
}

impl LeavePageState {
    pub(super) fn new(people: PeopleStore, keys: Vec<PersonKey>) -> Self {
        Self {
            people,
            keys: StoredValue::new(keys),
            ways: RwSignal::new(HashMap::new()),
            check: PlanCheck::new(people),
        }
    }

    /// Whether a plan is about these people.
    pub(super) fn is_about(self, plan: &PeoplePlan) -> bool {
        let people = plan.people.iter().map(|person| &person.key);
        plan.purpose == Purpose::Leave && self.keys.with_value(|keys| people.eq(keys))
    }

    /// The plan, by what is known now and chosen. The choice is reactive.
    pub(super) fn plan(self) -> PeoplePlan {
        let ways = self.ways.get();
        let me = self.people.me();
        self.people.read(|people, lists| {
            let found = self.keys.with_value(|keys| {
                let found = keys.iter().filter_map(|key| people.find(key));
                found.collect::<Vec<PersonId>>()
            });
            let request = LeaveRequest {
                people: found,
                ways,
                me,
            };
            PeoplePlan::leave(people, lists, &request)
        })
    }

    /// The people without a known account.
    pub(super) fn missing(self) -> Vec<String> {
        self.people.track();
        self.people.read(|people, _| {
            self.keys.with_value(|keys| {
                let missing = keys.iter().filter(|key| people.find(key).is_none());
                missing.map(ToString::to_string).collect()
            })
        })
    }

    /// Why access cannot be removed now. Reactive.
    pub(super) fn reason(self) -> Option<String> {
        let is_empty = || self.plan().people.is_empty();
        self.check
            .reason()
            .or_else(|| is_empty().then(|| "None of them is known on any connection.".to_owned()))
    }

    /// Asks, and carries out what was confirmed.
    pub(super) fn ask(self) {
        let plan = untrack(|| self.plan());
        let title = leave::remove_access(&plan.people);
        let question = plan_question(&plan, title, leave::phrase(&plan.people));
        confirm(question, move || {
            self.check.start(plan, move || self.plan());
        });
    }
}
