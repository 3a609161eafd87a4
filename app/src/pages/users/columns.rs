//! The columns of a connection's list, as its platform describes them.

use crate::components::list::ListColumn;
use crate::ui::table::{Column, Kind, Width};
use roster::accounts::{Account, Accounts};
use roster::platform::{self, Cell, ColumnWidth, list_support};
use roster::view;
use std::borrow::Cow;
use wire::Platform;

/// A column and what it shows.
pub(super) struct Entry {
    pub(super) listed: ListColumn,
    pub(super) cell: Cell,
}

impl Entry {
    pub(super) const fn column(&self) -> &Column {
        &self.listed.column
    }
}

/// The columns of a platform. The first is what its users are called.
pub(super) fn all(platform: Platform) -> Vec<Entry> {
    let columns = list_support(platform).columns().iter();
    columns.map(entry).collect()
}

/// The columns as the list knows them.
pub(super) fn listed(entries: &[Entry]) -> Vec<ListColumn> {
    entries.iter().map(|entry| entry.listed).collect()
}

fn entry(column: &platform::Column) -> Entry {
    let kind = match column.cell {
        Cell::Key | Cell::Label => Kind::Name,
        Cell::Access => Kind::Switch,
        Cell::DisabledSince | Cell::LastSignIn | Cell::Joined => Kind::Time,
        _ => Kind::Text,
    };
    let content = |least, most| Width::Content { least, most };
    let width = match (kind, column.width) {
        (Kind::Name, _) => content(14, 44),
        (Kind::Switch, _) => Width::Fixed("9.5rem"),
        (Kind::Time, _) => Width::Fixed("9rem"),
        (_, ColumnWidth::Number) => Width::Fixed("5rem"),
        (_, ColumnWidth::Code) => Width::Fixed("6rem"),
        (_, ColumnWidth::Word) => Width::Fixed("8.5rem"),
        (_, ColumnWidth::Text) => content(8, 24),
        (_, ColumnWidth::LongText) => content(12, 44),
    };
    Entry {
        listed: ListColumn {
            column: Column {
                mono: column.is_code,
                ..Column::new(kind, column.id, column.label, width)
            },
            is_hidden: column.is_hidden,
        },
        cell: column.cell,
    }
}

/// What of a platform's columns is searched and sorted by.
pub(super) struct Sources {
    texts: Vec<(&'static str, Cell)>,
    numbers: Vec<(&'static str, Cell)>,
}

impl Sources {
    pub(super) fn from_entries(entries: &[Entry]) -> Self {
        let (numbers, texts) = entries
            .iter()
            .map(|entry| (entry.column().id, entry.cell))
            .partition(|(_, cell)| cell.is_number());
        Self { texts, numbers }
    }

    /// What the column called `id` sorts by.
    pub(super) fn column(&self, id: &str) -> Option<view::Column> {
        let at = |all: &[(&str, Cell)]| all.iter().position(|(one, _)| *one == id);
        let text = at(&self.texts).map(view::Column::Text);
        text.or_else(|| at(&self.numbers).map(view::Column::Number))
    }

    /// The columns whose texts are searched, in the order of [`Sources::texts`].
    pub(super) fn ids(&self) -> impl Iterator<Item = &'static str> {
        self.texts.iter().map(|(id, _)| *id)
    }

    pub(super) fn builder(&self) -> view::Builder {
        view::Builder::new(self.texts.len(), self.numbers.len())
    }

    /// What is searched of an account.
    pub(super) fn texts<'a>(
        &self,
        accounts: &'a Accounts,
        account: &'a Account,
    ) -> Vec<Cow<'a, str>> {
        let texts = self.texts.iter();
        texts
            .map(|(_, cell)| cell.text(accounts, account))
            .collect()
    }

    /// What is sorted by.
    pub(super) fn numbers(&self, account: &Account) -> Vec<Option<i64>> {
        let numbers = self.numbers.iter();
        numbers.map(|(_, cell)| cell.number(account)).collect()
    }
}
