//! What the routes below `/api/approvals` answer from.

use crate::api::checks::new_id;
use crate::api::recorder::{Recorder, unwritable, value};
use crate::api::uncached::{conflict, uncached};
use crate::approval::book::KnownApproval;
use crate::approval::guard::ApprovalGuard;
use crate::approval::named_request::NamedRequest;
use crate::approval::stored::StoredApproval;
use crate::audit::change::Change;
use crate::audit::log::AuditLog;
use crate::audit::origin::{Actor, Origin};
use crate::http::error::GatewayError;
use crate::people::clock;
use crate::people::store::{RowWrite, WriteResult};
use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;
use wire::console::TrailEvent;
use wire::console::approvals::{
    Approval, ApprovalConflict, ApprovalState, ApprovalSummary, MAX_APPROVALS, MAX_WAITING,
    NewApproval,
};

/// The approvals, and the audit log that records what becomes of them.
#[derive(Debug)]
pub(crate) struct Service {
    pub(super) guard: Arc<ApprovalGuard>,
    pub(super) recorder: Recorder,
}

impl Service {
    pub(crate) fn new(guard: Arc<ApprovalGuard>, audit_log: Option<Arc<dyn AuditLog>>) -> Self {
        Self {
            guard,
            recorder: Recorder::new(audit_log),
        }
    }

    /// All approvals, newest first, as they are for `actor`.
    pub(super) async fn list(&self, actor: &Actor) -> Result<Vec<ApprovalSummary>, GatewayError> {
        let now = clock::now();
        let approvals = self.guard.book.all().await?;
        let newest_first = approvals.iter().rev();
        Ok(newest_first
            .map(|one| self.summary(&one.id, &one.stored, actor, &now))
            .collect())
    }

    /// The approval with this ID, as it is for `actor`.
    pub(super) async fn approval(&self, id: &str, actor: &Actor) -> Result<Approval, GatewayError> {
        let (stored, _) = self.find(id).await?;
        let summary = self.summary(id, &stored, actor, &clock::now());
        Ok(stored.approval(summary))
    }

    /// The approval with this ID, and its version.
    pub(super) async fn find(&self, id: &str) -> Result<(StoredApproval, u64), GatewayError> {
        let approvals = self.guard.book.all().await?;
        let found = approvals.iter().find(|one| one.id == id);
        let found = found.ok_or(GatewayError::NoApproval)?;
        Ok((found.stored.clone(), found.version))
    }

    fn summary(
        &self,
        id: &str,
        stored: &StoredApproval,
        actor: &Actor,
        now: &str,
    ) -> ApprovalSummary {
        stored.summary(id, actor, &self.guard.book.platforms, now)
    }

    /// Stores what is requested by `origin`.
    pub(super) async fn request(
        self: &Arc<Self>,
        new: NewApproval,
        origin: Origin,
    ) -> Result<Response, GatewayError> {
        if origin.actor.who.is_none() {
            let why = "approvals need people who sign in";
            return Err(GatewayError::PeopleInput(why.to_owned()));
        }
        let at = clock::now();
        let (id, stored) = (new_id()?, self.stored(new, &at, &origin)?);
        let writes = self.writes(&id, &stored, &at, &origin.actor).await?;
        let body = json!({
            "reason": stored.reason,
            "accounts": value(&stored.accounts)?,
        });
        let actor = origin.actor.clone();
        let target = vec![id.clone()];
        let entry = Change::of_console(TrailEvent::ApprovalRequested, target, body, origin);
        let service = self.clone();
        let work = async move {
            match service.guard.book.write(at, writes).await? {
                WriteResult::Written(_) => {}
                WriteResult::Conflict(_) | WriteResult::Full => {
                    return Err(GatewayError::PeopleFull);
                }
            }
            let approval = service.approval(&id, &actor).await?;
            Ok(uncached((StatusCode::CREATED, Json(approval))))
        };
        self.recorder.carry_out(entry, work).await
    }

    /// What is kept of `new`: with the requests as the audit log would have them.
    fn stored(
        &self,
        mut new: NewApproval,
        at: &str,
        origin: &Origin,
    ) -> Result<StoredApproval, GatewayError> {
        for (index, account) in new.accounts.iter_mut().enumerate() {
            let requests = self
                .guard
                .requests(account)
                .map_err(|why| GatewayError::PeopleInput(format!("accounts[{index}]: {why}")))?;
            account.requests = requests.iter().map(NamedRequest::planned).collect();
        }
        let has_rule = |connection: &str| self.guard.has_rule(connection);
        if !new
            .accounts
            .iter()
            .any(|account| has_rule(&account.connection))
        {
            let why = "no change on these connections needs an approval";
            return Err(GatewayError::PeopleInput(why.to_owned()));
        }
        Ok(StoredApproval::new(new, at, &origin.actor))
    }

    /// What is to be written so that the approval is kept: others that are over make room.
    async fn writes(
        &self,
        id: &str,
        stored: &StoredApproval,
        now: &str,
        actor: &Actor,
    ) -> Result<Vec<RowWrite>, GatewayError> {
        let approvals = self.guard.book.all().await?;
        let is_waiting = |one: &&KnownApproval| one.stored.state(now) == ApprovalState::Waiting;
        let own = approvals.iter().filter(is_waiting);
        if own.filter(|one| one.stored.is_of(actor)).count() >= MAX_WAITING {
            return Err(GatewayError::PeopleInput(format!(
                "{MAX_WAITING} of your approvals wait for a decision already: withdraw one first"
            )));
        }
        let content = serde_json::to_string(stored).map_err(unwritable)?;
        let mut writes = vec![RowWrite {
            key: id.to_owned(),
            version: 0,
            content: Some(content),
        }];
        let over = approvals.iter().filter(|one| {
            let state = one.stored.state(now);
            !matches!(state, ApprovalState::Waiting | ApprovalState::Approved)
        });
        let excess = (approvals.len() + 1).saturating_sub(MAX_APPROVALS);
        writes.extend(over.take(excess).map(|one| RowWrite {
            key: one.id.clone(),
            version: one.version,
            content: None,
        }));
        Ok(writes)
    }

    /// Stores what was decided about the approval that had this version.
    pub(super) async fn decide(
        &self,
        id: &str,
        version: u64,
        decided: StoredApproval,
        at: String,
        actor: &Actor,
    ) -> Result<Response, GatewayError> {
        let write = RowWrite {
            key: id.to_owned(),
            version,
            content: Some(serde_json::to_string(&decided).map_err(unwritable)?),
        };
        match self.guard.book.write(at.clone(), vec![write]).await? {
            WriteResult::Written(_) => {
                let summary = self.summary(id, &decided, actor, &at);
                Ok(uncached(Json(summary)))
            }
            WriteResult::Conflict(_) | WriteResult::Full => self.conflict(id, actor).await,
        }
    }

    /// The answer where nothing was decided, because the approval waits no more.
    pub(super) async fn conflict(&self, id: &str, actor: &Actor) -> Result<Response, GatewayError> {
        let (stored, _) = self.find(id).await?;
        let answer = ApprovalConflict {
            error: "nothing was decided, because this approval does not wait any more".to_owned(),
            approval: self.summary(id, &stored, actor, &clock::now()),
        };
        Ok(conflict(answer))
    }
}
