//! Approvals: changes that one operator requests and another approves before they are
//! carried out ("four eyes"), where the rule of a connection wants that.
//!
//! An approval names every request to the platforms, as the audit log records it: with
//! secrets masked. Nothing that the console loads first uses this module.

use super::Stamp;
use crate::request::Request;
use serde::{Deserialize, Serialize};

/// Where approvals are requested and listed.
pub const APPROVALS_PATH: &str = "/api/approvals";

/// Where it is checked which of some planned changes need an approval.
pub const APPROVAL_CHECK_PATH: &str = "/api/approval-check";

/// Where the [`Approval`] with this ID is read.
pub const APPROVAL_PATH: &str = "/api/approvals/{id}";

/// Where it is approved, declined or withdrawn.
pub const APPROVAL_DECISION_PATH: &str = "/api/approvals/{id}/decision";

/// How many approvals are kept. When there are more, the oldest that are over are dropped:
/// the audit log has them.
pub const MAX_APPROVALS: usize = 100;

/// How many approvals of one person wait for a decision at most.
pub const MAX_WAITING: usize = 20;

/// How many accounts one approval is about at most.
pub const MAX_APPROVAL_ACCOUNTS: usize = 10_000;

/// How many requests one account has at most.
pub const MAX_ACCOUNT_REQUESTS: usize = 20;

/// How long the planned changes of a check or of an approval are at most, in bytes. It is
/// below what the proxies in `deploy/` let through, as that of a receipt is.
pub const MAX_APPROVAL_BYTES: usize = 4 * 1024 * 1024;

/// How many characters a reason or a comment has at most.
pub const MAX_APPROVAL_TEXT: usize = 1_000;

/// How long what was approved can be carried out, in hours from the decision on.
pub const APPROVED_HOURS: i64 = 24;

/// What is planned for one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlannedAccount {
    /// The connection's ID.
    pub connection: String,
    /// The account's key there; of one that is to be created, what it will be.
    pub key: String,
    /// The name that people know it by.
    pub label: String,
    /// What is to be different, in lowercase letters and hyphens: `disable`, `set-roles`.
    pub change: String,
    /// The requests to the platform, in their order.
    pub requests: Vec<PlannedRequest>,
}

/// A request to a platform that is planned.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlannedRequest {
    /// `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// The path and the query on the platform, percent-encoded.
    pub path: String,
    /// The body, with secrets masked. `null` if there is none.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub body: Option<String>,
}

impl PlannedRequest {
    /// `request`, without the secrets in it.
    pub fn of(request: &Request) -> Self {
        let body = request.body.as_ref();
        Self {
            method: request.route.method.to_string(),
            path: request.masked(&request.target()),
            body: body.map(|body| request.masked(&body.text)),
        }
    }
}

/// Changes of which is to be known whether they need an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApprovalCheck {
    /// What is planned.
    pub accounts: Vec<PlannedAccount>,
}

/// What has to be approved before some changes are carried out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApprovalsNeeded {
    /// The connections on which an approval is missing; none if the changes can be carried
    /// out now.
    pub connections: Vec<ApprovalNeeded>,
    /// The ID of an approval that waits for a decision, that the same person requested, and
    /// that names everything that is missing. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub waiting: Option<String>,
}

/// What has to be approved on one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApprovalNeeded {
    /// The connection's ID.
    pub connection: String,
    /// Why.
    pub reason: ApprovalReason,
    /// For how many accounts of what is planned.
    pub accounts: usize,
}

/// Why changes need an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ApprovalReason {
    /// They remove accounts.
    Removals,
    /// They are about more accounts than one person may change within an hour.
    Accounts {
        /// How many those are.
        limit: u32,
        /// How many accounts the person has changed within the last hour without an
        /// approval, other than those that are planned.
        changed: usize,
    },
}

/// Requests the approval of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewApproval {
    /// Why they are wanted, for the person who decides.
    pub reason: String,
    /// What is planned: on every connection, whether it needs an approval or not.
    pub accounts: Vec<PlannedAccount>,
}

/// Changes that one person requested, for another to approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Approval {
    /// What is known of it without the accounts.
    pub summary: ApprovalSummary,
    /// What is planned. The person who requested it says what each account is called and
    /// what is to be different; the requests are what is approved.
    pub accounts: Vec<PlannedAccount>,
}

/// An approval, without what is planned for each account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApprovalSummary {
    /// Its ID.
    pub id: String,
    /// Why the changes are wanted.
    pub reason: String,
    /// On which connections, and how many accounts of each.
    pub connections: Vec<ApprovalScope>,
    /// How far it is.
    pub state: ApprovalState,
    /// When it was requested, and by which person.
    pub requested: Stamp,
    /// Whether that is the person who asks now.
    pub own: bool,
    /// When it was approved, declined or withdrawn, and by which person. `null` before.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub decided: Option<Stamp>,
    /// What that person said about it. Empty without a comment.
    pub comment: String,
    /// Until when what was approved can be carried out, in UTC:
    /// `2026-11-26T06:00:00.000000Z`. `null` unless it was approved.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub until: Option<String>,
}

/// The accounts of one connection in an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApprovalScope {
    /// The connection's ID.
    pub connection: String,
    /// How many accounts.
    pub accounts: usize,
    /// How many of them are removed.
    pub removed: usize,
}

/// How far an approval is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ApprovalState {
    /// It waits for a decision.
    Waiting,
    /// The changes can be carried out.
    Approved,
    /// They could have been; that time is over.
    Expired,
    /// They are not to be carried out.
    Declined,
    /// The person who requested it does not want them any more.
    Withdrawn,
}

/// All approvals that are kept, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApprovalList {
    /// The approvals.
    pub approvals: Vec<ApprovalSummary>,
}

/// Decides about an approval that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApprovalDecision {
    /// What is decided.
    pub verdict: Verdict,
    /// What there is to say about it; may be empty.
    #[serde(default)]
    pub comment: String,
}

/// What is decided about an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The changes can be carried out: by another operator than the one who requested it.
    Approve,
    /// They are not to be carried out: by another operator.
    Decline,
    /// They are not wanted any more: by the person who requested it.
    Withdraw,
}

/// The answer where nothing was decided, because the approval waits no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApprovalConflict {
    /// What happened, in words.
    pub error: String,
    /// The approval as it is now.
    pub approval: ApprovalSummary,
}
