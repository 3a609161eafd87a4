//! Who is shown and in which order; and how each row keeps its key while others
//! come and go.

use super::columns::Sources;
use super::filters;
use crate::routes::UserQuery;
use crate::ui::table::{Lengths, Need};
use roster::accounts::{Account, Accounts};
use roster::view::{Query, Sort, View};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// No place, or no number.
const NONE: u32 = u32::MAX;

/// The rows. A row's place is that in the people, its number that in the order
/// shown, and its key is its own for as long as the list is there.
pub(super) struct Rows {
    sources: Sources,
    view: View,
    /// How many characters the texts of each column need.
    needs: Vec<(&'static str, Need)>,
    /// What tells names apart, by place.
    hashes: Vec<u64>,
    /// The key of each row, by place.
    keys: Vec<u32>,
    /// The place of each row, by key.
    places: Vec<u32>,
    /// The places of what is shown, by number.
    shown: Vec<u32>,
    /// The number of each row, by place.
    numbers: Vec<u32>,
    next: u32,
}

impl Rows {
    /// None yet.
    pub(super) fn new(sources: Sources) -> Self {
        Self {
            view: View::new(sources.builder().build(0)),
            sources,
            needs: Vec::new(),
            hashes: Vec::new(),
            keys: Vec::new(),
            places: Vec::new(),
            shown: Vec::new(),
            numbers: Vec::new(),
            next: 0,
        }
    }

    /// Makes all rows anew.
    pub(super) fn load(&mut self, accounts: &Accounts) {
        self.name(accounts);
        let mut builder = self.sources.builder();
        let mut lengths: Vec<Lengths> = Vec::new();
        lengths.resize_with(self.sources.ids().count(), Lengths::default);
        for account in &accounts.list {
            let texts = self.sources.texts(accounts, account);
            for (lengths, text) in lengths.iter_mut().zip(&texts) {
                lengths.add(text);
            }
            builder.row(
                &borrowed(&texts),
                &self.sources.numbers(account),
                &filters::tags(account),
            );
        }
        self.view = View::new(builder.build(0));
        let needs = lengths.iter().map(Lengths::need);
        self.needs = self.sources.ids().zip(needs).collect();
    }

    /// How many characters the texts of the column with this id need.
    pub(super) fn need(&self, id: &str) -> Need {
        let column = self.needs.iter().find(|(column, _)| *column == id);
        column.map_or(Need::default(), |(_, need)| *need)
    }

    /// Updates the rows of the accounts with these keys; makes all rows anew where that is
    /// not enough.
    pub(super) fn update(&mut self, accounts: &Accounts, names: &[String]) {
        if accounts.list.len() != self.keys.len() || !self.update_some(accounts, names) {
            self.load(accounts);
        }
    }

    /// Whether the rows with these keys could be updated by themselves: where no text
    /// changed.
    fn update_some(&mut self, accounts: &Accounts, names: &[String]) -> bool {
        for name in names {
            let Some(first) = accounts.place(name) else {
                return false;
            };
            let namesakes = accounts.list[first..].iter();
            let namesakes = namesakes.take_while(|account| *account.key == **name);
            for (place, account) in (first..).zip(namesakes) {
                let texts = self.sources.texts(accounts, account);
                let row = index(place);
                if self.hashes.get(place) != Some(&hash(&account.key))
                    || !self.view.holds(row, &borrowed(&texts))
                {
                    return false;
                }
                self.view.set_tags(row, &filters::tags(account));
                for (column, number) in self.sources.numbers(account).into_iter().enumerate() {
                    self.view.set_number(row, column, number);
                }
            }
        }
        true
    }

    /// Gives every row its key: the one it had, where it was there.
    fn name(&mut self, accounts: &Accounts) {
        let hashes: Vec<u64> = accounts
            .list
            .iter()
            .map(|account| hash(&account.key))
            .collect();
        if hashes == self.hashes {
            return;
        }
        let mut before: HashMap<u64, Vec<u32>> = HashMap::new();
        for (hash, key) in self.hashes.iter().zip(&self.keys).rev() {
            before.entry(*hash).or_default().push(*key);
        }
        let next = &mut self.next;
        self.keys = hashes
            .iter()
            .map(|hash| {
                before.get_mut(hash).and_then(Vec::pop).unwrap_or_else(|| {
                    *next += 1;
                    *next - 1
                })
            })
            .collect();
        self.hashes = hashes;
        self.places = vec![NONE; *next as usize];
        for (place, key) in (0..).zip(&self.keys) {
            self.places[*key as usize] = place;
        }
    }

    /// Shows the users that match `query`.
    pub(super) fn show(&mut self, accounts: &Accounts, query: &UserQuery) {
        let sort = self.sources.column(&query.sort).map(|column| Sort {
            column,
            descending: query.descending,
        });
        self.shown = self.view.rows(&Query {
            text: query.text.clone(),
            filters: filters::conditions(accounts, query),
            sort,
        });
        self.numbers.clear();
        self.numbers.resize(self.keys.len(), NONE);
        for (number, place) in (0..).zip(&self.shown) {
            self.numbers[*place as usize] = number;
        }
    }

    /// How many are shown.
    pub(super) fn count(&self) -> usize {
        self.shown.len()
    }

    /// The key of a row by its number.
    pub(super) fn key(&self, number: u32) -> u32 {
        let place = self.shown.get(number as usize);
        place
            .and_then(|place| self.keys.get(*place as usize).copied())
            .unwrap_or(NONE)
    }

    /// The number of a row by its key, where it is shown.
    pub(super) fn number(&self, key: u32) -> Option<u32> {
        self.number_at(self.place(key)?)
    }

    /// The number of the row at a place, where it is shown.
    pub(super) fn number_at(&self, place: usize) -> Option<u32> {
        let number = self.numbers.get(place).copied()?;
        (number != NONE).then_some(number)
    }

    /// The place of a row by its key, where it is there.
    fn place(&self, key: u32) -> Option<usize> {
        let place = self.places.get(key as usize).copied()?;
        (place != NONE).then_some(place as usize)
    }

    /// The account in a row.
    pub(super) fn account<'a>(&self, accounts: &'a Accounts, key: u32) -> Option<&'a Account> {
        accounts.list.get(self.place(key)?)
    }

    /// The keys of what is shown, in order, from one number to the one before
    /// another.
    pub(super) fn keys_between(&self, from: u32, to: u32) -> Vec<u32> {
        let rows = self.shown.get(from as usize..to as usize);
        rows.unwrap_or_default()
            .iter()
            .filter_map(|place| self.keys.get(*place as usize).copied())
            .collect()
    }

    /// Whether a row is there, shown or not.
    pub(super) fn is_there(&self, key: u32) -> bool {
        self.place(key).is_some()
    }
}

pub(super) fn borrowed<'a>(texts: &'a [Cow<'_, str>]) -> Vec<&'a str> {
    texts.iter().map(|text| &**text).collect()
}

fn hash(name: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(name)
}

/// Lists are shorter than 32 bits can say: on wasm nothing is longer.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}
