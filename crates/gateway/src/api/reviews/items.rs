//! The accounts of a review, as they were when it was created.

use super::content::Content;
use super::request::{ItemsQuery, OneReview};
use super::service::Service;
use super::validation;
use crate::api::described::ChangeRefusals;
use crate::api::input::{ByOperator, Input};
use crate::api::recorder::unwritable;
use crate::api::uncached::uncached;
use crate::http::error::GatewayError;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use wire::console::reviews::{
    ItemPage, MAX_ITEM_BYTES, MAX_PAGE, NewItems, REVIEW_ITEMS_PATH, Review, ReviewConflict,
    ReviewItem, ReviewState,
};

/// `GET /api/reviews/{id}/items`: some items of a review, in their order.
#[utoipa::path(
    get,
    path = REVIEW_ITEMS_PATH,
    tag = "reviews",
    operation_id = "listReviewItems",
    params(OneReview, ItemsQuery),
    responses(
        (status = 200, description = "Some items, and the `from` of the next page", body = ItemPage),
        (status = 400, description = "A parameter is unknown, or its value is not accepted."),
        (status = 404, description = "There is no such review."),
        (status = 503, description = "The reviews cannot be read."),
    ),
)]
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    OneReview { id }: OneReview,
    query: ItemsQuery,
) -> Result<Response, GatewayError> {
    let row = service.row(&id).await?;
    let from = query.from.unwrap_or(0);
    let limit = query.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
    let items = service.items(&id, from, limit).await?;
    let next = from.saturating_add(items.len());
    let next = (!items.is_empty() && next < row.items).then_some(next);
    Ok(uncached(Json(ItemPage { items, next })))
}

/// `POST /api/reviews/{id}/items`: adds items to a review that is not open yet.
///
/// The audit log has all of them when the review is opened, by their hash.
#[utoipa::path(
    post,
    path = REVIEW_ITEMS_PATH,
    tag = "reviews",
    operation_id = "addReviewItems",
    params(OneReview),
    request_body = NewItems,
    responses(
        (status = 200, description = "The review as it is now", body = Review),
        (status = 404, description = "There is no such review."),
        (
            status = 409,
            description = "None was added: the review has another number of items than `from`, or is open.",
            body = ReviewConflict,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn add(
    State(service): State<Arc<Service>>,
    ByOperator(_): ByOperator,
    OneReview { id }: OneReview,
    Input(new): Input<NewItems>,
) -> Result<Response, GatewayError> {
    let row = service.row(&id).await?;
    let content = Content::read(&row)?;
    validation::check_items(&new.items, &content).map_err(GatewayError::PeopleInput)?;
    if row.state != ReviewState::Draft || row.items != new.from {
        return service.conflict(&id).await;
    }
    let contents = new.items.iter().map(serde_json::to_string);
    let contents = contents
        .collect::<Result<Vec<_>, _>>()
        .map_err(unwritable)?;
    if let Some(index) = contents.iter().position(|one| one.len() > MAX_ITEM_BYTES) {
        let why = format!("items[{index}] has more than {MAX_ITEM_BYTES} bytes");
        return Err(GatewayError::PeopleInput(why));
    }
    let added = service.store.add_items(id.clone(), new.from, contents);
    service.answer(&id, added.await?).await
}

impl Service {
    /// At most so many items of a review from this number on.
    pub(super) async fn items(
        &self,
        id: &str,
        from: usize,
        limit: usize,
    ) -> Result<Vec<ReviewItem>, GatewayError> {
        let contents = self.store.items(id.to_owned(), from, limit).await?;
        contents.iter().map(|content| read(content)).collect()
    }
}

/// What an item of the store says.
pub(super) fn read(content: &str) -> Result<ReviewItem, GatewayError> {
    serde_json::from_str(content).map_err(|_| {
        // Without what it says, which names a person: the server's log has these words.
        GatewayError::PeopleAway("an item of a review cannot be read".to_owned())
    })
}
