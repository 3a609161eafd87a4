//! What requests below `/api/reviews` bring along.

use super::content::Content;
use super::service::Service;
use crate::api::checks::is_id;
use crate::audit::origin::Origin;
use crate::http::error::GatewayError;
use crate::people::review_store::ReviewRow;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use utoipa::IntoParams;

/// The review that a path names.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OneReview {
    /// The review's ID.
    pub(super) id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for OneReview {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, GatewayError> {
        let path = Path::<Self>::from_request_parts(parts, state).await.ok();
        let review = path.map(|Path(review)| review);
        let review = review.filter(|review| is_id(&review.id));
        review.ok_or(GatewayError::NoReview)
    }
}

/// A request of a person who may decide in the review that its path names: a reviewer, or
/// anyone where people need not sign in. It is refused before its body is read.
pub(crate) struct ByReviewer {
    pub(super) origin: Origin,
    pub(super) row: ReviewRow,
    pub(super) content: Content,
}

impl FromRequestParts<Arc<Service>> for ByReviewer {
    type Rejection = GatewayError;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Arc<Service>,
    ) -> Result<Self, GatewayError> {
        let OneReview { id } = OneReview::from_request_parts(parts, service).await?;
        let row = service.row(&id).await?;
        let content = Content::read(&row)?;
        let origin = Origin::of(&parts.extensions);
        if !content.admits(&origin.actor) {
            return Err(GatewayError::NotReviewer);
        }
        Ok(Self {
            origin,
            row,
            content,
        })
    }
}

/// Which reviews are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReviewsQuery {
    /// Only those with a lower number.
    pub(super) before: Option<u64>,
    /// How many at most. More than 200 count as 200, and 0 as 1.
    #[param(default = 50)]
    pub(super) limit: Option<usize>,
}

/// Which items are read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ItemsQuery {
    /// The number of the first item, counted from 0.
    #[param(default = 0)]
    pub(super) from: Option<usize>,
    /// How many at most. More than 2,500 count as 2,500, and 0 as 1.
    #[param(default = 2500)]
    pub(super) limit: Option<usize>,
}

/// Which decisions are read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DecisionsQuery {
    /// Only those with a higher version: what changed since a revision.
    #[param(default = 0)]
    pub(super) since: Option<u64>,
    /// The number of the first item, counted from 0.
    #[param(default = 0)]
    pub(super) from: Option<usize>,
    /// How many at most. More than 2,500 count as 2,500, and 0 as 1.
    #[param(default = 2500)]
    pub(super) limit: Option<usize>,
}

/// Which receipts are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReceiptsQuery {
    /// Only those behind the receipt with this ID.
    pub(super) after: Option<String>,
    /// How many at most. More than 2,500 count as 2,500, and 0 as 1.
    #[param(default = 2500)]
    pub(super) limit: Option<usize>,
}

/// What is deleted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RevisionQuery {
    /// The review's revision as it was read.
    pub(super) revision: u64,
}

/// The query of a request, whose numbers a database can compare with its own.
fn query<T: DeserializeOwned>(
    parts: &Parts,
    numbers: impl Fn(&T) -> Vec<Option<u64>>,
) -> Result<T, GatewayError> {
    let query = Query::<T>::try_from_uri(&parts.uri);
    let Query(query) =
        query.map_err(|rejection| GatewayError::ReviewsQuery(rejection.body_text()))?;
    let mut numbers = numbers(&query).into_iter().flatten();
    if numbers.any(|number| i64::try_from(number).is_err()) {
        let why = "a number is larger than any that this server has".to_owned();
        return Err(GatewayError::ReviewsQuery(why));
    }
    Ok(query)
}

fn number(from: Option<usize>) -> Option<u64> {
    from.and_then(|from| u64::try_from(from).ok())
}

impl<S: Sync> FromRequestParts<S> for ReviewsQuery {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        query(parts, |query: &Self| vec![query.before])
    }
}

impl<S: Sync> FromRequestParts<S> for ItemsQuery {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        query(parts, |query: &Self| vec![number(query.from)])
    }
}

impl<S: Sync> FromRequestParts<S> for DecisionsQuery {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        query(parts, |query: &Self| vec![query.since, number(query.from)])
    }
}

impl<S: Sync> FromRequestParts<S> for ReceiptsQuery {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        let query = query(parts, |_: &Self| Vec::new())?;
        if query.after.as_deref().is_some_and(|after| !is_id(after)) {
            let why = "after is not the ID of a receipt".to_owned();
            return Err(GatewayError::ReviewsQuery(why));
        }
        Ok(query)
    }
}

impl<S: Sync> FromRequestParts<S> for RevisionQuery {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        query(parts, |query: &Self| vec![Some(query.revision)])
    }
}
