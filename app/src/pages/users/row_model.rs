//! What is searched, filtered and sorted by, for every user.

use super::columns::Sources;
use super::filters;
use crate::components::list::ListRows;
use crate::routes::UserQuery;
use crate::ui::row_keys::index;
use crate::ui::table::Lengths;
use roster::accounts::{Account, Accounts};
use roster::view::{Query, Sort, View};
use std::borrow::Cow;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// The texts, numbers and tags of all users. A row's place is that in the accounts.
pub(super) struct RowModel {
    sources: Sources,
    view: View,
}

impl RowModel {
    /// None yet.
    pub(super) fn new(sources: Sources) -> Self {
        Self {
            view: View::new(sources.builder().build(0)),
            sources,
        }
    }

    /// Makes all rows anew.
    pub(super) fn load(&mut self, accounts: &Accounts, rows: &mut ListRows) {
        let identities = accounts.list.iter().map(identity);
        rows.total = accounts.list.len();
        rows.keys.assign(identities.collect());
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
        rows.needs = self.sources.ids().zip(needs).collect();
    }

    /// Updates the rows of the accounts with these keys; makes all rows anew where that is
    /// not enough.
    pub(super) fn update(&mut self, accounts: &Accounts, names: &[String], rows: &mut ListRows) {
        if accounts.list.len() != rows.keys.len() || !self.update_some(accounts, names, rows) {
            self.load(accounts, rows);
        }
    }

    /// Whether the rows with these keys could be updated by themselves: where no text
    /// changed.
    fn update_some(&mut self, accounts: &Accounts, names: &[String], rows: &ListRows) -> bool {
        for name in names {
            let Some(first) = accounts.place(name) else {
                return false;
            };
            let namesakes = accounts.list[first..].iter();
            let namesakes = namesakes.take_while(|account| *account.key == **name);
            for (place, account) in (first..).zip(namesakes) {
                let texts = self.sources.texts(accounts, account);
                let row = index(place);
                if !rows.keys.has(place, identity(account))
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

    /// The places of the users that match `query`, in its order.
    pub(super) fn find(&mut self, accounts: &Accounts, query: &UserQuery) -> Vec<u32> {
        let sort = self.sources.column(&query.sort.column).map(|column| Sort {
            column,
            descending: query.sort.descending,
        });
        self.view.rows(&Query {
            text: query.text.clone(),
            filters: filters::conditions(accounts, query),
            sort,
        })
    }
}

pub(super) fn borrowed<'a>(texts: &'a [Cow<'_, str>]) -> Vec<&'a str> {
    texts.iter().map(|text| &**text).collect()
}

/// What tells an account from others in the list.
fn identity(account: &Account) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(&*account.key)
}
