//! Where changes and events are recorded.

use super::change::{Change, Outcome};
use super::event::Event;
use super::read::AuditLogReader;
use crate::repeated_failure::RepeatedFailure;
use std::pin::Pin;

/// Events that could not be recorded when they happened.
static NOT_RECORDED: RepeatedFailure = RepeatedFailure::new();

/// Where changes are recorded.
pub trait AuditLog: AuditLogReader {
    /// Records that `change` is about to be forwarded. Once this has succeeded
    /// the record must survive whatever happens to this process.
    fn begin(&self, change: Change) -> Recording<'_>;

    /// Records what came of the change with this id.
    fn finish(&self, id: &str, outcome: Outcome) -> Recording<'_>;

    /// Records something besides a change. What has to be recorded before it is
    /// done ([`TrailEvent::SignedIn`](wire::console::TrailEvent::SignedIn)) is
    /// recorded once this has succeeded, or it is not done; what has happened
    /// already may be recorded later.
    fn record_event(&self, event: Event) -> Recording<'_>;

    /// Whether requests should come to this process at all, as far as its audit log
    /// is concerned: it can be written.
    fn ready(&self) -> Recording<'_> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A record being written.
pub type Recording<'a> = Pin<Box<dyn Future<Output = Result<(), NotRecorded>> + Send + 'a>>;

/// The audit log cannot be written, for the reason given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotRecorded(pub String);

/// Records that `event` has happened. The log keeps what it cannot record now, so
/// a failure is only said.
pub(crate) async fn note(audit_log: &dyn AuditLog, event: Event) {
    let name = event.event.name();
    if let Err(NotRecorded(why)) = audit_log.record_event(event).await
        && let Some(besides) = NOT_RECORDED.occurred()
    {
        tracing::error!(
            event = name,
            why,
            besides,
            "an event could not be recorded yet"
        );
    }
}
