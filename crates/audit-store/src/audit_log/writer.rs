//! The task that writes the audit log. There is one.

use super::chain::Entry;
use super::instance::ProcessKind;
use super::{append, instance};
use crate::database::{Database, DatabaseFailure, describe};
use crate::error::{Attempt, Error};
use gateway::{EndedFailure, NotRecorded, RepeatedFailure};
use sqlx::{AnyConnection, Connection};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval, timeout};

/// How many entries share a transaction at most.
const BATCH: usize = 256;
/// How long a transaction may take.
const WRITE_TIMEOUT: Duration = Duration::from_secs(5);
/// How many ends of changes are kept in memory while the database cannot be
/// reached; the outcome of further ones stays unknown.
const MOST_LATE: usize = 10_000;
/// How often writing is tried again after a failure.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Job {
    /// Nothing if the job only asks whether the log can be written.
    pub(super) entry: Option<Entry>,
    pub(super) done: oneshot::Sender<Result<(), NotRecorded>>,
}

#[derive(Debug)]
pub(super) struct Writer {
    database: Database,
    /// Nothing after an attempt that failed.
    connection: Option<AnyConnection>,
    kind: ProcessKind,
    instance: i64,
    /// Ends of changes that could not be written when they arrived.
    late: VecDeque<Entry>,
    /// The result of the last write.
    last: Arc<LastWrite>,
    /// The size of the largest entry that could not be written, until that much can
    /// be written: otherwise a disk with little room would seem to be writable
    /// again.
    refused: usize,
    trouble: RepeatedFailure,
}

/// The time and result of the last write.
#[derive(Debug)]
pub(super) struct LastWrite(Mutex<(Instant, Result<(), NotRecorded>)>);

impl LastWrite {
    fn set(&self, outcome: Result<(), NotRecorded>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (Instant::now(), outcome);
    }

    fn is_failure(&self) -> bool {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.1.is_err()
    }

    /// The result if it is no older than `age` or a failure, after which the writer
    /// tries again by itself.
    pub(super) fn outcome(&self, age: Duration) -> Option<Result<(), NotRecorded>> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, outcome) = &*last;
        (outcome.is_err() || at.elapsed() <= age).then(|| outcome.clone())
    }
}

impl Writer {
    pub(super) async fn new(database: Database, kind: ProcessKind) -> Result<Self, Error> {
        let is_server = database.is_server();
        let mut connection = match kind {
            // A server that uses the file may be of another version.
            ProcessKind::Command if !is_server => database.open_existing().await?,
            _ => database.open().await?,
        };
        let instance = instance::join(&mut connection, is_server, kind, None)
            .await
            .map_err(|error| database.failed(Attempt::Use, DatabaseFailure::from(error)))?;
        Ok(Self {
            database,
            connection: Some(connection),
            kind,
            instance,
            late: VecDeque::new(),
            last: Arc::new(LastWrite(Mutex::new((Instant::now(), Ok(()))))),
            refused: 0,
            trouble: RepeatedFailure::new(),
        })
    }

    /// The result of the last write, which is updated later.
    pub(super) fn last(&self) -> Arc<LastWrite> {
        self.last.clone()
    }

    pub(super) const fn instance(&self) -> i64 {
        self.instance
    }

    /// Writes jobs until `leaving` asks it to end.
    pub(super) async fn run(
        mut self,
        mut waiting: mpsc::Receiver<Job>,
        leaving: oneshot::Receiver<oneshot::Sender<()>>,
    ) {
        let mut jobs = Vec::with_capacity(BATCH);
        let mut looks = interval(RETRY_INTERVAL);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(leaving);
        loop {
            let is_late = !self.late.is_empty() || self.last.is_failure();
            tokio::select! {
                _ = waiting.recv_many(&mut jobs, BATCH) => {}
                _ = looks.tick(), if is_late => {}
                done = &mut leaving => {
                    // If the sender was dropped, changes may still be open.
                    if let Ok(done) = done {
                        self.leave().await;
                        let _ = done.send(());
                    }
                    return;
                }
            }
            let outcome = self.write(&jobs).await;
            if outcome.is_err() {
                looks.reset();
            }
            for job in jobs.drain(..) {
                // If the receiver is gone, its client has hung up.
                let _ = job.done.send(outcome.clone());
            }
        }
    }

