//! Access reviews: dated decisions, keep or revoke, for accounts as they were at one
//! moment.
//!
//! A review is created, gets its items (accounts) in pieces, and is opened. Then its
//! reviewers decide, each decision with the version it was read at. Closing freezes it:
//! what was decided is evidence from then on. Nothing that the console loads first uses
//! this module.

mod decision;
mod item;
mod progress;
mod scope;

pub use decision::{Decision, DecisionChange, DecisionKind, DecisionPage, DecisionValue};
pub use item::{
    ItemPage, LastSignInThen, NewItems, ReviewItem, ReviewSuggestion, RoleThen, StateThen,
};
pub use progress::{ReviewProgress, ReviewerProgress};
pub use scope::{ReviewFilter, ReviewScope, RoleScope};

use super::Stamp;
use super::people::AuditRow;
use serde::{Deserialize, Serialize};

/// Where reviews are created and listed.
///
/// The list takes `before` (those with a lower number) and `limit` (how many at most, 50
/// if not given, never more than 200).
pub const REVIEWS_PATH: &str = "/api/reviews";

/// Where the [`Review`] with this ID is read, changed and deleted.
pub const REVIEW_PATH: &str = "/api/reviews/{id}";

/// Where its items are added and read.
pub const REVIEW_ITEMS_PATH: &str = "/api/reviews/{id}/items";

/// Where it is opened for decisions.
pub const REVIEW_OPENING_PATH: &str = "/api/reviews/{id}/opening";

/// Where its decisions are made and read.
pub const REVIEW_DECISIONS_PATH: &str = "/api/reviews/{id}/decisions";

/// Where it is closed.
pub const REVIEW_CLOSING_PATH: &str = "/api/reviews/{id}/closing";

/// Where receipts are attached to it, and listed.
pub const REVIEW_RECEIPTS_PATH: &str = "/api/reviews/{id}/receipts";

/// How many reviews there are at most.
pub const MAX_REVIEWS: usize = 1_000;

/// How many items a review has at most.
pub const MAX_ITEMS: usize = 20_000;

/// How many items all reviews have at most.
pub const MAX_ALL_ITEMS: usize = 1_000_000;

/// How many items one request adds at most, and how many decisions it makes.
pub const MAX_TOGETHER: usize = 1_000;

/// How many bytes an item has at most, as JSON, and all items of a review together.
pub const MAX_ITEM_BYTES: usize = 32 * 1024;
/// See [`MAX_ITEM_BYTES`].
pub const MAX_REVIEW_BYTES: usize = 32 * 1024 * 1024;

/// How many items or decisions one answer has at most.
pub const MAX_PAGE: usize = 2_500;

/// How many reviewers a review has at most.
pub const MAX_REVIEWERS: usize = 100;

/// How many connections, roles and filters a scope has at most, each.
pub const MAX_SCOPE: usize = 200;

/// How many roles an item has at most.
pub const MAX_ITEM_ROLES: usize = 500;

/// How many characters a comment has at most.
pub const MAX_COMMENT: usize = 1_000;

/// How many receipts a review has at most.
pub const MAX_REVIEW_RECEIPTS: usize = 40_000;

/// An access review, without its items and decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    /// Its ID.
    pub id: String,
    /// Its number: later reviews have higher ones.
    pub number: u64,
    /// What it is called.
    pub name: String,
    /// Which accounts it is about.
    pub scope: ReviewScope,
    /// The day by which decisions are due, in UTC: `2026-11-26`.
    pub due: String,
    /// The people who decide. Where people sign in, no one else can.
    pub reviewers: Vec<Reviewer>,
    /// The connections of the scope whose accounts were not known completely when they
    /// were frozen: the review may lack some of their accounts.
    pub incomplete: Vec<String>,
    /// How far it is.
    pub state: ReviewState,
    /// How many items it has.
    pub items: usize,
    /// When it was created, and who created it.
    pub created: Stamp,
    /// When it was opened. `null` before.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub opened: Option<Stamp>,
    /// When it was closed. `null` before.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub closed: Option<Stamp>,
    /// What was decided until now.
    pub progress: ReviewProgress,
    /// How many receipts of what was done afterwards are attached.
    pub receipts: usize,
    /// The SHA-256 hash over the review, its items and its decisions when it was closed,
    /// in hexadecimal digits. `null` before.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub sha256: Option<String>,
    /// The row of the audit log that records the closing, with that hash. `null` before,
    /// and if there is no audit log.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub recorded: Option<AuditRow>,
    /// The number of the last change that was no decision.
    pub version: u64,
    /// The number of the last change.
    pub revision: u64,
}

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// It gets its items.
    Draft,
    /// Its reviewers decide.
    Open,
    /// It is evidence.
    Closed,
}

impl ReviewState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Open, Self::Closed];

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The state with this name, if it is one.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A person who decides, as they sign in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reviewer {
    /// Their name.
    pub name: String,
    /// What confirms that name when they sign in, as `via` of an audit log entry. The same
    /// name with another value here is another person.
    pub via: String,
}

/// A review that is to be created, still without items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    /// What it is called.
    pub name: String,
    /// Which accounts it is about.
    pub scope: ReviewScope,
    /// The day by which decisions are due, in UTC: not in the past, and within two years.
    pub due: String,
    /// The people who decide: at least one, where people sign in.
    pub reviewers: Vec<Reviewer>,
    /// The connections of the scope whose accounts are not known completely.
    pub incomplete: Vec<String>,
}

/// How a review that is not closed is to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewChange {
    /// The version of the review as it was read.
    pub version: u64,
    /// What it is called.
    pub name: String,
    /// The day by which decisions are due. A day in the past is accepted if it is the
    /// one that the review has.
    pub due: String,
    /// The people who decide.
    pub reviewers: Vec<Reviewer>,
}

/// Opens a review for decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewOpening {
    /// The version of the review as it was read.
    pub version: u64,
    /// How many items it has: one that lacks some is not opened.
    pub items: usize,
}

/// Closes a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewClosing {
    /// The revision of the review as it was read, with all decisions up to then. It is not
    /// closed if anything changed since.
    pub revision: u64,
}

/// Attaches receipts to a closed review. Those that are attached already stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewReceipts {
    /// The IDs of receipts that this server has: at least one, at most 1,000.
    pub receipts: Vec<String>,
}

/// Some of the receipts of a review, in the order of their IDs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewReceiptPage {
    /// Their IDs.
    pub receipts: Vec<String>,
    /// The value of `after` that lists the receipts after these. `null` after the last.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next: Option<String>,
}

/// Some reviews, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewPage {
    /// The reviews.
    pub reviews: Vec<Review>,
    /// The value of `before` that lists the reviews after these. `null` after the last.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next: Option<u64>,
}

/// The answer (409) if nothing was done, because the review is not as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewConflict {
    /// What happened, in words.
    pub error: String,
    /// The review as it is now.
    pub review: Review,
}

/// All of a review, as the console saves it as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewEvidence {
    /// The review.
    pub review: Review,
    /// Its items, in their order: the first one is item 0.
    pub items: Vec<ReviewItem>,
    /// Its decisions, in the order of the items. Some items may have none.
    pub decisions: Vec<Decision>,
}

#[cfg(test)]
mod tests;
