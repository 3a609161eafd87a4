//! The columns of the list: those about a person, and one for each connection.

use crate::components::list::ListColumn;
use crate::ui::table::{Column, Kind, Width};
use roster::people::PeopleColumn;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A column and what it shows.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) listed: ListColumn,
    pub(super) shows: PeopleColumn,
}

/// How many characters of a connection's name a heading shows.
const LONGEST_LABEL: usize = 40;

/// How wide a column of a connection is: “Disabled” and a star fit.
const CONNECTION_WIDTH: &str = "8.5rem";

/// Pixels of a character on average, and at the sides of a cell.
const CHARACTER: f64 = 7.3;
const PADDING: f64 = 24.0;

/// The columns, where the connections have these ids and names. The first is what people
/// are called.
pub(super) fn all<'a>(connections: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Entry> {
    let content = |least, most| Width::Content { least, most };
    let entry = |kind, id, label, width, shows| Entry {
        listed: ListColumn {
            column: Column::new(kind, id, label, width),
            is_hidden: false,
        },
        shows,
    };
    let mut entries = vec![
        entry(
            Kind::Name,
            "name",
            "Name",
            content(19, 44),
            PeopleColumn::Name,
        ),
        entry(
            Kind::Text,
            "address",
            "Address",
            content(16, 30),
            PeopleColumn::Address,
        ),
    ];
    entries.extend(connections.enumerate().map(|(at, (id, label))| {
        let column = wire::segment::encode(id).unwrap_or_else(|_| at.to_string());
        let (id, label) = (interned(format!("on.{column}")), interned(shortened(label)));
        let width = Width::Fixed(CONNECTION_WIDTH);
        entry(Kind::State, id, label, width, PeopleColumn::Connection(at))
    }));
    let last = Width::Fixed("9rem");
    entries.extend([
        entry(
            Kind::Time,
            "seen",
            "Last sign-in",
            last,
            PeopleColumn::LastSignIn,
        ),
        entry(
            Kind::Text,
            "flags",
            "Flags",
            content(15, 32),
            PeopleColumn::Flags,
        ),
    ]);
    let accounts = Width::Fixed("6.5rem");
    let mut accounts = entry(
        Kind::Text,
        "accounts",
        "Accounts",
        accounts,
        PeopleColumn::Accounts,
    );
    accounts.listed.is_hidden = true;
    entries.push(accounts);
    entries
}

/// The columns as the list knows them.
pub(super) fn listed(entries: &[Entry]) -> Vec<ListColumn> {
    entries.iter().map(|entry| entry.listed).collect()
}

/// What the column with this id shows.
pub(super) fn column(entries: &[Entry], id: &str) -> Option<PeopleColumn> {
    let found = entries.iter().find(|entry| entry.listed.column.id == id);
    found.map(|entry| entry.shows)
}

/// Whether any of the `columns` is a connection's.
pub(super) fn has_connections(columns: &[Column]) -> bool {
    columns.iter().any(|column| column.kind == Kind::State)
}

/// How wide a table with these columns is at least, as a length in CSS. Where its frame is
/// narrower, it scrolls.
pub(super) fn least_width(columns: &[Column]) -> String {
    let widths = columns.iter().map(|column| match column.width {
        Width::Fixed(width) => width.to_owned(),
        Width::Content { least, .. } => format!("{}px", f64::from(least) * CHARACTER + PADDING),
    });
    format!("calc({})", widths.collect::<Vec<_>>().join(" + "))
}

/// The beginning of a name that is too long for a heading.
fn shortened(label: &str) -> String {
    match label.char_indices().nth(LONGEST_LABEL) {
        Some((end, _)) => format!("{}…", &label[..end]),
        None => label.to_owned(),
    }
}

/// `text` for as long as the console is open. Columns are made again whenever the page
/// opens, and are the same few each time.
fn interned(text: String) -> &'static str {
    thread_local! {
        static ALL: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
    }
    ALL.with_borrow_mut(|all| {
        all.get(&*text).copied().unwrap_or_else(|| {
            let text: &'static str = text.leak();
            all.insert(text);
            text
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_connection_has_a_column_between_the_address_and_the_last_sign_in() {
        let entries = all([("pivot", "Pivot"), ("a b/ü", "Other")].into_iter());
        let ids: Vec<&str> = entries.iter().map(|entry| entry.listed.column.id).collect();
        assert_eq!(
            ids,
            [
                "name",
                "address",
                "on.pivot",
                "on.a%20b%2F%C3%BC",
                "seen",
                "flags",
                "accounts"
            ]
        );
        assert_eq!(
            column(&entries, "on.pivot"),
            Some(PeopleColumn::Connection(0))
        );
        assert_eq!(column(&entries, "on.gone"), None);
        // A choice of columns is stored as their ids with spaces between.
        assert!(ids.iter().all(|id| !id.contains(' ')));
    }

    #[test]
    fn a_connection_called_like_a_column_is_another_column() {
        let entries = all([("name", "Name"), ("..", "Dots")].into_iter());
        assert_eq!(column(&entries, "name"), Some(PeopleColumn::Name));
        assert_eq!(
            column(&entries, "on.name"),
            Some(PeopleColumn::Connection(0))
        );
        assert_eq!(column(&entries, "on.1"), Some(PeopleColumn::Connection(1)));
    }

    #[test]
    fn a_long_name_of_a_connection_is_cut_in_its_heading() {
        let long = "ü".repeat(500);
        let entries = all([("pivot", &*long)].into_iter());
        let label = entries[2].listed.column.label;
        assert_eq!(label.chars().count(), LONGEST_LABEL + 1);
        assert!(label.ends_with('…'));
    }

    #[test]
    fn a_table_is_as_wide_as_its_columns_need_at_least() {
        let entries = all([("pivot", "Pivot")].into_iter());
        let columns: Vec<Column> = entries.iter().map(|entry| entry.listed.column).collect();
        assert_eq!(least_width(&columns[1..4]), "calc(140.8px + 8.5rem + 9rem)");
        assert!(has_connections(&columns) && !has_connections(&columns[..2]));
    }
}
