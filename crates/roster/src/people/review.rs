//! Access reviews: for each account of a scope the decision whether it keeps its access.
//!
//! The accounts are frozen as they are when a review begins ([`Freezing`]), with what
//! suggests that their access be revoked: a suggestion is never a decision. Where that was
//! interrupted, what is missing is added only if nothing has changed since
//! ([`missing_items`]). While reviewers decide, each account is compared with what the
//! platforms say now ([`compare_with_now`]). What was decided is evidence
//! ([`evidence_rows`]), and what was revoked ([`revoked_accounts`]) becomes a plan
//! ([`PeoplePlan::revoke`](super::PeoplePlan::revoke)).
//!
//! The data is that of the console's own API (`wire::console::reviews`), where the server
//! stores it. The server takes each decision with the version it was read at, so that
//! several reviewers do not overwrite each other; [`ReviewDecisions`] is what one of them
//! has in front of them meanwhile.

mod comparison;
mod continuing;
mod decisions;
mod evidence;
mod freezing;
mod revocation;
mod scope;
mod suggestion;

pub use comparison::{ItemChange, ItemNow, compare_with_now};
pub use continuing::{ContinueError, missing_items};
pub use decisions::{Overruled, ReviewDecisions, ShownDecision};
pub use evidence::{EVIDENCE_COLUMNS, evidence_rows, revoked_accounts};
pub use freezing::{Freezing, FrozenAccounts};
pub use revocation::RevokeRequest;
pub use scope::ScopeError;

#[cfg(test)]
mod tests;
