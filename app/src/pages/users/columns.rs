//! What a platform's list has for columns, and what they show.

use crate::ui::table::{Column, Kind, Width};
use roster::people::{Account, People};
use roster::record::{Access, Field, LastSignIn, Record};
use roster::view::{self, millis};
use std::borrow::Cow;
use wire::Platform;

/// What a cell shows of an account.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Key,
    Label,
    Field(Field),
    Roles,
    Status,
    Since,
    LastSignIn,
    Joined,
    Admin,
    /// Who signs it in, where it is not the platform itself.
    SignInBy,
    /// Actian's own identifier.
    Id,
    /// Metabase's number.
    Number,
}

/// A column and what it shows.
pub(super) struct Entry {
    pub(super) column: Column,
    pub(super) cell: Cell,
}

const TEXT: Width = Width::Content { least: 8, most: 24 };
const WIDE: Width = Width::Content {
    least: 12,
    most: 44,
};
const NAME: Width = Width::Content {
    least: 14,
    most: 44,
};
const STATUS: Width = Width::Fixed("9.5rem");
const DAY: Width = Width::Fixed("9rem");

const fn text(cell: Cell, id: &'static str, label: &'static str, width: Width) -> Entry {
    Entry {
        column: Column::text(id, label, width),
        cell,
    }
}

const fn of_kind(cell: Cell, kind: Kind, id: &'static str, label: &'static str) -> Entry {
    let width = match kind {
        Kind::Name => NAME,
        Kind::Switch => STATUS,
        _ => DAY,
    };
    Entry {
        column: Column::new(kind, id, label, width),
        cell,
    }
}

const fn mono(entry: Entry) -> Entry {
    Entry {
        column: Column {
            mono: true,
            ..entry.column
        },
        cell: entry.cell,
    }
}

const FIRST: Entry = text(
    Cell::Field(Field::FirstName),
    "first",
    Field::FirstName.label(),
    TEXT,
);
const LAST: Entry = text(
    Cell::Field(Field::LastName),
    "last",
    Field::LastName.label(),
    TEXT,
);
const EMAIL: Entry = text(
    Cell::Field(Field::Email),
    "email",
    Field::Email.label(),
    WIDE,
);
const ACCESS: Entry = of_kind(Cell::Status, Kind::Switch, "status", "Status");

/// The columns of a platform. The first is what its users are called.
pub(super) fn all(platform: Platform) -> Vec<Entry> {
    match platform {
        Platform::Pivot => vec![
            mono(of_kind(Cell::Key, Kind::Name, "name", "Name")),
            FIRST,
            LAST,
            EMAIL,
            text(Cell::Roles, "roles", "Roles", WIDE),
            ACCESS,
            of_kind(Cell::Since, Kind::Time, "since", "Disabled since"),
            text(
                Cell::Field(Field::ColorMode),
                "color",
                Field::ColorMode.label(),
                TEXT,
            ),
        ],
        Platform::Actian => vec![
            mono(of_kind(Cell::Key, Kind::Name, "name", "Email")),
            FIRST,
            LAST,
            text(Cell::Roles, "roles", "Role", TEXT),
            ACCESS,
            mono(text(Cell::Id, "id", "ID", WIDE)),
        ],
        Platform::Metabase => vec![
            of_kind(Cell::Label, Kind::Name, "name", "Name"),
            mono(EMAIL),
            text(Cell::Roles, "roles", "Groups", WIDE),
            ACCESS,
            of_kind(Cell::LastSignIn, Kind::Time, "seen", "Last sign-in"),
            of_kind(Cell::Joined, Kind::Time, "joined", "Joined"),
            text(
                Cell::Admin,
                "admin",
                "Administrator",
                Width::Fixed("8.5rem"),
            ),
            text(Cell::SignInBy, "sso", "Sign-in by", TEXT),
            text(
                Cell::Field(Field::Locale),
                "language",
                Field::Locale.label(),
                Width::Fixed("6rem"),
            ),
            mono(text(Cell::Number, "id", "ID", Width::Fixed("5rem"))),
        ],
    }
}

/// The columns that are hidden at first.
pub(super) const fn hidden(platform: Platform) -> &'static [&'static str] {
    match platform {
        Platform::Pivot => &["email", "color"],
        Platform::Actian => &["id"],
        Platform::Metabase => &["joined", "admin", "sso", "language", "id"],
    }
}

impl Cell {
    /// Whether it sorts by a number instead of by its text.
    const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Status
                | Self::Since
                | Self::LastSignIn
                | Self::Joined
                | Self::Admin
                | Self::Number
        )
    }

    /// Its text: what is searched for and what a file holds. Times are as the
    /// platform wrote them.
    pub(super) fn text<'a>(self, people: &'a People, account: &'a Account) -> Cow<'a, str> {
        match self {
            Self::Key | Self::Number => (&*account.key).into(),
            Self::Label => account.label().into(),
            Self::Field(field) => account.field(field).into(),
            Self::Roles => match &*account.roles {
                [] => "".into(),
                [one] => people.role_title(*one).into(),
                many => {
                    let titles: Vec<&str> =
                        many.iter().map(|role| people.role_title(*role)).collect();
                    titles.join(", ").into()
                }
            },
            Self::Status => account.access().word().into(),
            Self::Since => since(account).unwrap_or_default().into(),
            Self::LastSignIn => match account.last_sign_in() {
                LastSignIn::At(time) => time.into(),
                LastSignIn::Never => "never".into(),
                LastSignIn::NotTold => "".into(),
            },
            Self::Joined => account.record.joined().unwrap_or_default().into(),
            Self::Admin => if account.is_admin() { "yes" } else { "" }.into(),
            Self::SignInBy => match &account.record {
                Record::Metabase(user) => user.sso_source.as_deref().unwrap_or("password").into(),
                _ => "".into(),
            },
            Self::Id => match &account.record {
                Record::Actian(user) => (&*user.id).into(),
                _ => "".into(),
            },
        }
    }

    /// What it sorts by, where that is a number.
    fn number(self, account: &Account) -> Option<i64> {
        match self {
            Self::Status => Some(match account.access() {
                Access::Enabled | Access::Always => 0,
                Access::NoRecord => 1,
                Access::Unknown => 2,
                Access::Disabled { .. } => 3,
            }),
            Self::Since => millis(&since(account)?),
            Self::LastSignIn => match account.last_sign_in() {
                LastSignIn::At(time) => millis(time),
                _ => None,
            },
            Self::Joined => millis(account.record.joined()?),
            Self::Admin => account.is_admin().then_some(1),
            Self::Number => account.key.parse().ok(),
            _ => None,
        }
    }
}

fn since(account: &Account) -> Option<String> {
    match account.access() {
        Access::Disabled { since } => since,
        _ => None,
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
            .map(|entry| (entry.column.id, entry.cell))
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
    pub(super) fn texts<'a>(&self, people: &'a People, account: &'a Account) -> Vec<Cow<'a, str>> {
        let texts = self.texts.iter();
        texts.map(|(_, cell)| cell.text(people, account)).collect()
    }

    /// What is sorted by.
    pub(super) fn numbers(&self, account: &Account) -> Vec<Option<i64>> {
        let numbers = self.numbers.iter();
        numbers.map(|(_, cell)| cell.number(account)).collect()
    }
}
