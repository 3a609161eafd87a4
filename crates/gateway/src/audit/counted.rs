//! Counting what is recorded.

use super::change::{Change, Outcome};
use super::event::Event;
use super::log::{Recording, Trail};
use super::read::{Filter, Part, Reading, TrailReader};
use crate::metrics::Metrics;
use std::sync::Arc;

/// A trail that counts what it records.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) trail: Arc<dyn Trail>,
    pub(crate) metrics: Arc<Metrics>,
}

impl TrailReader for Counted {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        self.trail.changes(filter, part)
    }
}

impl Trail for Counted {
    fn asked(&self, change: Change) -> Recording<'_> {
        Box::pin(async move {
            let recorded = self.trail.asked(change).await;
            self.metrics.recorded(recorded.is_ok());
            recorded
        })
    }

    fn ended(&self, id: &str, outcome: Outcome) -> Recording<'_> {
        self.trail.ended(id, outcome)
    }

    fn record_event(&self, event: Event) -> Recording<'_> {
        self.trail.record_event(event)
    }

    fn ready(&self) -> Recording<'_> {
        self.trail.ready()
    }
}
