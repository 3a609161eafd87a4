//! `/api/approvals/…`: changes that one operator requests and another approves.

mod request;
pub(crate) mod service;
mod validation;

use super::described::ChangeRefusals;
use super::input::{ByOperator, Input};
use super::recorder::value;
use super::uncached::uncached;
use crate::audit::change::Change;
use crate::audit::origin::Origin;
use crate::http::error::GatewayError;
use crate::people::clock;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use request::OneApproval;
use serde_json::json;
use service::Service;
use std::sync::Arc;
use wire::console::TrailEvent;
use wire::console::approvals::{
    APPROVAL_CHECK_PATH, APPROVAL_DECISION_PATH, APPROVAL_PATH, APPROVALS_PATH, Approval,
    ApprovalCheck, ApprovalConflict, ApprovalDecision, ApprovalList, ApprovalState,
    ApprovalSummary, ApprovalsNeeded, MAX_APPROVAL_BYTES, NewApproval, Verdict,
};

/// `GET /api/approvals`: all approvals that are kept, newest first.
#[utoipa::path(
    get,
    path = APPROVALS_PATH,
    tag = "approvals",
    operation_id = "listApprovals",
    responses(
        (status = 200, description = "The approvals", body = ApprovalList),
        (status = 503, description = "The approvals cannot be read."),
    ),
)]
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    origin: Origin,
) -> Result<Response, GatewayError> {
    let approvals = service.list(&origin.actor).await?;
    Ok(uncached(Json(ApprovalList { approvals })))
}

/// `GET /api/approvals/{id}`: one approval, with everything that is planned.
#[utoipa::path(
    get,
    path = APPROVAL_PATH,
    tag = "approvals",
    operation_id = "getApproval",
    params(OneApproval),
    responses(
        (status = 200, description = "The approval", body = Approval),
        (status = 404, description = "There is no such approval."),
        (status = 503, description = "The approvals cannot be read."),
    ),
)]
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    OneApproval { id }: OneApproval,
    origin: Origin,
) -> Result<Response, GatewayError> {
    Ok(uncached(Json(service.approval(&id, &origin.actor).await?)))
}

/// `POST /api/approval-check`: which of some planned changes need an approval.
///
/// Nothing is changed by it. Changes that need one and have none are refused when they are
/// sent to the platform.
#[utoipa::path(
    post,
    path = APPROVAL_CHECK_PATH,
    tag = "approvals",
    operation_id = "checkApprovals",
    request_body = ApprovalCheck,
    responses(
        (status = 200, description = "What has to be approved", body = ApprovalsNeeded),
        ChangeRefusals,
    ),
)]
pub(crate) async fn check(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(check): Input<ApprovalCheck, MAX_APPROVAL_BYTES>,
) -> Result<Response, GatewayError> {
    validation::check_accounts(&check.accounts).map_err(GatewayError::PeopleInput)?;
    let needed = service.guard.needed(&check.accounts, &origin.actor).await?;
    Ok(uncached(Json(needed)))
}

/// `POST /api/approvals`: requests the approval of changes.
#[utoipa::path(
    post,
    path = APPROVALS_PATH,
    tag = "approvals",
    operation_id = "requestApproval",
    request_body = NewApproval,
    responses(
        (status = 201, description = "The approval, which waits for a decision", body = Approval),
        ChangeRefusals,
    ),
)]
pub(crate) async fn request(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(new): Input<NewApproval, MAX_APPROVAL_BYTES>,
) -> Result<Response, GatewayError> {
    validation::check_new(&new).map_err(GatewayError::PeopleInput)?;
    service.request(new, origin).await
}

/// `PUT /api/approvals/{id}/decision`.
///
/// Approves or declines what another operator has requested, or withdraws what one has
/// requested oneself.
#[utoipa::path(
    put,
    path = APPROVAL_DECISION_PATH,
    tag = "approvals",
    operation_id = "decideApproval",
    params(OneApproval),
    request_body = ApprovalDecision,
    responses(
        (status = 200, description = "The approval as it is now", body = ApprovalSummary),
        (status = 404, description = "There is no such approval."),
        (
            status = 409,
            description = "Nothing was decided: the approval does not wait any more.",
            body = ApprovalConflict,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn decide(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    OneApproval { id }: OneApproval,
    Input(decision): Input<ApprovalDecision>,
) -> Result<Response, GatewayError> {
    validation::check_comment(&decision.comment).map_err(GatewayError::PeopleInput)?;
    let (stored, version) = service.find(&id).await?;
    let is_allowed = match decision.verdict {
        Verdict::Approve | Verdict::Decline => stored.can_be_decided_by(&origin.actor),
        Verdict::Withdraw => stored.is_of(&origin.actor),
    };
    if !is_allowed {
        return Err(match decision.verdict {
            Verdict::Approve | Verdict::Decline => GatewayError::OwnApproval,
            Verdict::Withdraw => GatewayError::OthersApproval,
        });
    }
    let at = clock::now();
    if stored.state(&at) != ApprovalState::Waiting {
        return service.conflict(&id, &origin.actor).await;
    }
    let event = match decision.verdict {
        Verdict::Approve => TrailEvent::ApprovalGiven,
        Verdict::Decline => TrailEvent::ApprovalDeclined,
        Verdict::Withdraw => TrailEvent::ApprovalWithdrawn,
    };
    let body = json!({ "decision": value(&decision)?, "requested": value(&stored.requested)? });
    let actor = origin.actor.clone();
    let decided = stored.decided(decision, &at, &actor);
    let entry = Change::of_console(event, vec![id.clone()], body, origin);
    let storing = service.clone();
    let work = async move { storing.decide(&id, version, decided, at, &actor).await };
    service.recorder.carry_out(entry, work).await
}
