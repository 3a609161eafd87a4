//! Changes of what this console stores itself, in the audit log: recorded before they are
//! made, and what came of them after, as changes on a platform are.

use crate::audit::change::{Change, Outcome};
use crate::audit::log::{AuditLog, NotRecorded};
use crate::http::error::{GatewayError, catch_panic};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use wire::console::TrailChange;

/// Records changes, where there is an audit log.
#[derive(Debug)]
pub(crate) struct Recorder {
    audit_log: Option<Arc<dyn AuditLog>>,
}

impl Recorder {
    pub(crate) const fn new(audit_log: Option<Arc<dyn AuditLog>>) -> Self {
        Self { audit_log }
    }

    /// Whether there is an audit log.
    pub(crate) const fn has_log(&self) -> bool {
        self.audit_log.is_some()
    }

    /// Records `entry`, does `work`, and records what came of that. It is a task of
    /// its own: a change goes on when the browser hangs up meanwhile.
    pub(crate) async fn carry_out(
        &self,
        entry: Change,
        work: impl Future<Output = Result<Response, GatewayError>> + Send + 'static,
    ) -> Result<Response, GatewayError> {
        let audit_log = self.audit_log.clone();
        tokio::spawn(recorded(audit_log, entry, work))
            .await
            .unwrap_or(Err(GatewayError::Panicked))
    }

    /// What the audit log has of these requests, in the order of its numbers; nothing
    /// where there is no log.
    pub(crate) async fn entries(
        &self,
        requests: &[String],
    ) -> Result<Vec<TrailChange>, GatewayError> {
        match &self.audit_log {
            Some(audit_log) => Ok(audit_log.entries(requests).await?),
            None => Ok(Vec::new()),
        }
    }
}

async fn recorded(
    audit_log: Option<Arc<dyn AuditLog>>,
    entry: Change,
    work: impl Future<Output = Result<Response, GatewayError>>,
) -> Result<Response, GatewayError> {
    let Some(audit_log) = audit_log else {
        return catch_panic(work).await.flatten();
    };
    let id = entry.id.clone();
    audit_log
        .begin(entry)
        .await
        .map_err(|NotRecorded(why)| GatewayError::NotRecorded(why))?;
    let answer = catch_panic(work).await.flatten();
    let outcome = match &answer {
        Ok(answer) => Outcome::Status(answer.status().as_u16()),
        Err(error) => Outcome::Failed(error.to_string()),
    };
    if let Err(NotRecorded(why)) = audit_log.finish(&id, outcome).await {
        tracing::error!(id, why, "what came of a change is not recorded");
    }
    answer
}

/// `part` as the body of an entry has it.
pub(crate) fn value(part: &(impl Serialize + ?Sized)) -> Result<Value, GatewayError> {
    serde_json::to_value(part).map_err(unwritable)
}

/// What was read as JSON can be written as JSON.
pub(crate) fn unwritable(_: serde_json::Error) -> GatewayError {
    GatewayError::Panicked
}
