//! An audit log in memory.

use gateway::{
    AuditLog, AuditLogReader, Change, Event, Filter, NotRead, NotRecorded, Outcome, Part, Reading,
    ReadingEntries, Recording,
};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use wire::console::{TrailChange, TrailKind, TrailOutcome, TrailPage, TrailRequest};

/// An audit log in memory, which can refuse to record.
#[derive(Debug, Default)]
pub struct MemoryAuditLog {
    /// The changes that were about to be forwarded.
    pub asked: Mutex<Vec<Change>>,
    /// Their outcomes, by their ID.
    pub ended: Mutex<Vec<(String, Outcome)>>,
    events: Mutex<Vec<Event>>,
    full: AtomicBool,
    /// Whether it can be read; it is empty then.
    readable: bool,
}

impl MemoryAuditLog {
    /// The changes that were about to be forwarded.
    pub fn asked(&self) -> Vec<Change> {
        self.asked.lock().unwrap().clone()
    }

    /// What was recorded besides changes.
    pub fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap().clone()
    }

    /// One that takes nothing, if it is full.
    pub fn new(full: bool) -> Self {
        let log = Self::default();
        log.fill(full);
        log
    }

    /// One that can be read, with nothing in it.
    pub fn readable() -> Self {
        Self {
            readable: true,
            ..Self::default()
        }
    }

    /// Whether it takes nothing from now on.
    pub fn fill(&self, full: bool) {
        self.full.store(full, Ordering::Relaxed);
    }

    fn taken(&self) -> Recording<'_> {
        let full = self.full.load(Ordering::Relaxed);
        Box::pin(async move {
            if full {
                Err(NotRecorded("the disk is full".into()))
            } else {
                Ok(())
            }
        })
    }
}

impl AuditLog for MemoryAuditLog {
    fn begin(&self, change: Change) -> Recording<'_> {
        self.asked.lock().unwrap().push(change);
        self.taken()
    }

    fn finish(&self, id: &str, outcome: Outcome) -> Recording<'_> {
        self.ended.lock().unwrap().push((id.to_owned(), outcome));
        Box::pin(async { Ok(()) })
    }

    fn record_event(&self, event: Event) -> Recording<'_> {
        self.events.lock().unwrap().push(event);
        self.taken()
    }
}

impl AuditLogReader for MemoryAuditLog {
    fn changes<'a>(&'a self, _: &'a Filter, _: Part) -> Reading<'a> {
        let nothing = TrailPage {
            changes: Vec::new(),
            next: None,
        };
        let page = if self.readable {
            Ok(nothing)
        } else {
            Err(NotRead::Away("the disk is full".into()))
        };
        Box::pin(async move { page })
    }

    /// The changes as they were taken, each in two rows.
    fn entries<'a>(&'a self, requests: &'a [String]) -> ReadingEntries<'a> {
        let (asked, ended) = (self.asked(), self.ended.lock().unwrap().clone());
        let wanted = asked.into_iter().zip(0..);
        let wanted = wanted.filter(|(change, _)| requests.contains(&change.id));
        let entries: Vec<_> = wanted
            .map(|(change, at)| entry(change, 2 * at + 1, &ended))
            .collect();
        Box::pin(async move { Ok(entries) })
    }
}

/// `change` as row `number` has it, and the next what came of it.
fn entry(change: Change, number: u64, ended: &[(String, Outcome)]) -> TrailChange {
    let end = ended.iter().find(|(id, _)| *id == change.id);
    let outcome = match end {
        Some((_, Outcome::Status(status))) => TrailOutcome::Status(*status),
        Some((_, Outcome::Failed(why))) => TrailOutcome::Failed(why.clone()),
        None => TrailOutcome::Open,
    };
    let hash = |number: u64| format!("{number:064x}");
    TrailChange {
        number,
        kind: TrailKind::Change,
        at: "2026-11-26T06:00:00.000000Z".to_owned(),
        ended: end.map(|_| "2026-11-26T06:00:01.000000Z".to_owned()),
        id: change.id,
        who: change.who,
        via: change.via,
        address: change.address,
        connection: change.connection,
        action: change.action,
        target: change.target,
        request: TrailRequest {
            query: change.query,
            body: None,
        },
        outcome,
        approval: change.approval,
        hash: Some(hash(number)),
        outcome_number: end.map(|_| number + 1),
        outcome_hash: end.map(|_| hash(number + 1)),
        damage: None,
    }
}
