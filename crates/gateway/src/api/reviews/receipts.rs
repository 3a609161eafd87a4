//! The receipts of what was done after a review was closed.

use super::content::Content;
use super::request::{OneReview, ReceiptsQuery};
use super::service::Service;
use super::validation;
use crate::api::described::ChangeRefusals;
use crate::api::input::{ByOperator, Input};
use crate::api::uncached::uncached;
use crate::audit::change::Change;
use crate::http::error::GatewayError;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;
use wire::console::TrailEvent;
use wire::console::reviews::{
    MAX_PAGE, REVIEW_RECEIPTS_PATH, Review, ReviewConflict, ReviewReceiptPage, ReviewReceipts,
    ReviewState,
};

/// `GET /api/reviews/{id}/receipts`: some of its receipts, by their IDs.
#[utoipa::path(
    get,
    path = REVIEW_RECEIPTS_PATH,
    tag = "reviews",
    operation_id = "listReviewReceipts",
    params(OneReview, ReceiptsQuery),
    responses(
        (status = 200, description = "Some receipts, and the `after` of the next page", body = ReviewReceiptPage),
        (status = 400, description = "A parameter is unknown, or its value is not accepted."),
        (status = 404, description = "There is no such review."),
        (status = 503, description = "The reviews cannot be read."),
    ),
)]
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    OneReview { id }: OneReview,
    query: ReceiptsQuery,
) -> Result<Response, GatewayError> {
    service.row(&id).await?;
    let limit = query.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
    // One too many: there is more.
    let mut receipts = service.store.receipts(id, query.after, limit + 1).await?;
    let has_more = receipts.len() > limit;
    receipts.truncate(limit);
    let next = receipts.last().filter(|_| has_more).cloned();
    Ok(uncached(Json(ReviewReceiptPage { receipts, next })))
}

/// `POST /api/reviews/{id}/receipts`.
///
/// Attaches receipts of what was done afterwards to a closed review.
#[utoipa::path(
    post,
    path = REVIEW_RECEIPTS_PATH,
    tag = "reviews",
    operation_id = "attachReceipts",
    params(OneReview),
    request_body = ReviewReceipts,
    responses(
        (status = 200, description = "The review as it is now", body = Review),
        (status = 404, description = "There is no such review."),
        (
            status = 409,
            description = "Nothing was attached: the review is not closed.",
            body = ReviewConflict,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn attach(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    OneReview { id }: OneReview,
    Input(ReviewReceipts { receipts }): Input<ReviewReceipts>,
) -> Result<Response, GatewayError> {
    validation::check_receipts(&receipts).map_err(GatewayError::PeopleInput)?;
    let row = service.row(&id).await?;
    if row.state != ReviewState::Closed {
        return service.conflict(&id).await;
    }
    let known = service.people.known_receipts(receipts.clone()).await?;
    let known: HashSet<_> = known.into_iter().collect();
    if let Some(unknown) = receipts.iter().find(|receipt| !known.contains(*receipt)) {
        let why = format!("there is no receipt “{unknown}”");
        return Err(GatewayError::PeopleInput(why));
    }
    let content = Content::read(&row)?;
    let target = [content.name, id.clone()].into_iter();
    let target = target.chain(receipts.iter().cloned()).collect();
    let body = json!({ "receipts": receipts });
    let entry = Change::of_console(TrailEvent::ReviewReceiptsAttached, target, body, origin);
    let storing = service.clone();
    let work = async move {
        let attached = storing.store.add_receipts(id.clone(), receipts);
        storing.answer(&id, attached.await?).await
    };
    service.recorder.carry_out(entry, work).await
}
