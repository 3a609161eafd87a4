//! What a request brings along: who sent it, and a body in JSON.

use crate::audit::origin::Origin;
use crate::http::error::GatewayError;
use crate::http::request_body;
use crate::person::Permission;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// The largest body of a change of rows, in bytes.
const CHANGE_BYTES: usize = 1024 * 1024;

/// A request of a person who may change something.
pub(crate) struct ByOperator(pub(crate) Origin);

impl<S: Sync> FromRequestParts<S> for ByOperator {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, GatewayError> {
        let Ok(permission) = Permission::from_request_parts(parts, state).await;
        if permission.covers_changes() {
            Ok(Self(Origin::of(&parts.extensions)))
        } else {
            Err(GatewayError::Viewer)
        }
    }
}

/// A body of at most so many bytes, read strictly.
///
/// axum's `Json` says the same in words of its own, and nothing of a body that came
/// too slowly or broke off.
pub(crate) struct Input<T, const LIMIT: usize = CHANGE_BYTES>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned, const LIMIT: usize> FromRequest<S> for Input<T, LIMIT> {
    type Rejection = GatewayError;

    async fn from_request(request: Request, _: &S) -> Result<Self, GatewayError> {
        let body = request_body::read(request.into_body(), LIMIT).await;
        let body = body.map_err(|error| match error {
            request_body::BodyError::TooLarge => GatewayError::LargerThan(LIMIT / 1024 / 1024),
            other => other.into(),
        })?;
        let read = serde_json::from_slice(&body);
        read.map(Self).map_err(|error| match error.classify() {
            Category::Data => GatewayError::PeopleInput(error.to_string()),
            Category::Syntax | Category::Eof | Category::Io => {
                GatewayError::NotJson(error.to_string())
            }
        })
    }
}
