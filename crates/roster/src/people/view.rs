//! The rows of a table of people: searched by texts that are kept folded, filtered and
//! sorted by what the accounts are now.

use super::condition::{Condition, PeopleColumn};
use super::index::{Lists, People, PersonId, Revision};
use super::person::PersonTexts;
use super::slots::NONE;
use crate::view::{Builder, Column, Order, Sort, View};

/// How many texts of a person are searched: name, addresses, keys of accounts.
const TEXTS: usize = 3;
const NAME: usize = 0;
const ADDRESS: usize = 1;

/// Which people are shown, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Words that must all occur in a person's name, addresses and keys.
    pub text: String,
    /// Conditions that must all be met.
    pub conditions: Vec<Condition>,
    /// By what to sort; by name otherwise. Those without a value come last.
    pub sort: Option<PeopleSort>,
}

/// An order of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeopleSort {
    /// By which column.
    pub column: PeopleColumn,
    /// From the greatest to the smallest.
    pub descending: bool,
}

/// The rows of a table of people. A change of an account's state needs nothing of it;
/// where names or addresses change, the texts are collected again, in slices.
#[derive(Debug)]
pub struct PeopleView {
    view: View,
    /// Who is in each row, and the row of each person by number.
    persons: Vec<PersonId>,
    rows: Vec<u32>,
    /// Whether the names of the accounts of the person in each row differ.
    differing_names: Vec<bool>,
    /// What the texts are of.
    revision: Revision,
    collecting: Option<Collecting>,
}

#[derive(Debug)]
struct Collecting {
    builder: Builder,
    persons: Vec<PersonId>,
    differing_names: Vec<bool>,
    next: usize,
    revision: Revision,
}

impl Default for PeopleView {
    fn default() -> Self {
        Self {
            view: View::new(Builder::new(TEXTS, 0).build(NAME)),
            persons: Vec::new(),
            rows: Vec::new(),
            differing_names: Vec::new(),
            revision: Revision::BEFORE_ALL,
            collecting: None,
        }
    }
}

impl PeopleView {
    /// Brings up to `budget` people up to date. Returns whether there is more to do.
    /// What was collected last is shown until then.
    pub fn step(&mut self, people: &People, lists: Lists<'_>, budget: usize) -> bool {
        if self.collecting.is_none() && !self.check(people, lists, budget) {
            self.collecting = Some(Collecting {
                builder: Builder::new(TEXTS, 0),
                persons: people.ids().collect(),
                differing_names: Vec::new(),
                next: 0,
                revision: people.changed_since(self.revision).1,
            });
        }
        match &mut self.collecting {
            Some(collecting) if collecting.is_complete() => {
                self.show_collected(people.groups.len());
            }
            Some(collecting) => collecting.add(people, lists, budget),
            None => {}
        }
        let (changed, _) = people.changed_since(self.revision);
        self.collecting.is_some() || changed.is_none_or(|changed| !changed.is_empty())
    }

    /// Whether all texts are collected, and the next step shows them: it sorts everyone, which
    /// takes as long as many other steps.
    pub fn is_collected(&self) -> bool {
        let collecting = self.collecting.as_ref();
        collecting.is_some_and(Collecting::is_complete)
    }

    /// Whether the texts of those who changed are still the same; of the first of them,
    /// where there are more than `budget`.
    fn check(&mut self, people: &People, lists: Lists<'_>, budget: usize) -> bool {
        let (Some(changed), _) = people.changed_since(self.revision) else {
            return false;
        };
        let some = changed.get(..budget).unwrap_or(changed);
        let is_same = |person: &PersonId| {
            let row = self.rows.get(person.0 as usize).copied().unwrap_or(NONE);
            // Those who are gone are left out when rows are shown.
            !people.exists(*person) || {
                let texts = people.person(*person, lists).texts();
                row != NONE
                    && self.view.holds(row, &texts.all())
                    && self.differing_names[row as usize] == texts.has_differing_names
            }
        };
        let all_same = some.iter().all(is_same);
        if all_same {
            self.revision = self.revision.plus(some.len());
        }
        all_same
    }

    fn show_collected(&mut self, numbers: usize) {
        let Some(collected) = self.collecting.take() else {
            return;
        };
        self.view = View::new(collected.builder.build(NAME));
        self.persons = collected.persons;
        self.differing_names = collected.differing_names;
        self.revision = collected.revision;
        self.rows = vec![NONE; numbers];
        for (row, person) in (0..).zip(&self.persons) {
            self.rows[person.0 as usize] = row;
        }
    }

    /// The people that `query` shows, in its order. `now` is in milliseconds since 1970.
    pub fn rows(&mut self, people: &People, query: &PeopleQuery, now: i64) -> Vec<PersonId> {
        let persons = &self.persons;
        let keep = |row: u32| {
            let person = persons[row as usize];
            let meets = |condition: &Condition| people.meets(person, *condition, now);
            people.exists(person) && query.conditions.iter().all(meets)
        };
        let differing_names = &self.differing_names;
        let number = |column| {
            move |row: u32| {
                let at = row as usize;
                people.sort_number(persons[at], column, differing_names[at])
            }
        };
        let rows = match query.sort {
            None => self.view.rows_where(&query.text, &keep, Order::Key),
            Some(PeopleSort { column, descending }) => {
                let by_text = |text| {
                    Order::Column(Sort {
                        column: Column::Text(text),
                        descending,
                    })
                };
                let number = number(column);
                let order = match column {
                    PeopleColumn::Name => by_text(NAME),
                    PeopleColumn::Address => by_text(ADDRESS),
                    _ => Order::Numbers {
                        number: &number,
                        descending,
                    },
                };
                self.view.rows_where(&query.text, &keep, order)
            }
        };
        rows.into_iter().map(|row| persons[row as usize]).collect()
    }
}

impl Collecting {
    fn is_complete(&self) -> bool {
        self.next == self.persons.len()
    }

    fn add(&mut self, people: &People, lists: Lists<'_>, budget: usize) {
        let end = self.persons.len().min(self.next + budget);
        for person in &self.persons[self.next..end] {
            let texts = people.person(*person, lists).texts();
            self.differing_names.push(texts.has_differing_names);
            self.builder.row(&texts.all(), &[], &[]);
        }
        self.next = end;
    }
}

impl PersonTexts {
    /// The texts of a row.
    fn all(&self) -> [&str; TEXTS] {
        [&self.name, &self.addresses, &self.keys]
    }
}
