//! The approvals of changes that the console's own server keeps. Only code that comes on
//! demand uses them.

use crate::api::console_api::{ConsoleApi, Unanswered};
use wire::Method;
use wire::console::approvals::{
    APPROVAL_CHECK_PATH, APPROVAL_DECISION_PATH, APPROVAL_PATH, APPROVALS_PATH, Approval,
    ApprovalCheck, ApprovalDecision, ApprovalList, ApprovalSummary, ApprovalsNeeded, NewApproval,
    PlannedAccount,
};

impl ConsoleApi {
    /// What has to be approved before this is carried out.
    pub(crate) async fn check_approvals(
        self,
        accounts: Vec<PlannedAccount>,
    ) -> Result<(ApprovalsNeeded, Vec<PlannedAccount>), Unanswered> {
        let title = "It could not be checked whether an approval is needed";
        let check = ApprovalCheck { accounts };
        let needed = self
            .write(Method::Post, APPROVAL_CHECK_PATH, &check, title)
            .await?;
        Ok((needed, check.accounts))
    }

    /// Requests an approval.
    pub(crate) async fn request_approval(
        self,
        approval: &NewApproval,
    ) -> Result<ApprovalSummary, Unanswered> {
        let title = "The approval could not be requested";
        let answer = self
            .write(Method::Post, APPROVALS_PATH, approval, title)
            .await;
        answer.map(|approval: Approval| approval.summary)
    }

    /// All approvals, newest first.
    pub(crate) async fn approvals(self) -> Result<ApprovalList, Unanswered> {
        let title = "The approvals could not be loaded";
        self.ask(Method::Get, APPROVALS_PATH, None, title).await
    }

    /// One approval, with what is planned.
    pub(crate) async fn approval(self, id: &str) -> Result<Approval, Unanswered> {
        let title = "The approval could not be loaded";
        let path = path_of(APPROVAL_PATH, id);
        self.ask(Method::Get, &path, None, title).await
    }

    /// Approves, declines or withdraws what was requested.
    pub(crate) async fn decide_approval(
        self,
        id: &str,
        decision: &ApprovalDecision,
    ) -> Result<ApprovalSummary, Unanswered> {
        let title = "The decision was not saved";
        let path = path_of(APPROVAL_DECISION_PATH, id);
        self.write(Method::Put, &path, decision, title).await
    }
}

/// The `path` of the approval with this ID. The server finds none of one that cannot be part
/// of a URL.
fn path_of(path: &str, id: &str) -> String {
    let segment = wire::segment::encode(id).unwrap_or_else(|_| "-".into());
    path.replace("{id}", &segment)
}
