//! The accounts of a review, as they were when it was created.

use crate::console::people::AccountRef;
use serde::{Deserialize, Serialize};

/// An account of a review, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewItem {
    /// The account.
    pub account: AccountRef,
    /// The key of the person whose account it is.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// The account's address. Empty if it has none.
    pub address: String,
    /// Whether it could sign in.
    pub state: StateThen,
    /// Whether it was an administrator.
    pub admin: bool,
    /// Its roles or groups.
    pub roles: Vec<RoleThen>,
    /// When it was last used.
    pub last_sign_in: LastSignInThen,
    /// Why revoking it may be right. No suggestion is a decision.
    pub suggestions: Vec<ReviewSuggestion>,
}

/// Whether an account could sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StateThen {
    /// It could.
    Enabled,
    /// It could not.
    Disabled,
    /// The platform did not tell.
    Unknown,
}

/// A role or group that an account had.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleThen {
    /// The platform's ID of it.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// When an account was last used, as its platform said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LastSignInThen {
    /// The platform does not tell.
    NotTold,
    /// It never was.
    Never,
    /// At this time, RFC 3339.
    At(String),
}

/// Why revoking an account's access may be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReviewSuggestion {
    /// It was not used for so many days. One that was never used counts from when it was
    /// made.
    NotSignedInFor(u32),
    /// Its person has left.
    Departed,
    /// Its person is disabled on another connection.
    DisabledElsewhere,
    /// Its address is outside the organisation's domains.
    OutsideDomains,
}

/// Items that are to be added to a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewItems {
    /// How many items the review has already: so none is added twice.
    pub from: usize,
    /// At least one, at most 1,000, each of another account.
    pub items: Vec<ReviewItem>,
}

/// Some items of a review, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemPage {
    /// The items; the first one has the number in `from`.
    pub items: Vec<ReviewItem>,
    /// The value of `from` that reads the items after these. `null` after the last.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next: Option<usize>,
}
