//! What the routes below `/api/reviews` answer from.

use super::content::Content;
use crate::api::recorder::Recorder;
use crate::api::uncached::{conflict, uncached};
use crate::audit::log::AuditLog;
use crate::http::error::GatewayError;
use crate::people::review_store::{Expected, ReviewResult, ReviewRow, ReviewStore, Tally};
use crate::people::store::PeopleStore;
use axum::Json;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use wire::console::reviews::{
    DecisionKind, Review, ReviewConflict, ReviewProgress, ReviewState, Reviewer,
};

/// The reviews, and the audit log that records their changes.
#[derive(Debug)]
pub(crate) struct Service {
    pub(super) store: Arc<dyn ReviewStore>,
    /// Where receipts are.
    pub(super) people: Arc<dyn PeopleStore>,
    pub(super) recorder: Recorder,
    /// The IDs of the connections that there are.
    pub(super) connections: BTreeSet<String>,
}

/// As what a decision is counted.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CountedAs {
    pub(super) decision: Option<DecisionKind>,
    pub(super) reviewer: Option<Reviewer>,
}

impl Service {
    pub(crate) fn new(
        store: Arc<dyn ReviewStore>,
        people: Arc<dyn PeopleStore>,
        audit_log: Option<Arc<dyn AuditLog>>,
        connections: BTreeSet<String>,
    ) -> Self {
        Self {
            store,
            people,
            recorder: Recorder::new(audit_log),
            connections,
        }
    }

    /// The review with this ID, as the store has it.
    pub(super) async fn row(&self, id: &str) -> Result<ReviewRow, GatewayError> {
        let row = self.store.get(id.to_owned()).await?;
        row.ok_or(GatewayError::NoReview)
    }

    /// The review with this ID.
    pub(super) async fn review(&self, id: &str) -> Result<Review, GatewayError> {
        let row = self.row(id).await?;
        let mut reviews = self.reviews(vec![row]).await?;
        reviews.pop().ok_or(GatewayError::NoReview)
    }

    /// The reviews in these rows.
    pub(super) async fn reviews(&self, rows: Vec<ReviewRow>) -> Result<Vec<Review>, GatewayError> {
        // What was decided in closed ones is part of them.
        let open = rows.iter().filter(|row| row.state == ReviewState::Open);
        let open: Vec<_> = open.map(|row| row.id.clone()).collect();
        let mut progress = if open.is_empty() {
            HashMap::new()
        } else {
            counted(self.store.tallies(open).await?)?
        };
        let reviews = rows.into_iter().map(|row| {
            let content = Content::read(&row)?;
            let progress = progress.remove(&row.id).unwrap_or_default();
            Ok(content.review(row, progress))
        });
        reviews.collect()
    }

    /// Changes what a review says and how far it is, if it is as expected.
    pub(super) async fn write(
        &self,
        id: &str,
        expected: Expected,
        state: ReviewState,
        content: String,
    ) -> Result<Response, GatewayError> {
        let changed = self.store.change(id.to_owned(), expected, state, content);
        self.answer(id, changed.await?).await
    }

    /// The answer to a change of a review with this result.
    pub(super) async fn answer(
        &self,
        id: &str,
        result: ReviewResult,
    ) -> Result<Response, GatewayError> {
        match result {
            ReviewResult::Done(_) => Ok(uncached(Json(self.review(id).await?))),
            ReviewResult::Conflict => self.conflict(id).await,
            ReviewResult::Full => Err(GatewayError::PeopleFull),
        }
    }

    /// The answer where nothing was done, because the review is another now than the one
    /// that was read.
    pub(super) async fn conflict(&self, id: &str) -> Result<Response, GatewayError> {
        let answer = ReviewConflict {
            error: "nothing was done, because someone else changed the review in the meantime"
                .to_owned(),
            review: self.review(id).await?,
        };
        Ok(conflict(answer))
    }
}

/// What was decided in each review that has any decision.
fn counted(tallies: Vec<Tally>) -> Result<HashMap<String, ReviewProgress>, GatewayError> {
    let mut progress: HashMap<String, ReviewProgress> = HashMap::new();
    for Tally {
        review,
        tally,
        count,
    } in tallies
    {
        let counted: CountedAs = serde_json::from_str(&tally).map_err(|_| {
            GatewayError::PeopleAway("the decisions of a review cannot be counted".to_owned())
        })?;
        if let Some(decision) = counted.decision {
            let of_review = progress.entry(review).or_default();
            of_review.add(counted.reviewer.as_ref(), decision, count);
        }
    }
    Ok(progress)
}
