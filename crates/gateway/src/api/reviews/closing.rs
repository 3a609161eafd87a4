//! What vouches for a review: hashes over its items and decisions, page by page.

use super::service::Service;
use crate::api::recorder::unwritable;
use crate::http::error::GatewayError;
use crate::people::review_fingerprint::ReviewFingerprint;
use std::collections::HashSet;
use wire::console::people::AccountRef;
use wire::console::reviews::{MAX_PAGE, Review, ReviewProgress};

/// The hash over the items of a review, each of another account.
pub(super) async fn items_fingerprint(service: &Service, id: &str) -> Result<String, GatewayError> {
    let mut fingerprint = ReviewFingerprint::of_items();
    let mut known: HashSet<AccountRef> = HashSet::new();
    let mut from = 0;
    loop {
        let items = service.items(id, from, MAX_PAGE).await?;
        if items.is_empty() {
            return Ok(fingerprint.finish());
        }
        from += items.len();
        for item in items {
            fingerprint.add(&item).map_err(unwritable)?;
            let account = item.account;
            if known.contains(&account) {
                let AccountRef { connection, key } = account;
                let why = format!("the account “{key}” on {connection} is there twice");
                return Err(GatewayError::PeopleInput(why));
            }
            known.insert(account);
        }
    }
}

/// The hash over a review with its items and decisions, and what was decided.
pub(super) async fn fingerprint(
    service: &Service,
    review: &Review,
) -> Result<(String, ReviewProgress), GatewayError> {
    let mut fingerprint = ReviewFingerprint::of_review(review).map_err(unwritable)?;
    let mut from = 0;
    loop {
        let items = service.items(&review.id, from, MAX_PAGE).await?;
        if items.is_empty() {
            break;
        }
        from += items.len();
        for item in &items {
            fingerprint.add(item).map_err(unwritable)?;
        }
    }
    let mut progress = ReviewProgress::default();
    let mut from = 0;
    loop {
        let decisions = service.decisions(&review.id, 0, from, MAX_PAGE).await?;
        let Some(last) = decisions.last() else {
            return Ok((fingerprint.finish(), progress));
        };
        from = last.item + 1;
        for decision in &decisions {
            fingerprint.add(decision).map_err(unwritable)?;
            progress.add_decision(decision);
        }
    }
}
