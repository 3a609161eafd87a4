//! Where access reviews are kept, with their items and decisions. What they say is not
//! known here, but for how far a review is.

use super::store::PeopleFuture;
use std::fmt::Debug;
use wire::console::reviews::ReviewState;

/// What keeps access reviews. A review counts its changes: the number of one is the
/// version of what it made, so that something that is made again has another version
/// than before. Changes of one review take turns.
pub trait ReviewStore: Debug + Send + Sync {
    /// Adds a draft without items; nothing where there is no room for it. Answers its
    /// number: later ones have higher ones.
    fn add(&self, at: String, id: String, content: String) -> PeopleFuture<'_, Option<u64>>;

    /// At most so many reviews with lower numbers than `before`, newest first.
    fn list(&self, before: Option<u64>, limit: usize) -> PeopleFuture<'_, Vec<ReviewRow>>;

    /// The review with this ID.
    fn get(&self, id: String) -> PeopleFuture<'_, Option<ReviewRow>>;

    /// How often decisions of these reviews are counted as what.
    fn tallies(&self, ids: Vec<String>) -> PeopleFuture<'_, Vec<Tally>>;

    /// Adds items to a draft that has `from` items, behind them.
    fn add_items(
        &self,
        id: String,
        from: usize,
        contents: Vec<String>,
    ) -> PeopleFuture<'_, ReviewResult>;

    /// At most so many items from this number on, in their order.
    fn items(&self, id: String, from: usize, limit: usize) -> PeopleFuture<'_, Vec<String>>;

    /// These items, each with its number and its decision, as far as there are any.
    fn find(&self, id: String, items: Vec<usize>) -> PeopleFuture<'_, Vec<ItemRow>>;

    /// At most so many decisions about items from this number on, in the order of the
    /// items: those with higher versions than `since`.
    fn decisions(
        &self,
        id: String,
        since: u64,
        from: usize,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<DecisionRow>>;

    /// Makes decisions about items of an open review, each about another: all of them, or
    /// none.
    fn decide(&self, id: String, decisions: Vec<DecisionWrite>)
    -> PeopleFuture<'_, DecisionResult>;

    /// Changes what a review says and how far it is, if it is as expected.
    fn change(
        &self,
        id: String,
        expected: Expected,
        state: ReviewState,
        content: String,
    ) -> PeopleFuture<'_, ReviewResult>;

    /// Attaches receipts to a closed review, by their IDs. Those that are attached stay.
    fn add_receipts(&self, id: String, receipts: Vec<String>) -> PeopleFuture<'_, ReviewResult>;

    /// At most so many of its receipts, in the order of their IDs: those behind `after`.
    fn receipts(
        &self,
        id: String,
        after: Option<String>,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<String>>;

    /// Removes a review that is not closed and has this revision, with its items and
    /// decisions.
    fn remove(&self, id: String, revision: u64) -> PeopleFuture<'_, ReviewResult>;
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// Its ID.
    pub id: String,
    /// Its number.
    pub number: u64,
    /// How far it is.
    pub state: ReviewState,
    /// How many items it has.
    pub items: usize,
    /// How many receipts are attached to it.
    pub receipts: usize,
    /// The number of its last change that was no decision.
    pub version: u64,
    /// The number of its last change.
    pub revision: u64,
    /// What it says: JSON.
    pub content: String,
}

/// What a review has to be to be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It has this version: decisions may have been made since.
    Version(u64),
    /// It has this revision: nothing was changed since.
    Revision(u64),
}

/// How often decisions of a review are counted as something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The ID of the review.
    pub review: String,
    /// As what ([`DecisionRow::tally`]).
    pub tally: String,
    /// How many.
    pub count: usize,
}

/// An item with its decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Its number, counted from 0.
    pub item: usize,
    /// What it says: JSON.
    pub content: String,
    /// The decision about it.
    pub decision: Option<DecisionRow>,
}

/// A decision about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// The item's number.
    pub item: usize,
    /// The number of the change that made it what it is.
    pub version: u64,
    /// As what it is counted: decisions with the same text here are counted together.
    pub tally: String,
    /// What it says: JSON.
    pub content: String,
}

/// A decision that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionWrite {
    /// The item's number.
    pub item: usize,
    /// The version that the decision about it has to have; 0 if there is to be none.
    pub version: u64,
    /// As what it is to be counted.
    pub tally: String,
    /// What it is to say: JSON.
    pub content: String,
}

/// What came of a change of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewResult {
    /// It was made, as the change with this number.
    Done(u64),
    /// It was not: the review is not as it has to be, or is not there.
    Conflict,
    /// It was not: there would be more items or receipts than there may be.
    Full,
}

/// What came of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionResult {
    /// They were made, as the change with this number.
    Done(u64),
    /// None was made: the review is not open, or is not there.
    NotOpen,
    /// None was made: those about these items have another version than they should, or
    /// there is no such item.
    Conflict(Vec<usize>),
    /// None was made: there is no room for them.
    Full,
}
