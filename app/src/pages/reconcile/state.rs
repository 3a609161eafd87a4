//! The list that is compared, what was chosen about it and what came of it. It lives as
//! long as the console is open: leaving the page for that of a person loses nothing.

use super::choices::{Choices, remember};
use super::rows::{add_row, has_words, key_of, place_of};
use super::work::{Turn, Turns, Work};
use crate::browser::announce::announce;
use crate::browser::reactive::{in_root, wait_until};
use crate::browser::task::{in_slices, spawn};
use crate::browser::unicode::BROWSER_RULES;
use crate::messages::{people_plan, reconcile as words};
use crate::state::people::PeopleStore;
use crate::ui::selection::Selection;
use leptos::prelude::*;
use people_file::{Cells, Table};
use roster::people::{
    Lists, People, PeoplePlan, Purpose, ReconcileList, ReconciledEntry, Reconciliation,
};
use std::collections::HashMap;
use std::rc::Rc;

/// How many rows are worked on between two looks at the clock.
const BUDGET: usize = 200;

/// The lists whose rows can be selected.
pub(super) const SELECTABLE: [ReconcileList; 3] = [
    ReconcileList::Create,
    ReconcileList::Change,
    ReconcileList::Remove,
];

/// Which part of the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The file is chosen.
    File,
    /// What its columns mean is chosen.
    Settings,
    /// What was found, in lists.
    Lists,
    /// The plan for what was selected.
    Plan,
}

/// A file that was read.
pub(super) struct ReadFile {
    /// Its name; empty for a text that was pasted.
    pub(super) name: String,
    pub(super) table: Table,
}

/// Everything about the list. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct ReconcileState {
    pub(super) people: PeopleStore,
    pub(super) step: RwSignal<Step>,
    pub(super) file: RwSignal<Option<Rc<ReadFile>>, LocalStorage>,
    /// Why the last file could not be read: what happened, and what to do.
    pub(super) problem: RwSignal<Option<(String, String)>>,
    /// The work that goes on.
    pub(super) work: RwSignal<Option<Work>>,
    pub(super) choices: RwSignal<Choices>,
    /// The values of the column that says who works here; nothing where they are too many.
    pub(super) status_values: RwSignal<Option<Vec<String>>>,
    comparison: StoredValue<Option<Reconciliation>, LocalStorage>,
    /// Changes when rows were compared.
    pub(super) compared: RwSignal<()>,
    /// The list that is shown.
    pub(super) list: RwSignal<ReconcileList>,
    /// What is searched for in it.
    pub(super) search: RwSignal<String>,
    /// What is selected of [`SELECTABLE`], by the keys of [`key_of`].
    pub(super) selected: RwSignal<[Selection; 3]>,
    /// What was selected of [`SELECTABLE`] and is not known now, by the same keys.
    suspended: StoredValue<[Vec<u32>; 3]>,
    /// What runs have achieved, by the key of the person.
    pub(super) results: StoredValue<HashMap<String, String>>,
    turns: Turns,
}

/// The state of the page. The first call makes it.
pub(super) fn use_reconcile(people: PeopleStore) -> ReconcileState {
    use_context().unwrap_or_else(|| {
        in_root(|| {
            let state = ReconcileState::new(people);
            provide_context(state);
            state
        })
    })
}

impl ReconcileState {
    fn new(people: PeopleStore) -> Self {
        let work = RwSignal::new(None);
        Self {
            people,
            step: RwSignal::new(Step::File),
            file: RwSignal::new_local(None),
            problem: RwSignal::new(None),
            work,
            choices: RwSignal::new(Choices::default()),
            status_values: RwSignal::new(None),
            comparison: StoredValue::new_local(None),
            compared: RwSignal::new(()),
            list: RwSignal::new(ReconcileList::Create),
            search: RwSignal::default(),
            selected: RwSignal::new([(); 3].map(|()| Selection::default())),
            suspended: StoredValue::default(),
            results: StoredValue::default(),
            turns: Turns::new(work),
        }
    }

    /// Begins work, which ends other work.
    pub(super) fn begin(self, label: &'static str, all: usize) -> Turn {
        self.turns.begin(label, all)
    }

    /// Ends the work that goes on.
    pub(super) fn cancel(self) {
        self.turns.cancel();
    }

