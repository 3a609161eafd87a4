//! The rows of a table in the form that searching, filtering and sorting want.

use super::finder::Finder;
use super::order::{self, END, Item};
use super::{Column, Filter, Sort, fold};

/// A row's number where it has none.
const NONE: i64 = i64::MIN;

/// Tags below this one are bits; the others are kept in lists.
const BITS: u32 = 64;

/// Takes the rows in, one by one.
#[derive(Debug)]
pub struct Builder(Index);

/// Rows that can be searched, filtered and sorted.
#[derive(Debug)]
pub struct Index {
    /// Every text, folded, row by row.
    haystack: String,
    /// How many texts a row has.
    texts: usize,
    /// Where each text ends.
    ends: Vec<u32>,
    /// How often each byte occurs.
    counts: Box<[u32; 256]>,
    numbers: Vec<Vec<i64>>,
    bits: Vec<u64>,
    lists: Vec<Box<[u32]>>,
    /// The rows in the order of their key.
    by_key: Vec<u32>,
    /// The place of each row in that order.
    ranks: Vec<u32>,
    /// The orders that were worked out so far.
    orders: Vec<(Sort, Vec<u32>)>,
}

impl Builder {
    /// For rows with so many texts and numbers.
    pub fn new(texts: usize, numbers: usize) -> Self {
        Self(Index {
            haystack: String::new(),
            texts,
            ends: Vec::new(),
            counts: Box::new([0; 256]),
            numbers: vec![Vec::new(); numbers],
            bits: Vec::new(),
            lists: Vec::new(),
            by_key: Vec::new(),
            ranks: Vec::new(),
            orders: Vec::new(),
        })
    }

    /// Adds a row: the text of every column, its numbers (times, ranks), and
    /// the numbers of what it has or is (roles, statuses), small ones first.
    /// Texts beyond the columns are left out, missing ones are empty.
    pub fn row(&mut self, texts: &[&str], numbers: &[Option<i64>], tags: &[u32]) {
        let index = &mut self.0;
        for place in 0..index.texts {
            let text = texts.get(place).copied().unwrap_or_default();
            fold::fold_into(&mut index.haystack, text);
            index.ends.push(offset(index.haystack.len()));
            index.haystack.push(char::from(END));
        }
        for (place, column) in index.numbers.iter_mut().enumerate() {
            column.push(numbers.get(place).copied().flatten().unwrap_or(NONE));
        }
        let (bits, list) = tagged(tags);
        index.bits.push(bits);
        index.lists.push(list);
    }

    /// The index. Rows that are equal in a column will be in the order of the
    /// text at `key`, and where that is the same as well, as they came.
    pub fn build(self, key: usize) -> Index {
        let mut index = self.0;
        for byte in index.haystack.bytes() {
            index.counts[usize::from(byte)] += 1;
        }
        index.ranks = index.find(&[]);
        index.by_key = index.sorted(Sort {
            column: Column::Text(key),
            descending: false,
        });
        for (rank, row) in (0..).zip(&index.by_key) {
            index.ranks[*row as usize] = rank;
        }
        index
    }
}

/// Offsets are 32 bits wide: on wasm no text can be longer.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn tagged(tags: &[u32]) -> (u64, Box<[u32]>) {
    let bits = tags.iter().filter(|tag| **tag < BITS);
    let bits = bits.fold(0, |bits, tag| bits | 1 << tag);
    let list = tags.iter().copied().filter(|tag| *tag >= BITS).collect();
    (bits, list)
}

