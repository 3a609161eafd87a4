//! What requests below `/api/approvals` bring along.

use crate::api::checks::is_id;
use crate::http::error::GatewayError;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;
use utoipa::IntoParams;

/// The approval that a path names.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OneApproval {
    /// The approval's ID.
    pub(super) id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for OneApproval {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, GatewayError> {
        let path = Path::<Self>::from_request_parts(parts, state).await.ok();
        let approval = path.map(|Path(approval)| approval);
        let approval = approval.filter(|approval| is_id(&approval.id));
        approval.ok_or(GatewayError::NoApproval)
    }
}