    /// Forgets the list and everything about it.
    pub(super) fn forget(self) {
        self.cancel();
        self.file.set(None);
        self.problem.set(None);
        self.comparison.set_value(None);
        self.selected
            .update(|all| all.iter_mut().for_each(Selection::clear));
        self.suspended.set_value(Default::default());
        self.results.update_value(HashMap::clear);
        self.list.set(ReconcileList::Create);
        self.search.set(String::new());
        self.step.set(Step::File);
    }

    /// Compares the list with the platforms.
    pub(super) fn compare(self) {
        let Some(file) = self.file.get_untracked() else {
            return;
        };
        let choices = self.choices.get_untracked();
        remember(file.table.header(), &choices);
        let turn = self.begin("Reading the rows", file.table.len());
        self.step.set(Step::Lists);
        spawn(async move {
            let rules = self.people.read(|people, _| choices.rules(people));
            let mut comparison = Reconciliation::new(choices.mapping, rules, &BROWSER_RULES);
            let (mut cells, mut row) = (Cells::default(), 0);
            in_slices(|| {
                let end = file.table.len().min(row + BUDGET);
                for row in row..end {
                    add_row(&mut comparison, &file.table, row, &mut cells);
                }
                row = end;
                turn.report(row) && row < file.table.len()
            })
            .await;
            if turn.is_current() {
                self.comparison.set_value(Some(comparison));
                self.step_through(&turn).await;
            }
        });
    }

    /// Compares again where the people have changed since. Not during a run.
    pub(super) fn follow_people(self) {
        let is_running = || {
            let run = self.people.current_run();
            run.is_some_and(|run| !run.is_over())
        };
        if self.work.with_untracked(Option::is_some) || untrack(is_running) {
            return;
        }
        let has_changed = self.people.read(|people, lists| {
            let step = |one: &mut Reconciliation| one.step(people, lists, 1);
            self.comparison
                .try_update_value(|comparison| comparison.as_mut().is_some_and(step))
        });
        if has_changed == Some(true) {
            let turn = self.begin("Comparing again", 0);
            spawn(async move { self.step_through(&turn).await });
        }
    }

    /// Compares again what has changed, and waits for it.
    pub(super) async fn compare_again(self) {
        while self.file.with_untracked(Option::is_some) {
            let turn = self.begin("Comparing again", 0);
            turn.update(|work| work.can_cancel = false);
            self.step_through(&turn).await;
            if self.with(|_| ()).is_some() {
                break;
            }
        }
    }

    async fn step_through(self, turn: &Turn) {
        let people = self.people;
        loop {
            turn.rename("Waiting for the users of every connection");
            wait_until(move || people.is_settled() && !people.is_loading()).await;
            if !turn.is_current() {
                return;
            }
            turn.rename("Comparing");
            in_slices(|| {
                let progress = people.read(|people, lists| {
                    self.comparison.try_update_value(|comparison| {
                        let comparison = comparison.as_mut()?;
                        let has_more = comparison.step(people, lists, BUDGET);
                        has_more.then(|| comparison.progress())
                    })
                });
                let Some(Some((done, all))) = progress else {
                    return false;
                };
                turn.report_of(done, all)
            })
            .await;
            if !turn.is_current() {
                return;
            }
            if untrack(|| people.is_settled()) {
                break;
            }
        }
        self.update_selection();
        turn.end();
        self.compared.set(());
        announce(&words::compared(&untrack(|| self.counts())));
    }

    /// Deselects what is not in its list any more. What is not known now, as a connection
    /// cannot be read, is selected again once it is.
    fn update_selection(self) {
        self.with(|comparison| {
            let entry = |key: u32| comparison.entries().get(place_of(comparison, key)?);
            let is_in = |key: u32, list| entry(key).is_some_and(|entry| entry.is_in(list));
            let is_unknown =
                |key: u32| entry(key).is_some_and(|one| one.unknown_parts().next().is_some());
            self.selected.update(|all| {
                self.suspended.update_value(|suspended| {
                    let lists = SELECTABLE.iter().zip(all).zip(suspended);
                    for ((list, selection), suspended) in lists {
                        let mut gone = selection.keys();
                        gone.retain(|key| !is_in(*key, *list));
                        selection.set_all(&gone, false);
                        suspended.extend(gone);
                        let mut back = suspended.clone();
                        back.retain(|key| is_in(*key, *list));
                        selection.set_all(&back, true);
                        suspended.retain(|key| !is_in(*key, *list) && is_unknown(*key));
                    }
                });
            });
        });
    }

