//! Changes of what is kept about people, in the audit log: recorded before they are
//! made, and what came of them after, as changes on a platform are.

use super::kind::{Kind, Rows};
use crate::audit::change::{Change, Outcome};
use crate::audit::log::{AuditLog, NotRecorded};
use crate::audit::origin::Origin;
use crate::http::error::{GatewayError, catch_panic};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use wire::console::{TrailChange, TrailEvent};

/// Records changes, where there is an audit log.
#[derive(Debug)]
pub(super) struct Recorder {
    audit_log: Option<Arc<dyn AuditLog>>,
}

impl Recorder {
    pub(super) const fn new(audit_log: Option<Arc<dyn AuditLog>>) -> Self {
        Self { audit_log }
    }

    /// Whether there is an audit log.
    pub(super) const fn has_log(&self) -> bool {
        self.audit_log.is_some()
    }

    /// Records `entry`, does `work`, and records what came of that. It is a task of
    /// its own: a change goes on when the browser hangs up meanwhile.
    pub(super) async fn carry_out(
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
    pub(super) async fn entries(
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

/// What `changes` are in the audit log: with what is there `before` them.
pub(super) fn entry_of<K: Kind>(
    event: TrailEvent,
    changes: &[K::Change],
    keys: &[String],
    before: &Rows<K>,
    origin: Origin,
) -> Result<Change, GatewayError> {
    let before: Vec<_> = keys.iter().map(|key| before.get(key)).collect();
    let mut known = HashSet::new();
    let target = changes
        .iter()
        .zip(&before)
        .flat_map(|(change, before)| K::target(change, *before))
        .filter(|text| known.insert(text.clone()));
    let target = target.collect();
    let body = json!({ "changes": value(changes)?, "before": value(&before)? });
    Ok(Change::of_console(event, target, body, origin))
}

fn value(part: &(impl Serialize + ?Sized)) -> Result<Value, GatewayError> {
    serde_json::to_value(part).map_err(unwritable)
}

/// What was read as JSON can be written as JSON.
pub(super) fn unwritable(_: serde_json::Error) -> GatewayError {
    GatewayError::Panicked
}
