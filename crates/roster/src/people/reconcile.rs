//! Comparing a list of people with the platforms: what to create, to change and to remove
//! so that they agree.
//!
//! The list is rows of texts, whichever file they are from; a [`Mapping`] says what its
//! columns mean, and [`ReconcileRules`] what is wanted of it. A [`Reconciliation`] takes
//! the rows, compares them in slices, and sorts them into [`ReconcileList`]s. What cannot
//! be decided is never guessed: it is left alone, with the [`UndecidedReason`].
//!
//! It changes nothing itself: [`PeoplePlan::reconcile`](super::PeoplePlan::reconcile)
//! makes a plan of what was selected.

mod absent;
mod compare;
mod entry;
mod guess;
mod listed;
mod mapping;
mod plan;
mod rules;
#[cfg(test)]
mod tests;

pub use entry::{
    ChangedField, NothingNote, ReconcileAction, ReconcileList, ReconcilePart, ReconciledEntry,
    RemovalReason, UndecidedReason,
};
pub use mapping::{Mapping, StatusColumn, columns_signature};
pub use plan::{RemovalGuard, removal_guards};
pub use rules::{ConnectionRule, ReconcileRules, RemovalScope, RoleMode, RoleRule};

use super::index::{Lists, People, Revision};
use super::slots::NONE;
use listed::{Listed, Roll};

/// The comparison of a list with the platforms.
///
/// ```
/// use roster::people::{
///     LibraryRules, Lists, Mapping, People, ReconcileList, ReconcileRules, Reconciliation,
/// };
/// # use roster::accounts::Accounts;
/// # fn compare(people: &People, lists: Lists<'_>) {
/// let names = ["email", "first name", "last name"].map(str::to_owned);
/// let mapping = Mapping::guess(&names, &[]);
/// let rules = ReconcileRules::new(people);
/// let mut comparison = Reconciliation::new(mapping, rules, &LibraryRules);
/// let row = ["ana@example.com", "Ana", "Sato"];
/// comparison.add_row(2, |column| row.get(column).copied().unwrap_or_default());
/// while comparison.step(people, lists, 500) {
///     // The page can draw here.
/// }
/// for entry in comparison.list(ReconcileList::Create) {
///     println!("{} is to be created", entry.address);
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Reconciliation {
    roll: Roll,
    rules: ReconcileRules,
    phase: Phase,
    /// What of the people the comparison is with.
    revision: Revision,
    /// The row that names each person, by the number of the person.
    named: Vec<u32>,
    entries: Vec<ReconciledEntry>,
    /// The entries of each list, by place.
    lists: [Vec<u32>; ReconcileList::ALL.len()],
}

/// How far a comparison is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The people of the rows from this one on are to be found.
    Find(usize),
    /// The rows from this one on are to be compared.
    Compare(usize),
    /// The people from this number on may be in no row.
    Absent(usize),
    Done,
}

impl Reconciliation {
    /// Of a list without rows yet.
    pub fn new(
        mapping: Mapping,
        rules: ReconcileRules,
        unicode: &'static dyn super::UnicodeRules,
    ) -> Self {
        let columns = rules.connections.iter().map(|rule| rule.roles.column);
        Self {
            roll: Roll::new(mapping, columns.collect(), unicode),
            rules,
            phase: Phase::Find(0),
            revision: Revision::BEFORE_ALL,
            named: Vec::new(),
            entries: Vec::new(),
            lists: Default::default(),
        }
    }

