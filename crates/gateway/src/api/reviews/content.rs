//! What the store keeps of a review besides its items and decisions.

use crate::api::recorder::unwritable;
use crate::audit::origin::Actor;
use crate::http::error::GatewayError;
use crate::people::review_store::ReviewRow;
use serde::{Deserialize, Serialize};
use wire::console::Stamp;
use wire::console::people::AuditRow;
use wire::console::reviews::{NewReview, Review, ReviewProgress, ReviewScope, Reviewer};

/// What a review says, but for what the store counts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) name: String,
    pub(super) scope: ReviewScope,
    pub(super) due: String,
    pub(super) reviewers: Vec<Reviewer>,
    pub(super) incomplete: Vec<String>,
    pub(super) created: Stamp,
    pub(super) opened: Option<Stamp>,
    pub(super) closed: Option<Stamp>,
    pub(super) sha256: Option<String>,
    pub(super) recorded: Option<AuditRow>,
    /// What was decided, once it is closed.
    pub(super) progress: Option<ReviewProgress>,
}

/// The person who does something, where they are known.
pub(super) fn reviewer(actor: &Actor) -> Option<Reviewer> {
    let name = actor.who.clone()?;
    let via = actor.via.clone().unwrap_or_default();
    Some(Reviewer { name, via })
}

impl Content {
    /// What a new review says.
    pub(super) fn new(new: NewReview, created: Stamp) -> Self {
        Self {
            name: new.name,
            scope: new.scope,
            due: new.due,
            reviewers: new.reviewers,
            incomplete: new.incomplete,
            created,
            opened: None,
            closed: None,
            sha256: None,
            recorded: None,
            progress: None,
        }
    }

    /// What the review in `row` says.
    pub(super) fn read(row: &ReviewRow) -> Result<Self, GatewayError> {
        serde_json::from_str(&row.content).map_err(|_| {
            let number = row.number;
            GatewayError::PeopleAway(format!("the review of number {number} cannot be read"))
        })
    }

    /// It as the store has it.
    pub(super) fn text(&self) -> Result<String, GatewayError> {
        serde_json::to_string(self).map_err(unwritable)
    }

    /// Whether this person may decide: a reviewer, or anyone where people need not sign
    /// in.
    pub(super) fn admits(&self, actor: &Actor) -> bool {
        reviewer(actor).is_none_or(|person| self.reviewers.contains(&person))
    }

    /// The review in `row`, which says this. `progress` is what was decided until now.
    pub(super) fn review(self, row: ReviewRow, progress: ReviewProgress) -> Review {
        Review {
            id: row.id,
            number: row.number,
            name: self.name,
            scope: self.scope,
            due: self.due,
            reviewers: self.reviewers,
            incomplete: self.incomplete,
            state: row.state,
            items: row.items,
            created: self.created,
            opened: self.opened,
            closed: self.closed,
            progress: self.progress.unwrap_or(progress),
            receipts: row.receipts,
            sha256: self.sha256,
            recorded: self.recorded,
            version: row.version,
            revision: row.revision,
        }
    }
}
