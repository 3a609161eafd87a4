//! The people whose access is removed and how, as chosen on the page.

use crate::browser::task::spawn;
use crate::messages::{self, leave};
use crate::state::people::PeopleStore;
use crate::ui::confirm::{Phrase, Question, confirm};
use leptos::prelude::*;
use roster::input::line;
use roster::people::{
    AccountRef, LeavePart, LeavePlan, LeaveRequest, LeaveWay, PersonId, PersonKey, PlanChange,
};
use roster::{Confirmation, Item};
use std::collections::HashMap;

/// The people of the page, and what was chosen. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct LeavePageState {
    pub(super) people: PeopleStore,
    keys: StoredValue<Vec<PersonKey>>,
    /// How access is removed, where it is not the platform's usual way.
    pub(super) ways: RwSignal<HashMap<AccountRef, LeaveWay>>,
    /// How the plan differs from the one that was confirmed, in sentences.
    pub(super) changes: RwSignal<Vec<String>>,
    /// Whether everything is being read again before the run.
    is_checking: RwSignal<bool>,
}

impl LeavePageState {
    pub(super) fn new(people: PeopleStore, keys: Vec<PersonKey>) -> Self {
        Self {
            people,
            keys: StoredValue::new(keys),
            ways: RwSignal::new(HashMap::new()),
            changes: RwSignal::new(Vec::new()),
            is_checking: RwSignal::new(false),
        }
    }

    /// The plan, by what is known now and chosen. The choice is reactive.
    pub(super) fn plan(self) -> LeavePlan {
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
            LeavePlan::new(people, lists, &request)
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
        if let Some(reason) = self.people.view_only_reason() {
            return Some(reason.to_owned());
        }
        if self.is_checking.get() {
            return Some("Reading every connection again…".to_owned());
        }
        self.people.track();
        if !self.people.is_settled() {
            return Some("The users are still being loaded.".to_owned());
        }
        let plan = self.plan();
        if plan.leavers.is_empty() {
            return Some("None of them is known on any connection.".to_owned());
        }
        None
    }

    /// Asks, and carries out what was confirmed.
    pub(super) fn ask(self) {
        let plan = untrack(|| self.plan());
        let question = question(&plan);
        confirm(question, move || self.start(plan));
    }

    /// Reads every connection again; goes on where that changes nothing.
    fn start(self, shown: LeavePlan) {
        self.changes.set(Vec::new());
        self.is_checking.set(true);
        let people = self.people;
        spawn(async move {
            people.load_users_again().await;
            // The page may have been left: then nothing is done.
            if self.is_checking.try_set(false).is_some() {
                return;
            }
            let plan = untrack(|| self.plan());
            let changes = self.changes_since(&plan, &shown);
            if changes.is_empty() {
                people.leave(plan);
            } else {
                self.changes.set(changes);
            }
        });
    }

    /// How `plan` differs from the one that was `shown`, in sentences: in its accounts, and
    /// in the connections that cannot be read any more.
    fn changes_since(self, plan: &LeavePlan, shown: &LeavePlan) -> Vec<String> {
        let accounts = plan.changes_since(shown);
        let accounts = accounts
            .iter()
            .map(|change| leave::plan_change(change, &self.label(account(change))));
        let stores = untrack(|| self.people.user_stores());
        let was_unknown = |at: usize| shown.unknown.iter().any(|(before, _)| *before == at);
        let unknown = plan.unknown.iter().filter(|(at, _)| !was_unknown(*at));
        let unknown = unknown.filter_map(|(at, _)| {
            let label = &stores.get(*at)?.connection().label;
            Some(leave::became_unknown(label))
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

const fn account(change: &PlanChange) -> &AccountRef {
    match change {
        PlanChange::Added(account)
        | PlanChange::Gone(account)
        | PlanChange::OtherState(account) => account,
    }
}

/// The question before `plan` is carried out.
fn question(plan: &LeavePlan) -> Question {
    let items = |part: &LeavePart| part.plan.items.clone();
    let all: Vec<Item> = plan.parts.iter().flat_map(items).collect();
    let blocked = all.iter().filter_map(|item| {
        let reason = messages::block(item.blocked?);
        Some(format!("{}: {reason}", item.label))
    });
    let is_typed = plan
        .parts
        .iter()
        .any(|part| part.plan.confirmation() == Confirmation::Type);
    let who: Vec<String> = plan
        .leavers
        .iter()
        .map(|leaver| leaver.name.clone())
        .collect();
    let title = leave::remove_access(&plan.leavers);
    Question {
        verb: title.clone(),
        title,
        consequences: leave::consequences(plan),
        affected: if who.len() > 1 { who } else { Vec::new() },
        skipped: blocked.collect(),
        is_destructive: is_typed,
        phrase: is_typed.then(|| Phrase {
            text: leave::phrase(&plan.leavers),
            // Invisible characters cannot be typed.
            matches: |typed, text| line(typed) == line(text),
        }),
        more: None,
    }
}