    /// Adds a row of the list. `number` is what it is called by; `cell` gives the text of
    /// a column.
    pub fn add_row<'a>(&mut self, number: u32, cell: impl Fn(usize) -> &'a str) {
        self.roll.add(number, cell);
        self.revision = Revision::BEFORE_ALL;
    }

    /// Adds a row that cannot be read. The people whose addresses occur in `text` are not
    /// taken for people who are not in the list.
    pub fn add_unread(&mut self, number: u32, text: &str) {
        self.roll.add_unread(number, text);
        self.revision = Revision::BEFORE_ALL;
    }

    /// Compares up to `budget` rows or people. Returns whether there is more to do. It
    /// begins again where the people have changed since.
    pub fn step(&mut self, people: &People, lists: Lists<'_>, budget: usize) -> bool {
        let (changed, now) = people.changed_since(self.revision);
        if changed.is_none_or(|changed| !changed.is_empty()) {
            self.begin(people, lists, now);
        }
        let mut left = budget.max(1);
        while left > 0 {
            let rows = self.roll.rows.len();
            self.phase = match self.phase {
                Phase::Find(row) if row < rows => {
                    self.find(people, row);
                    Phase::Find(row + 1)
                }
                Phase::Find(_) => Phase::Compare(0),
                Phase::Compare(row) if row < rows => {
                    let entry = self.compare(people, lists, row);
                    self.push(entry);
                    Phase::Compare(row + 1)
                }
                Phase::Compare(_) if self.rules.removal == RemovalScope::MarkedOrAbsent => {
                    Phase::Absent(0)
                }
                Phase::Absent(person) if person < self.named.len() => {
                    if let Some(entry) = self.absent(people, lists, person) {
                        self.push(entry);
                    }
                    Phase::Absent(person + 1)
                }
                Phase::Compare(_) | Phase::Absent(_) | Phase::Done => {
                    self.phase = Phase::Done;
                    return false;
                }
            };
            left -= 1;
        }
        true
    }

    fn begin(&mut self, people: &People, lists: Lists<'_>, now: Revision) {
        self.revision = now;
        self.phase = Phase::Find(0);
        self.named = vec![NONE; people.groups.len()];
        self.entries.clear();
        self.entries.reserve(self.roll.rows.len());
        self.lists = Default::default();
        self.roll.begin(people, lists);
        self.rules.begin(lists);
    }

    fn push(&mut self, entry: ReconciledEntry) {
        let place = super::slots::index(self.entries.len());
        for (list, places) in ReconcileList::ALL.iter().zip(&mut self.lists) {
            if entry.is_in(*list) {
                places.push(place);
            }
        }
        self.entries.push(entry);
    }

    /// Finds the people that a row names.
    fn find(&mut self, people: &People, row: usize) {
        let persons = self.roll.persons(people, row);
        let [person] = persons.as_slice() else {
            return;
        };
        let Some(named) = self.named.get_mut(person.number() as usize) else {
            return;
        };
        match usize::try_from(*named) {
            Ok(first) if *named != NONE => self.roll.same_person(first, row),
            _ => *named = super::slots::index(row),
        }
    }

    /// Whether all rows are compared with what the platforms hold.
    pub fn is_done(&self) -> bool {
        self.phase == Phase::Done
    }

    /// How many rows and people are done, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let rows = self.roll.rows.len();
        let absent = match self.rules.removal {
            RemovalScope::MarkedOrAbsent => self.named.len(),
            _ => 0,
        };
        let total = 2 * rows + absent;
        let done = match self.phase {
            Phase::Find(row) => row,
            Phase::Compare(row) => rows + row,
            Phase::Absent(person) => 2 * rows + person,
            Phase::Done => total,
        };
        (done, total)
    }

    /// All rows in their order, then those who are in no row.
    pub fn entries(&self) -> &[ReconciledEntry] {
        &self.entries
    }

    /// The places in [`Reconciliation::entries`] of those in a list.
    pub fn places(&self, list: ReconcileList) -> &[u32] {
        let place = ReconcileList::ALL.iter().position(|one| *one == list);
        place.map_or(&[], |place| &self.lists[place])
    }

    /// The entries of a list.
    pub fn list(&self, list: ReconcileList) -> impl ExactSizeIterator<Item = &ReconciledEntry> {
        let places = self.places(list).iter();
        places.map(|place| &self.entries[*place as usize])
    }

    /// What is wanted of the list.
    pub const fn rules(&self) -> &ReconcileRules {
        &self.rules
    }

    fn listed(&self, row: usize) -> &Listed {
        &self.roll.rows[row]
    }
}
