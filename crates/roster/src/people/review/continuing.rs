//! What is missing of a review whose start was interrupted.

use super::freezing::FrozenAccounts;
use std::collections::{HashMap, HashSet};
use wire::console::people::AccountRef;
use wire::console::reviews::ReviewItem;

/// Why a review whose start was interrupted cannot go on: its accounts would not be those of
/// one moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContinueError {
    /// The connections with these IDs are not known completely, but were when it began.
    #[error("these connections are not known completely: {}", .0.join(", "))]
    Unknown(Vec<String>),
    /// The connections with these IDs were not known completely when it began, but are now.
    #[error("these connections were not known completely before: {}", .0.join(", "))]
    KnownSince(Vec<String>),
    /// These accounts were stored, and are different now or not in the scope any more.
    #[error("the number of accounts that have changed is {}", .0.len())]
    Changed(Vec<ReviewItem>),
}

/// The accounts that are missing of a review whose start was interrupted, in their order.
///
/// `stored` are those that it has, `incomplete` the connections that were not known
/// completely when it began. `now` are the accounts of its scope as they are now: each of
/// those that are stored has to be as it was, so that all of them are of one moment.
///
/// # Errors
/// When an account that is stored is not as it was, or what is known of the connections.
pub fn missing_items(
    stored: &[ReviewItem],
    incomplete: &[String],
    now: FrozenAccounts,
) -> Result<Vec<ReviewItem>, ContinueError> {
    let FrozenAccounts {
        mut items,
        incomplete: unknown,
    } = now;
    let without = |all: &[String], others: &[String]| {
        let rest = all.iter().filter(|id| !others.contains(id));
        rest.cloned().collect::<Vec<_>>()
    };
    let not_loaded = without(&unknown, incomplete);
    if !not_loaded.is_empty() {
        return Err(ContinueError::Unknown(not_loaded));
    }
    let loaded_since = without(incomplete, &unknown);
    if !loaded_since.is_empty() {
        return Err(ContinueError::KnownSince(loaded_since));
    }
    let mut unmatched: HashMap<&AccountRef, &ReviewItem> =
        items.iter().map(|item| (&item.account, item)).collect();
    // An account that is stored twice has no match the second time.
    let is_changed = |item: &&ReviewItem| unmatched.remove(&item.account) != Some(*item);
    let changed: Vec<ReviewItem> = stored.iter().filter(is_changed).cloned().collect();
    if !changed.is_empty() {
        return Err(ContinueError::Changed(changed));
    }
    let known: HashSet<&AccountRef> = stored.iter().map(|item| &item.account).collect();
    items.retain(|item| !known.contains(&item.account));
    Ok(items)
}
