//! The accounts of every connection matched to people, and what is worked out about them
//! in slices: the texts that are searched, and drift.

use crate::browser::task::Slice;
use crate::browser::time;
use crate::browser::unicode::BROWSER_RULES;
use crate::state::user_store::{Revision, UserStore};
use leptos::prelude::*;
use roster::CallError;
use roster::accounts::Accounts;
use roster::people::records::Records;
use roster::people::{DriftContext, DriftScan, Lists, People, PeopleView};

/// How many people or accounts are worked on between two looks at the clock.
const BUDGET: usize = 250;

/// What is known about people, and how far it has been worked out.
pub(super) struct Matched {
    /// One for each connection, in their order.
    pub(super) stores: Vec<UserStore>,
    /// What `people` was told of each.
    told: Vec<Told>,
    pub(super) people: People,
    pub(super) view: PeopleView,
    pub(super) drift: DriftScan,
    pub(super) context: DriftContext,
    /// What the next slice continues.
    task: Task,
}

/// What people were told of a store.
#[derive(Default)]
struct Told {
    /// The state of its list; nothing where it has none.
    revision: Option<Revision>,
    failure: Option<CallError>,
}

/// What is worked out, in this order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    Matching,
    Texts,
    Drift,
    Done,
}

/// What a slice has finished.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Finished {
    /// Nothing yet: there is more to do.
    Nothing,
    /// Matching and texts: rows can be shown. There is more to do.
    Rows,
    /// Everything.
    All,
}

impl Matched {
    /// The people of these stores. No account is matched yet.
    pub(super) fn new(stores: Vec<UserStore>, records: &Records) -> Self {
        let connections = stores.iter().map(|store| store.connection().clone());
        let mut matched = Self {
            told: stores.iter().map(|_| Told::default()).collect(),
            people: People::new(connections.collect(), &BROWSER_RULES),
            view: PeopleView::default(),
            drift: DriftScan::default(),
            context: records.drift_context(&time::now_rfc3339()),
            task: Task::Matching,
            stores,
        };
        matched.apply(records);
        matched
    }

    /// Takes over what the server keeps.
    pub(super) fn apply(&mut self, records: &Records) {
        self.catch_up();
        let people = &mut self.people;
        with_lists(&self.stores, |lists| {
            people.set_assignments(records.assignments.clone(), lists);
        });
        people.set_departed(records.departed.clone());
        self.context = records.drift_context(&time::now_rfc3339());
        self.drift = DriftScan::default();
        self.task = Task::Matching;
    }

    /// Tells `people` what the stores hold and it was not told yet. Everything that reads
    /// accounts calls this first: a place in a list that was replaced is another's.
    pub(super) fn catch_up(&mut self) -> bool {
        let mut has_changed = false;
        for (at, (store, told)) in self.stores.iter().zip(&mut self.told).enumerate() {
            let is_loaded = untrack(|| store.load_state().is_loaded());
            // No store has this revision.
            let (changed, now) = store.changed_since(told.revision.unwrap_or((u32::MAX, 0)));
            let accounts = store.accounts.read_untracked();
            match (told.revision, changed) {
                (None, _) if !is_loaded => {}
                (Some(_), _) if !is_loaded => {
                    self.people.cleared(at);
                    told.revision = None;
                    has_changed = true;
                }
                (Some(before), _) if before == now => {}
                (Some(_), Some(keys)) => {
                    self.people.changed(at, &accounts, &keys);
                    told.revision = Some(now);
                    has_changed = true;
                }
                (_, _) => {
                    self.people.loaded(at, &accounts);
                    told.revision = Some(now);
                    told.failure = None;
                    has_changed = true;
                }
            }
            let failure = store.failure();
            if failure != told.failure {
                if let Some(failure) = &failure {
                    self.people.failed(at, failure.clone());
                } else if is_loaded {
                    self.people.loaded(at, &accounts);
                } else {
                    self.people.cleared(at);
                }
                told.failure = failure;
                has_changed = true;
            }
        }
        if has_changed {
            self.task = Task::Matching;
        }
        has_changed
    }

    /// Works for the time of a slice.
    pub(super) fn work(&mut self) -> Finished {
        self.catch_up();
        let slice = Slice::begin();
        let Self {
            stores,
            people,
            view,
            drift,
            context,
            task,
            ..
        } = self;
        with_lists(stores, |lists| {
            loop {
                let has_more = match task {
                    Task::Matching => people.step(lists, BUDGET),
                    Task::Texts => {
                        let has_more = view.step(people, lists, BUDGET);
                        if view.is_collected() {
                            return Finished::Nothing;
                        }
                        has_more
                    }
                    Task::Drift => drift.step(people, lists, context, BUDGET),
                    Task::Done => return Finished::All,
                };
                match (has_more, *task) {
                    (true, _) => {}
                    (false, Task::Matching) => *task = Task::Texts,
                    (false, Task::Texts) => {
                        *task = Task::Drift;
                        return Finished::Rows;
                    }
                    (false, _) => *task = Task::Done,
                }
                if slice.is_over() {
                    return Finished::Nothing;
                }
            }
        })
    }

    /// Whether everything is worked out.
    pub(super) fn is_done(&self) -> bool {
        self.task == Task::Done
    }
}

/// What `read` makes of the accounts of all stores: nothing in place of a list that is not
/// loaded.
pub(super) fn with_lists<T>(stores: &[UserStore], read: impl FnOnce(Lists<'_>) -> T) -> T {
    let accounts: Vec<_> = stores
        .iter()
        .map(|store| store.accounts.read_untracked())
        .collect();
    let lists = stores.iter().zip(&accounts).map(|(store, accounts)| {
        let is_loaded = untrack(|| store.load_state().is_loaded());
        is_loaded.then_some::<&Accounts>(accounts)
    });
    read(&lists.collect::<Vec<_>>())
}
