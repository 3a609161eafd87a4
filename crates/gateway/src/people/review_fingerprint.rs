//! What vouches for an access review: a hash over it, which is in the audit log.

use super::fingerprint::Parts;
use serde::Serialize;
use wire::console::Stamp;
use wire::console::reviews::{Review, ReviewEvidence, ReviewScope, Reviewer};

/// What the hash covers of the review itself: all that stays as it is once it is closed.
#[derive(Serialize)]
struct Covered<'a> {
    id: &'a str,
    name: &'a str,
    scope: &'a ReviewScope,
    due: &'a str,
    reviewers: &'a [Reviewer],
    incomplete: &'a [String],
    items: usize,
    created: &'a Stamp,
    opened: Option<&'a Stamp>,
    closed: Option<&'a Stamp>,
}

/// A hash over a review, its items and its decisions, in their order.
pub(crate) struct ReviewFingerprint(Parts);

impl ReviewFingerprint {
    /// One over items alone, none of which was added yet.
    pub(crate) fn of_items() -> Self {
        Self(Parts::new("rollcall review items, first form"))
    }

    /// One over a review, to which its items and then its decisions are added.
    pub(crate) fn of_review(review: &Review) -> Result<Self, serde_json::Error> {
        let covered = serde_json::to_string(&Covered {
            id: &review.id,
            name: &review.name,
            scope: &review.scope,
            due: &review.due,
            reviewers: &review.reviewers,
            incomplete: &review.incomplete,
            items: review.items,
            created: &review.created,
            opened: review.opened.as_ref(),
            closed: review.closed.as_ref(),
        })?;
        let mut parts = Parts::new("rollcall review, first form");
        parts.add(&covered);
        Ok(Self(parts))
    }

    /// Adds the next item or decision.
    pub(crate) fn add(&mut self, part: &impl Serialize) -> Result<(), serde_json::Error> {
        self.0.add(&serde_json::to_string(part)?);
        Ok(())
    }

    /// The hash, in hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        self.0.finish()
    }
}

/// The SHA-256 over a review with its items and decisions, in hexadecimal digits: that of
/// a closed review is in the audit log. Receipts that were attached later, and where the
/// audit log has the hash, are not covered.
///
/// # Errors
/// When a part cannot be written as JSON, which what was read can be.
pub fn review_fingerprint(evidence: &ReviewEvidence) -> Result<String, serde_json::Error> {
    let mut fingerprint = ReviewFingerprint::of_review(&evidence.review)?;
    for item in &evidence.items {
        fingerprint.add(item)?;
    }
    for decision in &evidence.decisions {
        fingerprint.add(decision)?;
    }
    Ok(fingerprint.finish())
}