    /// Records that this instance leaves nothing open, if that is true.
    async fn leave(&mut self) {
        while !self.late.is_empty() && self.write(&[]).await.is_ok() {}
        if self.late.is_empty()
            && let Some(connection) = &mut self.connection
            && let Err(error) = instance::leave(connection, self.instance).await
        {
            let error = describe(&error);
            tracing::warn!(error, "the next process looks for changes that are open");
        }
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.close().await
        {
            let error = describe(&error);
            tracing::warn!(error, "the audit log was not closed properly");
        }
    }

    /// Writes the late entries and `jobs`; if there are none, checks whether as
    /// much can be written as failed before.
    pub(super) async fn write(&mut self, jobs: &[Job]) -> Result<(), NotRecorded> {
        let late = self.late.len().min(BATCH);
        let entries: Vec<&Entry> = self
            .late
            .iter()
            .take(late)
            .chain(jobs.iter().filter_map(|job| job.entry.as_ref()))
            .collect();
        let sizes = entries.iter().map(|entry| entry.size());
        let (total, largest): (usize, usize) =
            (sizes.clone().sum(), sizes.max().unwrap_or_default());
        let is_enough = entries.is_empty() || total >= self.refused;
        let attempt = attempt(
            &self.database,
            self.connection.take(),
            (self.kind, self.instance),
            &entries,
            self.refused,
        );
        let failure = match timeout(WRITE_TIMEOUT, attempt).await {
            Ok(Ok((connection, instance))) => {
                self.connection = Some(connection);
                self.instance = instance;
                self.late.drain(..late);
                if !is_enough {
                    return Ok(());
                }
                self.refused = 0;
                self.last.set(Ok(()));
                if let Some(EndedFailure { count, lasted }) = self.trouble.ended() {
                    let (failures, seconds) = (count, lasted.as_secs());
                    tracing::warn!(failures, seconds, "the audit log can be written again");
                }
                return Ok(());
            }
            Ok(Err(failure)) => failure,
            Err(_) => append::Failure {
                error: sqlx::Error::PoolTimedOut,
                unclear: true,
            },
        };
        self.refused = self.refused.max(largest);
        let why = failure.to_string();
        if let Some(besides) = self.trouble.occurred() {
            let words = "the audit log cannot be written: changes are refused until it can be";
            tracing::error!(why, besides, "{words}");
        }
        for entry in jobs.iter().filter_map(|job| job.entry.as_ref()) {
            self.keep(entry, failure.unclear);
        }
        let outcome = Err(NotRecorded(why));
        self.last.set(outcome.clone());
        outcome
    }

    /// Keeps what has to be written later of an entry that was not written.
    pub(super) fn keep(&mut self, entry: &Entry, unclear: bool) {
        if self.late.len() >= MOST_LATE {
            return;
        }
        if entry.happened {
            self.late.push_back(entry.clone());
        } else if unclear && entry.kind == "asked" {
            // It may have been recorded, but was not made.
            if let Ok(end) = Entry::not_made(&entry.change) {
                self.late.push_back(end);
            }
        }
    }
}

/// Writes `entries` as rows of `instance`, over `connection` or a new one;
/// without entries, checks whether `refused` bytes can be written. Returns the
/// connection and the instance for the next time.
async fn attempt(
    database: &Database,
    connection: Option<AnyConnection>,
    (kind, instance): (ProcessKind, i64),
    entries: &[&Entry],
    refused: usize,
) -> Result<(AnyConnection, i64), append::Failure> {
    let server = database.is_server();
    if let Some(mut connection) = connection {
        match add(&mut connection, server, instance, entries, refused).await {
            // The database closed it before: nothing was written over it.
            Err(failure) if failure.is_of_a_closed_connection() => {}
            result => return result.map(|()| (connection, instance)),
        }
    }
    let mut connection = database.connect().await?;
    let instance = instance::join(&mut connection, server, kind, Some(instance)).await?;
    add(&mut connection, server, instance, entries, refused).await?;
    Ok((connection, instance))
}

async fn add(
    connection: &mut AnyConnection,
    server: bool,
    instance: i64,
    entries: &[&Entry],
    refused: usize,
) -> Result<(), append::Failure> {
    if entries.is_empty() {
        return Ok(append::probe(connection, server, instance, refused).await?);
    }
    append::append_entries(connection, server, instance, entries).await
}
