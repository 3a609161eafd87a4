//! Access reviews: for each account of a scope the decision whether it keeps its access.
//!
//! The accounts are frozen as they are when a review begins ([`Freezing`]), with what
//! suggests that their access be revoked: a suggestion is never a decision. While
//! reviewers decide, each account is compared with what the platforms say now
//! ([`compare_with_now`]). What was decided is evidence ([`evidence_rows`]), and what was
//! revoked becomes changes for the one engine ([`revoked_accounts`]).
//!
//! The data is that of the console's own API (`wire::console::reviews`), where the server
//! stores it. Nothing here is done about decisions of several reviewers at once: the
//! server takes each with the version it was read at.

mod comparison;
mod evidence;
mod freezing;
mod scope;
mod suggestion;

pub use comparison::{ItemChange, ItemNow, compare_with_now};
pub use evidence::{EVIDENCE_COLUMNS, evidence_rows, revoked_accounts};
pub use freezing::{Freezing, FrozenAccounts};
pub use scope::ScopeError;

#[cfg(test)]
mod tests;
