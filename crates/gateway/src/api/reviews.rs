//! `/api/reviews/…`: access reviews, which operators create and close, and in which their
//! reviewers decide.

mod closing;
mod content;
pub(crate) mod decisions;
pub(crate) mod items;
pub(crate) mod receipts;
mod request;
pub(crate) mod service;
pub(crate) mod stages;
mod validation;

use super::checks::new_id;
use super::described::ChangeRefusals;
use super::input::{ByOperator, Input};
use super::recorder::value;
use super::uncached::uncached;
use crate::audit::change::Change;
use crate::http::error::GatewayError;
use crate::people::clock;
use crate::people::review_store::{Expected, ReviewResult};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use content::Content;
use request::{OneReview, ReviewsQuery, RevisionQuery};
use serde_json::json;
use service::Service;
use std::sync::Arc;
use wire::console::TrailEvent;
use wire::console::reviews::{
    NewReview, REVIEW_PATH, REVIEWS_PATH, Review, ReviewChange, ReviewConflict, ReviewPage,
    ReviewState,
};

/// How many reviews are listed at once, where a request does not say, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// `GET /api/reviews`: some reviews, newest first.
#[utoipa::path(
    get,
    path = REVIEWS_PATH,
    tag = "reviews",
    operation_id = "listReviews",
    params(ReviewsQuery),
    responses(
        (status = 200, description = "Some reviews, and the `before` of the next page", body = ReviewPage),
        (status = 400, description = "A parameter is unknown, or its value is not accepted."),
        (status = 503, description = "The reviews cannot be read."),
    ),
)]
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    query: ReviewsQuery,
) -> Result<Response, GatewayError> {
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    // One too many: there is more.
    let mut rows = service.store.list(query.before, limit + 1).await?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().map(|last| last.number);
    let reviews = service.reviews(rows).await?;
    let next = last.filter(|_| has_more);
    Ok(uncached(Json(ReviewPage { reviews, next })))
}

/// `GET /api/reviews/{id}`: one review, without its items and decisions.
#[utoipa::path(
    get,
    path = REVIEW_PATH,
    tag = "reviews",
    operation_id = "getReview",
    params(OneReview),
    responses(
        (status = 200, description = "The review", body = Review),
        (status = 404, description = "There is no such review."),
        (status = 503, description = "The reviews cannot be read."),
    ),
)]
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    OneReview { id }: OneReview,
) -> Result<Response, GatewayError> {
    Ok(uncached(Json(service.review(&id).await?)))
}

/// `POST /api/reviews`: creates a review, still without items.
///
/// Its items are added next, and then it is opened.
#[utoipa::path(
    post,
    path = REVIEWS_PATH,
    tag = "reviews",
    operation_id = "createReview",
    request_body = NewReview,
    responses(
        (status = 201, description = "The review", body = Review),
        ChangeRefusals,
    ),
)]
pub(crate) async fn create(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(new): Input<NewReview>,
) -> Result<Response, GatewayError> {
    let signs_in = origin.actor.who.is_some();
    validation::check_new(&new, &service.connections, signs_in)
        .map_err(GatewayError::PeopleInput)?;
    let (id, at) = (new_id()?, clock::now());
    let target = vec![new.name.clone(), id.clone()];
    let body = value(&new)?;
    let content = Content::new(new, origin.actor.stamp(&at)).text()?;
    let entry = Change::of_console(TrailEvent::ReviewCreated, target, body, origin);
    let storing = service.clone();
    let work = async move {
        let added = storing.store.add(at, id.clone(), content).await?;
        added.ok_or(GatewayError::PeopleFull)?;
        let review = storing.review(&id).await?;
        Ok(uncached((StatusCode::CREATED, Json(review))))
    };
    service.recorder.carry_out(entry, work).await
}

/// `PUT /api/reviews/{id}`.
///
/// Changes the name, the due date or the reviewers of a review that is not closed.
#[utoipa::path(
    put,
    path = REVIEW_PATH,
    tag = "reviews",
    operation_id = "changeReview",
    params(OneReview),
    request_body = ReviewChange,
    responses(
        (status = 200, description = "The review as it is now", body = Review),
        (status = 404, description = "There is no such review."),
        (
            status = 409,
            description = "Nothing was changed: the review is another now than the one that was read, or closed.",
            body = ReviewConflict,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn change(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    OneReview { id }: OneReview,
    Input(change): Input<ReviewChange>,
) -> Result<Response, GatewayError> {
    let row = service.row(&id).await?;
    let mut content = Content::read(&row)?;
    if row.state == ReviewState::Closed {
        return Err(GatewayError::ReviewClosed);
    }
    let signs_in = origin.actor.who.is_some();
    validation::check_change(&change, &content, signs_in).map_err(GatewayError::PeopleInput)?;
    if row.version != change.version {
        return service.conflict(&id).await;
    }
    let before = json!({
        "name": content.name,
        "due": content.due,
        "reviewers": content.reviewers,
    });
    let mut target = vec![content.name.clone(), id.clone()];
    if content.name != change.name {
        target.push(change.name.clone());
    }
    let body = json!({ "change": value(&change)?, "before": before });
    let entry = Change::of_console(TrailEvent::ReviewChanged, target, body, origin);
    let expected = Expected::Version(change.version);
    content.name = change.name;
    content.due = change.due;
    content.reviewers = change.reviewers;
    let text = content.text()?;
    let state = row.state;
    let storing = service.clone();
    let work = async move { storing.write(&id, expected, state, text).await };
    service.recorder.carry_out(entry, work).await
}

/// `DELETE /api/reviews/{id}`.
///
/// Deletes a review that is not closed, with its items and decisions. A closed one is
/// evidence, and stays.
#[utoipa::path(
    delete,
    path = REVIEW_PATH,
    tag = "reviews",
    operation_id = "deleteReview",
    params(OneReview, RevisionQuery),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 404, description = "There is no such review."),
        (
            status = 409,
            description = "Nothing was deleted: the review is another now than the one that was read, or closed.",
            body = ReviewConflict,
        ),
        (status = 400, description = "The parameter is missing, or its value is not accepted."),
        (status = 403, description = "Only an operator may change this."),
        (status = 503, description = "The reviews or the audit log cannot be written."),
    ),
)]
pub(crate) async fn delete(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    OneReview { id }: OneReview,
    RevisionQuery { revision }: RevisionQuery,
) -> Result<Response, GatewayError> {
    let review = service.review(&id).await?;
    if review.state == ReviewState::Closed {
        return Err(GatewayError::ReviewClosed);
    }
    if review.revision != revision {
        return service.conflict(&id).await;
    }
    let target = vec![review.name.clone(), id.clone()];
    let body = json!({ "before": value(&review)? });
    let entry = Change::of_console(TrailEvent::ReviewDeleted, target, body, origin);
    let storing = service.clone();
    let work = async move {
        match storing.store.remove(id.clone(), revision).await? {
            ReviewResult::Done(_) => Ok(uncached(StatusCode::NO_CONTENT.into_response())),
            ReviewResult::Conflict | ReviewResult::Full => storing.conflict(&id).await,
        }
    };
    service.recorder.carry_out(entry, work).await
}
