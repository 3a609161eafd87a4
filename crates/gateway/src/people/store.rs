//! Where rows about people and receipts are kept. What a row means is not known here.

use std::fmt::Debug;
use std::pin::Pin;
use wire::console::approvals::MAX_APPROVALS;
use wire::console::people::{MAX_PROFILES, MAX_ROWS};

/// What keeps rows about people. Every change of a row, and every receipt, has a
/// number of its own, the next of all: it is the row's version, and the receipt's
/// number. A row that is removed and made again has another version than before.
pub trait PeopleStore: Debug + Send + Sync {
    /// The number of the last change, and when it was.
    fn revision(&self) -> PeopleFuture<'_, Revision>;

    /// All rows of these kinds, as they were at one moment, by kind and key.
    fn rows(&self, kinds: &'static [RowKind]) -> PeopleFuture<'_, PeopleRows>;

    /// The rows of this kind with these keys, as far as there are any.
    fn find(&self, kind: RowKind, keys: Vec<String>) -> PeopleFuture<'_, Vec<PeopleRow>>;

    /// Changes rows of one kind at this time, each of another key: all of them, or
    /// none.
    fn write(
        &self,
        kind: RowKind,
        at: String,
        writes: Vec<RowWrite>,
    ) -> PeopleFuture<'_, WriteResult>;

    /// Adds a receipt; nothing where there is no room for it. Answers its number.
    fn add_receipt(&self, at: String, receipt: ReceiptRow) -> PeopleFuture<'_, Option<u64>>;

    /// At most so many summaries of receipts with lower numbers than `before`, with
    /// their numbers, newest first; if `person` is given, of those that are about
    /// this person.
    fn receipts(
        &self,
        person: Option<String>,
        before: Option<u64>,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<(u64, String)>>;

    /// Which of these IDs are those of receipts, in any order.
    fn known_receipts(&self, ids: Vec<String>) -> PeopleFuture<'_, Vec<String>>;

    /// The receipt with this ID.
    fn receipt(&self, id: String) -> PeopleFuture<'_, Option<String>>;
}

/// Something that is being done with what is kept.
pub type PeopleFuture<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, PeopleStoreError>> + Send + 'a>>;

/// The people data cannot be read or written, for the given reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PeopleStoreError(pub String);

/// What kind of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKind {
    /// An account that was assigned by hand.
    Assignment,
    /// A departed person.
    Departed,
    /// A finding that was dismissed.
    Dismissal,
    /// An access profile.
    Profile,
    /// The settings.
    Settings,
    /// An approval of changes.
    Approval,
}

impl RowKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Assignment,
        Self::Departed,
        Self::Dismissal,
        Self::Profile,
        Self::Settings,
        Self::Approval,
    ];

    /// What is known about people.
    pub const ABOUT_PEOPLE: [Self; 5] = [
        Self::Assignment,
        Self::Departed,
        Self::Dismissal,
        Self::Profile,
        Self::Settings,
    ];

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assignment => "assignment",
            Self::Departed => "departed",
            Self::Dismissal => "dismissal",
            Self::Profile => "profile",
            Self::Settings => "settings",
            Self::Approval => "approval",
        }
    }

    /// How many rows of it there are at most.
    pub const fn most(self) -> usize {
        match self {
            Self::Profile => MAX_PROFILES,
            Self::Approval => MAX_APPROVALS,
            Self::Assignment | Self::Departed | Self::Dismissal | Self::Settings => MAX_ROWS,
        }
    }

    /// The kind with this name, if it is one.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A moment in the history of all rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revision {
    /// The number of the last change.
    pub number: u64,
    /// When it was; empty before the first. Together with the number it tells this
    /// history from one that was restored from a backup and went on otherwise.
    pub at: String,
}

/// All rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleRows {
    /// Up to which change.
    pub revision: Revision,
    /// The rows, by kind and key.
    pub rows: Vec<PeopleRow>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleRow {
    /// What kind of row.
    pub kind: RowKind,
    /// Which of this kind.
    pub key: String,
    /// The number of the change that made it what it is.
    pub version: u64,
    /// What it says: JSON.
    pub content: String,
}

/// How a row is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowWrite {
    /// Which row.
    pub key: String,
    /// The version that it has to have; 0 if there is to be none.
    pub version: u64,
    /// What it is to say; without anything it is removed.
    pub content: Option<String>,
}

/// What came of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteResult {
    /// They were made, as the change with this number.
    Written(u64),
    /// None was made: rows with these keys have another version than they should.
    Conflict(Vec<String>),
    /// None was made: there would be more rows than there may be.
    Full,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Its ID.
    pub id: String,
    /// The keys of the people that it is about, each once.
    pub people: Vec<String>,
    /// What a list of receipts says of it: JSON.
    pub summary: String,
    /// All of it: JSON.
    pub content: String,
}
