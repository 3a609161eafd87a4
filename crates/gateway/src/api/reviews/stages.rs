//! How a review goes on: it is opened for decisions, and closed.

use super::closing;
use super::content::Content;
use super::request::OneReview;
use super::service::Service;
use crate::api::described::ChangeRefusals;
use crate::api::input::{ByOperator, Input};
use crate::api::recorder::value;
use crate::audit::change::Change;
use crate::http::error::GatewayError;
use crate::people::clock;
use crate::people::receipt_entry::asked_row;
use crate::people::review_store::Expected;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;
use wire::console::TrailEvent;
use wire::console::reviews::{
    REVIEW_CLOSING_PATH, REVIEW_OPENING_PATH, Review, ReviewClosing, ReviewConflict, ReviewOpening,
    ReviewState,
};

/// `POST /api/reviews/{id}/opening`: opens a review for decisions.
///
/// From then on its items stay as they are.
#[utoipa::path(
    post,
    path = REVIEW_OPENING_PATH,
    tag = "reviews",
    operation_id = "openReview",
    params(OneReview),
    request_body = ReviewOpening,
    responses(
        (status = 200, description = "The review, which is open", body = Review),
        (status = 404, description = "There is no such review."),
        (
            status = 409,
            description = "It was not opened: it is another now than the one that was read, has another number of items, or is no draft.",
            body = ReviewConflict,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn open(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    OneReview { id }: OneReview,
    Input(opening): Input<ReviewOpening>,
) -> Result<Response, GatewayError> {
    let row = service.row(&id).await?;
    if (row.state, row.version, row.items) != (ReviewState::Draft, opening.version, opening.items) {
        return service.conflict(&id).await;
    }
    if row.items == 0 {
        let why = "a review without items cannot be opened".to_owned();
        return Err(GatewayError::PeopleInput(why));
    }
    let mut content = Content::read(&row)?;
    let sha256 = closing::items_fingerprint(&service, &id).await?;
    let body = json!({
        "name": content.name,
        "scope": value(&content.scope)?,
        "due": content.due,
        "reviewers": value(&content.reviewers)?,
        "incomplete": content.incomplete,
        "items": row.items,
        "sha256": sha256,
    });
    let target = vec![content.name.clone(), id.clone()];
    content.opened = Some(origin.actor.stamp(&clock::now()));
    let text = content.text()?;
    let entry = Change::of_console(TrailEvent::ReviewOpened, target, body, origin);
    let expected = Expected::Revision(row.revision);
    let storing = service.clone();
    let work = async move { storing.write(&id, expected, ReviewState::Open, text).await };
    service.recorder.carry_out(entry, work).await
}

/// `POST /api/reviews/{id}/closing`: closes a review.
///
/// What was decided is evidence from then on: it stays as it is, and the audit log has a
/// hash over all of it. Items without a decision stay without one.
#[utoipa::path(
    post,
    path = REVIEW_CLOSING_PATH,
    tag = "reviews",
    operation_id = "closeReview",
    params(OneReview),
    request_body = ReviewClosing,
    responses(
        (status = 200, description = "The review, which is closed", body = Review),
        (status = 404, description = "There is no such review."),
        (
            status = 409,
            description = "It was not closed: something was decided or changed since it was read, or it is not open.",
            body = ReviewConflict,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn close(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    OneReview { id }: OneReview,
    Input(ReviewClosing { revision }): Input<ReviewClosing>,
) -> Result<Response, GatewayError> {
    let mut review = service.review(&id).await?;
    if review.state != ReviewState::Open || review.revision != revision {
        return service.conflict(&id).await;
    }
    let mut content = Content::read(&service.row(&id).await?)?;
    let closed = origin.actor.stamp(&clock::now());
    review.closed = Some(closed.clone());
    let (sha256, progress) = closing::fingerprint(&service, &review).await?;
    let body = json!({
        "items": review.items,
        "kept": progress.kept,
        "revoked": progress.revoked,
        "undecided": review.items.saturating_sub(progress.decided()),
        "sha256": sha256,
    });
    let target = vec![review.name.clone(), id.clone()];
    content.closed = Some(closed);
    content.sha256 = Some(sha256);
    content.progress = Some(progress);
    let entry = Change::of_console(TrailEvent::ReviewClosed, target, body, origin);
    let own = entry.id.clone();
    let storing = service.clone();
    let work = async move {
        let own = storing.recorder.entries(&[own]).await?;
        content.recorded = own.first().and_then(asked_row);
        let text = content.text()?;
        // Of what was decided meanwhile nothing is in the hash: then it is not closed.
        let expected = Expected::Revision(revision);
        storing
            .write(&id, expected, ReviewState::Closed, text)
            .await
    };
    service.recorder.carry_out(entry, work).await
}
