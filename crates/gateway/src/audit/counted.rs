//! Counting what is recorded.

use super::change::{Change, Outcome};
use super::event::Event;
use super::log::{AuditLog, Recording};
use super::read::{AuditLogReader, Filter, Part, Reading, ReadingEntries};
use crate::metrics::Metrics;
use std::sync::Arc;

/// An audit log that counts what it records.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) audit_log: Arc<dyn AuditLog>,
    pub(crate) metrics: Arc<Metrics>,
}

impl AuditLogReader for Counted {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        self.audit_log.changes(filter, part)
    }

    fn entries<'a>(&'a self, requests: &'a [String]) -> ReadingEntries<'a> {
        self.audit_log.entries(requests)
    }
}

impl AuditLog for Counted {
    fn begin(&self, change: Change) -> Recording<'_> {
        Box::pin(async move {
            let recorded = self.audit_log.begin(change).await;
            self.metrics.recorded(recorded.is_ok());
            recorded
        })
    }

    fn finish(&self, id: &str, outcome: Outcome) -> Recording<'_> {
        self.audit_log.finish(id, outcome)
    }

    fn record_event(&self, event: Event) -> Recording<'_> {
        self.audit_log.record_event(event)
    }

    fn ready(&self) -> Recording<'_> {
        self.audit_log.ready()
    }
}