impl Index {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.bits.len()
    }

    fn start(&self, place: usize) -> usize {
        match place.checked_sub(1) {
            Some(before) => self.ends[before] as usize + 1,
            None => 0,
        }
    }

    /// All texts of a row.
    fn texts(&self, row: u32) -> &[u8] {
        let place = row as usize * self.texts;
        let end = self.start(place + self.texts);
        &self.haystack.as_bytes()[self.start(place)..end]
    }

    /// The rows in which all of `words` occur.
    pub(super) fn find(&self, words: &[&str]) -> Vec<u32> {
        let Some((first, more)) = words.split_first() else {
            return (0..offset(self.len())).collect();
        };
        let mut hits = self.sweep(&Finder::new(first, &self.counts));
        self.narrow(&mut hits, more);
        hits
    }

    /// The rows in which a word occurs.
    fn sweep(&self, finder: &Finder) -> Vec<u32> {
        let mut hits = Vec::new();
        let (mut row, mut from) = (0_u32, 0);
        while let Some(place) = finder.find(self.haystack.as_bytes(), from) {
            loop {
                from = self.start((row as usize + 1) * self.texts);
                if from > place {
                    break;
                }
                row += 1;
            }
            hits.push(row);
            row += 1;
        }
        hits
    }

    /// Leaves only those of `rows` in which all of `words` occur.
    pub(super) fn narrow(&self, rows: &mut Vec<u32>, words: &[&str]) {
        for word in words {
            let finder = Finder::new(word, &self.counts);
            rows.retain(|row| finder.find(self.texts(*row), 0).is_some());
        }
    }

    /// Those of `rows` for which all of `filters` hold.
    pub(super) fn rows_passing(&self, rows: &[u32], filters: &[Filter]) -> Vec<u32> {
        let mut kept = rows.to_vec();
        for Filter(tags) in filters {
            let (bits, list) = tagged(tags);
            kept.retain(|row| {
                let row = *row as usize;
                self.bits[row] & bits != 0
                    || !list.is_empty() && self.lists[row].iter().any(|tag| list.contains(tag))
            });
        }
        kept
    }

    /// `rows` in an order.
    pub(super) fn in_order(&mut self, rows: Vec<u32>, sort: Option<Sort>) -> Vec<u32> {
        let mut shown = vec![false; self.len()];
        for row in rows {
            shown[row as usize] = true;
        }
        let mut order = match sort {
            None => self.by_key.clone(),
            Some(sort) => self.order(sort).to_vec(),
        };
        order.retain(|row| shown[*row as usize]);
        order
    }

    /// `rows` in the order of numbers that it was not fed.
    pub(super) fn in_order_of(
        &mut self,
        rows: Vec<u32>,
        number: &dyn Fn(u32) -> Option<i64>,
        descending: bool,
    ) -> Vec<u32> {
        let mut none = Vec::new();
        let mut some = Vec::with_capacity(rows.len());
        let mut numbers = vec![0; self.len()];
        for row in self.in_order(rows, None) {
            match number(row) {
                Some(number) => {
                    numbers[row as usize] = number;
                    some.push(Item {
                        row,
                        ..Item::default()
                    });
                }
                None => none.push(row),
            }
        }
        order::by_number(&mut some, |row| numbers[row as usize], descending);
        some.iter().map(|item| item.row).chain(none).collect()
    }

    fn order(&mut self, sort: Sort) -> &[u32] {
        let known = self.orders.iter().position(|(known, _)| *known == sort);
        let place = known.unwrap_or_else(|| {
            let order = self.sorted(sort);
            self.orders.push((sort, order));
            self.orders.len() - 1
        });
        &self.orders[place].1
    }

    /// All rows in an order, those without a value last.
    fn sorted(&self, sort: Sort) -> Vec<u32> {
        let (mut some, none) = self.items(sort.column);
        match sort.column {
            Column::Text(_) => {
                order::by_text(&mut some, self.haystack.as_bytes(), sort.descending);
            }
            Column::Number(column) => {
                let numbers = self.numbers.get(column).map_or(&[][..], Vec::as_slice);
                order::by_number(&mut some, |row| numbers[row as usize], sort.descending);
            }
        }
        some.iter().chain(&none).map(|item| item.row).collect()
    }

    /// All rows in the order of their key, apart by whether they have a value.
    /// Rows are looked at as they lie in memory, which is much faster.
    fn items(&self, column: Column) -> (Vec<Item>, Vec<Item>) {
        let mut items = vec![(false, Item::default()); self.len()];
        for (row, rank) in (0..).zip(&self.ranks) {
            let mut item = Item {
                row,
                ..Item::default()
            };
            let place = row as usize;
            let has_value = match column {
                Column::Text(column) if column < self.texts => {
                    let place = place * self.texts + column;
                    item.text = offset(self.start(place));
                    item.text < self.ends[place]
                }
                Column::Text(_) => false,
                Column::Number(column) => self
                    .numbers
                    .get(column)
                    .is_some_and(|column| column[place] != NONE),
            };
            items[*rank as usize] = (has_value, item);
        }
        let mut apart = (Vec::new(), Vec::new());
        for (has_value, item) in items {
            if has_value {
                apart.0.push(item);
            } else {
                apart.1.push(item);
            }
        }
        apart
    }

    pub(super) fn holds(&self, row: u32, texts: &[&str]) -> bool {
        let mut folded = String::new();
        for place in 0..self.texts {
            fold::fold_into(&mut folded, texts.get(place).copied().unwrap_or_default());
            folded.push(char::from(END));
        }
        (row as usize) < self.len() && self.texts(row) == folded.as_bytes()
    }

    pub(super) fn set_tags(&mut self, row: u32, tags: &[u32]) {
        let row = row as usize;
        if row < self.len() {
            (self.bits[row], self.lists[row]) = tagged(tags);
        }
    }

    pub(super) fn set_number(&mut self, row: u32, column: usize, number: Option<i64>) {
        let place = self.numbers.get_mut(column);
        if let Some(place) = place.and_then(|column| column.get_mut(row as usize)) {
            *place = number.unwrap_or(NONE);
            self.orders
                .retain(|(sort, _)| sort.column != Column::Number(column));
        }
    }
}
