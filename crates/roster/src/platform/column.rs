//! The columns of a platform's list, as data.

use crate::accounts::{Account, Accounts};
use crate::record::{Access, Field, LastSignIn, Record};
use crate::view::millis;
use std::borrow::Cow;

/// A column of a list of users.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Tells it from the others, in URLs and in what a browser keeps.
    pub id: &'static str,
    /// Its heading.
    pub label: &'static str,
    /// What it shows of an account.
    pub cell: Cell,
    /// How much room its texts need.
    pub width: ColumnWidth,
    /// Whether its texts are of the kind that machines write.
    pub is_code: bool,
    /// Whether it is hidden until a person chooses to see it.
    pub is_hidden: bool,
}

/// How much room the texts of a column need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnWidth {
    /// That of a number.
    Number,
    /// That of a short code.
    Code,
    /// That of a word.
    Word,
    /// That of short texts, such as first names.
    Text,
    /// That of long texts, such as addresses.
    LongText,
}

/// What a cell shows of an account.
#[derive(Debug, Clone, Copy)]
pub enum Cell {
    /// The key, as the row's name.
    Key,
    /// What people call it, as the row's name.
    Label,
    /// A text.
    Field(Field),
    /// The titles of its roles or groups.
    Roles,
    /// Whether it can sign in, as a switch.
    Access,
    /// Since when it cannot.
    DisabledSince,
    /// When it was last used.
    LastSignIn,
    /// When it was made.
    Joined,
    /// Whether it is an administrator.
    Admin,
    /// The key, where that is a number.
    Number,
    /// A text that only this platform has.
    Other(fn(&Record) -> &str),
}

impl Column {
    /// A column that is shown, of texts that people write.
    pub(super) const fn new(
        cell: Cell,
        id: &'static str,
        label: &'static str,
        width: ColumnWidth,
    ) -> Self {
        Self {
            id,
            label,
            cell,
            width,
            is_code: false,
            is_hidden: false,
        }
    }

    /// The column of a field.
    pub(super) const fn field(
        field: Field,
        id: &'static str,
        label: &'static str,
        width: ColumnWidth,
    ) -> Self {
        Self::new(Cell::Field(field), id, label, width)
    }

    /// It, with texts that machines write.
    pub(super) const fn code(self) -> Self {
        Self {
            is_code: true,
            ..self
        }
    }

    /// It, hidden at first.
    pub(super) const fn hidden(self) -> Self {
        Self {
            is_hidden: true,
            ..self
        }
    }

    /// The column of first names.
    pub(super) const FIRST_NAME: Self =
        Self::field(Field::FirstName, "first", "First name", ColumnWidth::Text);
    /// The column of family names.
    pub(super) const LAST_NAME: Self =
        Self::field(Field::LastName, "last", "Last name", ColumnWidth::Text);
    /// The column of addresses.
    pub(super) const EMAIL: Self =
        Self::field(Field::Email, "email", "Email", ColumnWidth::LongText);
    /// The column of the switches.
    pub(super) const ACCESS: Self = Self::new(Cell::Access, "status", "Status", ColumnWidth::Word);
}

impl Cell {
    /// Whether it sorts by a number instead of by its text.
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Access
                | Self::DisabledSince
                | Self::LastSignIn
                | Self::Joined
                | Self::Admin
                | Self::Number
        )
    }

    /// Its text: what is searched for and what a file holds. Times are as the
    /// platform wrote them.
    pub fn text<'a>(self, accounts: &'a Accounts, account: &'a Account) -> Cow<'a, str> {
        match self {
            Self::Key | Self::Number => (&*account.key).into(),
            Self::Label => account.label().into(),
            Self::Field(field) => account.field(field).into(),
            Self::Roles => match &*account.roles {
                [] => "".into(),
                [one] => accounts.role_title(*one).into(),
                many => {
                    let titles: Vec<&str> =
                        many.iter().map(|role| accounts.role_title(*role)).collect();
                    titles.join(", ").into()
                }
            },
            Self::Access => account.access().word().into(),
            Self::DisabledSince => disabled_since(account).unwrap_or_default().into(),
            Self::LastSignIn => match account.last_sign_in() {
                LastSignIn::At(time) => time.into(),
                LastSignIn::Never => "never".into(),
                LastSignIn::NotTold => "".into(),
            },
            Self::Joined => account.record.joined().unwrap_or_default().into(),
            Self::Admin => if account.is_admin() { "yes" } else { "" }.into(),
            Self::Other(text) => text(&account.record).into(),
        }
    }

    /// What it sorts by, where that is a number.
    pub fn number(self, account: &Account) -> Option<i64> {
        match self {
            Self::Access => Some(match account.access() {
                Access::Enabled | Access::Always => 0,
                Access::NoRecord => 1,
                Access::Unknown => 2,
                Access::Disabled { .. } => 3,
            }),
            Self::DisabledSince => millis(&disabled_since(account)?),
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

fn disabled_since(account: &Account) -> Option<String> {
    match account.access() {
        Access::Disabled { since } => since,
        _ => None,
    }
}
