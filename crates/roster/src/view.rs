//! Searching, filtering and sorting the rows of a table, at 100,000 of them
//! while a person types. It knows no accounts: rows are fed to a [`Builder`]
//! as texts, numbers and tags, and come back as row numbers.
//!
//! All text lies folded in one piece ([`fold()`]), so that a search is one sweep
//! over it. The order of a column is worked out once, when it is first sorted
//! by it; sorting what a filter left is then a walk along that order.

mod finder;
mod fold;
mod index;
mod moment;
mod order;
#[cfg(test)]
mod tests;

pub use fold::fold;
pub use index::{Builder, Index};
pub use moment::millis;

/// What a view shows, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that must all occur in a row's texts, in any order, case and
    /// accents.
    pub text: String,
    /// Conditions that must all hold.
    pub filters: Vec<Filter>,
    /// By what to sort; by the rows' key otherwise.
    pub sort: Option<Sort>,
}

/// A condition: the row has one of these tags at least.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter(pub Vec<u32>);

/// An order of rows. Rows that are equal in it, and rows without a value, which
/// always come last, are in the order of their key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// From the greatest to the smallest.
    pub descending: bool,
}

/// An order of rows that the view was fed, or one of numbers that it was not.
#[derive(Clone, Copy)]
pub enum Order<'a> {
    /// That of their key.
    Key,
    /// That of a column.
    Column(Sort),
    /// That of these numbers, as [`Sort`] has it for those of a column.
    Numbers {
        /// The number of a row, if it has one.
        number: &'a dyn Fn(u32) -> Option<i64>,
        /// From the greatest to the smallest.
        descending: bool,
    },
}

/// A column of a [`Builder`]'s rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The text at this place.
    Text(usize),
    /// The number at this place.
    Number(usize),
}

/// The rows of a table and what was found in them last: a query that only adds
/// to the last one looks no further than that.
///
/// ```
/// use roster::view::{Builder, Column, Query, Sort, View};
///
/// // One text and one number for each row; the text is the key.
/// let mut rows = Builder::new(1, 1);
/// rows.row(&["Ünal"], &[Some(2)], &[]);
/// rows.row(&["Ada"], &[Some(3)], &[]);
/// rows.row(&["Nuala"], &[Some(1)], &[]);
/// let mut view = View::new(rows.build(0));
///
/// let query = Query {
///     text: "nal".into(),
///     sort: Some(Sort { column: Column::Number(0), descending: true }),
///     ..Query::default()
/// };
/// assert_eq!(view.rows(&query), [0]);
/// assert_eq!(view.rows(&Query { text: "a".into(), ..query }), [1, 0, 2]);
/// ```
#[derive(Debug)]
pub struct View {
    index: Index,
    words: Vec<String>,
    hits: Vec<u32>,
}

impl View {
    /// A view on everything that was fed.
    pub fn new(index: Index) -> Self {
        Self {
            hits: index.find(&[]),
            words: Vec::new(),
            index,
        }
    }

    /// The rows that `query` shows, in its order.
    pub fn rows(&mut self, query: &Query) -> Vec<u32> {
        self.search(words(&query.text));
        let kept = self.index.rows_passing(&self.hits, &query.filters);
        self.index.in_order(kept, query.sort)
    }

    /// The rows that have every word of `text` and for which `keep` holds, in an order:
    /// for what changes so often that it is not fed to the view.
    pub fn rows_where(
        &mut self,
        text: &str,
        keep: &dyn Fn(u32) -> bool,
        order: Order<'_>,
    ) -> Vec<u32> {
        self.search(words(text));
        let kept = self.hits.iter().copied().filter(|row| keep(*row)).collect();
        match order {
            Order::Key => self.index.in_order(kept, None),
            Order::Column(sort) => self.index.in_order(kept, Some(sort)),
            Order::Numbers { number, descending } => {
                self.index.in_order_of(kept, number, descending)
            }
        }
    }

    /// How many rows there are.
    pub fn total(&self) -> usize {
        self.index.len()
    }

    /// Whether a row was fed these texts, or ones that no search tells apart.
    pub fn holds(&self, row: u32, texts: &[&str]) -> bool {
        self.index.holds(row, texts)
    }

    /// Gives a row other tags. No text changes by that, so nothing has to be
    /// looked for again.
    pub fn set_tags(&mut self, row: u32, tags: &[u32]) {
        self.index.set_tags(row, tags);
    }

    /// Gives a row another number.
    pub fn set_number(&mut self, row: u32, column: usize, number: Option<i64>) {
        self.index.set_number(row, column, number);
    }

    fn search(&mut self, words: Vec<String>) {
        if words == self.words {
            return;
        }
        // Whatever has every new word has every old one, where each old one is
        // a part of a new one.
        let goes_on = |old: &String| words.iter().any(|new| new.contains(&**old));
        if self.words.iter().all(goes_on) && !self.words.is_empty() {
            let fresh: Vec<&str> = words
                .iter()
                .filter(|word| !self.words.contains(word))
                .map(String::as_str)
                .collect();
            self.index.narrow(&mut self.hits, &fresh);
        } else {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            self.hits = self.index.find(&words);
        }
        self.words = words;
    }
}

/// The folded words of a search, the longest one first: it rules out most.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    words.dedup();
    if let Some(longest) = (0..words.len()).max_by_key(|at| words[*at].len()) {
        words.swap(0, longest);
    }
    words
}