    /// What `read` makes of the comparison, where there is one that is done.
    pub(super) fn with<T>(self, read: impl FnOnce(&Reconciliation) -> T) -> Option<T> {
        self.comparison.with_value(|comparison| {
            let comparison = comparison.as_ref()?;
            comparison.is_done().then(|| read(comparison))
        })
    }

    /// How many rows are in each list. Reactive.
    pub(super) fn counts(self) -> Vec<(ReconcileList, usize)> {
        self.compared.track();
        let count = |list: &ReconcileList| {
            let count = self.with(|comparison| comparison.places(*list).len());
            (*list, count.unwrap_or_default())
        };
        ReconcileList::ALL.iter().map(count).collect()
    }

    /// The keys of the rows in a list, in order.
    pub(super) fn keys(self, list: ReconcileList) -> Vec<u32> {
        let keys = self.with(|comparison| {
            let places = comparison.places(list).iter();
            places
                .map(|place| key_of(comparison, *place as usize))
                .collect()
        });
        keys.unwrap_or_default()
    }

    /// Those of these rows whose name, address or number have all of these folded words.
    pub(super) fn matching(self, keys: impl Iterator<Item = u32>, words: &str) -> Vec<u32> {
        let found = self.with(|comparison| {
            let matches = |key: &u32| {
                let place = place_of(comparison, *key);
                let entry = place.and_then(|place| comparison.entries().get(place));
                entry.is_some_and(|entry| has_words(entry, words))
            };
            keys.filter(matches).collect()
        });
        found.unwrap_or_default()
    }

    /// What `read` makes of the row with a key: its place and its entry.
    pub(super) fn with_row<T>(
        self,
        key: u32,
        read: impl FnOnce(&Reconciliation, usize, &ReconciledEntry, &People, Lists<'_>) -> T,
    ) -> Option<T> {
        self.with(|comparison| {
            let place = place_of(comparison, key)?;
            let entry = comparison.entries().get(place)?;
            let people = self.people;
            Some(people.read(|people, lists| read(comparison, place, entry, people, lists)))
        })?
    }

    /// How many rows are selected, of all lists. Reactive.
    pub(super) fn selected_count(self) -> usize {
        self.selected
            .with(|all| all.iter().map(Selection::count).sum())
    }

    /// The plan for what is selected, by what is known now. Not reactive.
    pub(super) fn plan(self) -> PeoplePlan {
        let me = self.people.me();
        let plan = self.with(|comparison| {
            let suspended = self.suspended.get_value();
            let selected = self.selected.with_untracked(|all| {
                let of_list =
                    |((list, selection), suspended): ((&ReconcileList, &Selection), Vec<u32>)| {
                        let list = *list;
                        let keys = selection.keys().into_iter().chain(suspended);
                        keys.filter_map(|key| Some((list, place_of(comparison, key)?)))
                            .collect::<Vec<_>>()
                    };
                let lists = SELECTABLE.iter().zip(all).zip(suspended);
                lists.flat_map(of_list).collect::<Vec<_>>()
            });
            self.people.read(|people, lists| {
                PeoplePlan::reconcile(people, lists, comparison, selected, me.as_deref())
            })
        });
        plan.unwrap_or_else(|| PeoplePlan {
            purpose: Purpose::Reconcile,
            people: Vec::new(),
            parts: Vec::new(),
            unknown: Vec::new(),
            missing: Vec::new(),
        })
    }

    /// Notes what the run that has ended has achieved, for the report.
    pub(super) fn note_results(self) {
        let Some(run) = self.people.current_run() else {
            return;
        };
        if run.plan.purpose != Purpose::Reconcile || !run.is_over() {
            return;
        }
        // What was planned is done: a next plan begins with the lists.
        if self.step.get_untracked() == Step::Plan {
            self.step.set(Step::Lists);
        }
        self.results.update_value(|results| {
            for one in run.receipts() {
                let key = one.receipt.person.key.to_string();
                results.insert(key, people_plan::conclusion(&one.receipt));
            }
        });
    }
}
