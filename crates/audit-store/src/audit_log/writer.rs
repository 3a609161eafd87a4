//! The one task that writes.

use super::chain::Entry;
use super::{append, instance};
use crate::database::{Database, describe, described};
use anyhow::Result;
use gateway::{EndedFailure, NotRecorded, RepeatedFailure};
use sqlx::{AnyConnection, Connection};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval, timeout};

/// How many records share a transaction.
const TOGETHER: usize = 256;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many ends of changes are kept while the database is away; those of
/// further ones stay unknown.
const KEPT: usize = 10_000;
/// How often it is tried to write them, or anything while nothing can be.
const AGAIN: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Job {
    /// Nothing where it is only to be known whether anything could be written.
    pub(super) entry: Option<Entry>,
    pub(super) done: oneshot::Sender<Result<(), NotRecorded>>,
}

#[derive(Debug)]
pub(super) struct Writer {
    database: Database,
    /// Nothing where the last attempt failed.
    connection: Option<AnyConnection>,
    instance: i64,
    /// Ends of changes that could not be written when they came.
    late: VecDeque<Entry>,
    /// What came of writing last.
    last: Arc<LastWrite>,
    /// The size of the largest entry that could not be written, until as much can
    /// be: a disk with room for a little would seem to be writable again.
    refused: usize,
    trouble: RepeatedFailure,
}

/// What came of writing last, and when that was.
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

    /// What came of it, where that is no older than `age`, or is a failure: the
    /// writer tries again by itself then.
    pub(super) fn outcome(&self, age: Duration) -> Option<Result<(), NotRecorded>> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, outcome) = &*last;
        (outcome.is_err() || at.elapsed() <= age).then(|| outcome.clone())
    }
}

impl Writer {
    pub(super) async fn new(database: Database) -> Result<Self> {
        let mut connection = database.open().await?;
        let instance = instance::join(&mut connection, database.is_server(), None)
            .await
            .map_err(|error| described(error.into()))?;
        Ok(Self {
            database,
            connection: Some(connection),
            instance,
            late: VecDeque::new(),
            last: Arc::new(LastWrite(Mutex::new((Instant::now(), Ok(()))))),
            refused: 0,
            trouble: RepeatedFailure::new(),
        })
    }

    /// What came of writing last, as it will be.
    pub(super) fn last(&self) -> Arc<LastWrite> {
        self.last.clone()
    }

    pub(super) const fn instance(&self) -> i64 {
        self.instance
    }

    /// Writes what comes until it is to leave.
    pub(super) async fn run(
        mut self,
        mut waiting: mpsc::Receiver<Job>,
        leaving: oneshot::Receiver<oneshot::Sender<()>>,
    ) {
        let mut jobs = Vec::with_capacity(TOGETHER);
        let mut looks = interval(AGAIN);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(leaving);
        loop {
            let is_late = !self.late.is_empty() || self.last.is_failure();
            tokio::select! {
                _ = waiting.recv_many(&mut jobs, TOGETHER) => {}
                _ = looks.tick(), if is_late => {}
                done = &mut leaving => {
                    // Without a word nobody knows whether something is open.
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
                // Whoever does not wait any more has hung up.
                let _ = job.done.send(outcome.clone());
            }
        }
    }

    /// Notes that nothing is left open here, where that is so.
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
            tracing::warn!(error, "the trail is not closed in order");
        }
    }

    /// Writes what is late and `jobs`; where there is neither, it looks whether
    /// as much could be written as could not be before.
    pub(super) async fn write(&mut self, jobs: &[Job]) -> Result<(), NotRecorded> {
        let late = self.late.len().min(TOGETHER);
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
            self.instance,
            &entries,
            self.refused,
        );
        let failure = match timeout(PATIENCE, attempt).await {
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
                    tracing::warn!(failures, seconds, "the trail can be written again");
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
            let words = "the trail cannot be written: changes are refused until it can be";
            tracing::error!(why, besides, "{words}");
        }
        for entry in jobs.iter().filter_map(|job| job.entry.as_ref()) {
            self.keep(entry, failure.unclear);
        }
        let outcome = Err(NotRecorded(why));
        self.last.set(outcome.clone());
        outcome
    }

    /// Keeps what is to be written later of an entry that is not.
    pub(super) fn keep(&mut self, entry: &Entry, unclear: bool) {
        if self.late.len() >= KEPT {
            return;
        }
        if entry.happened {
            self.late.push_back(entry.clone());
        } else if unclear && entry.kind == "asked" {
            // It may be recorded, and was not made.
            if let Ok(end) = Entry::not_made(&entry.change) {
                self.late.push_back(end);
            }
        }
    }
}

/// Writes `entries` in the name of `instance`, through `connection` or a new
/// one; without any it looks whether so many bytes as `refused` could be written.
/// Answers the connection and the instance for the next time.
async fn attempt(
    database: &Database,
    connection: Option<AnyConnection>,
    instance: i64,
    entries: &[&Entry],
    refused: usize,
) -> Result<(AnyConnection, i64), append::Failure> {
    let server = database.is_server();
    let (mut connection, instance) = if let Some(connection) = connection {
        (connection, instance)
    } else {
        let mut connection = database.connect().await?;
        let instance = instance::join(&mut connection, server, Some(instance)).await?;
        (connection, instance)
    };
    if entries.is_empty() {
        append::probe(&mut connection, server, instance, refused).await?;
    } else {
        append::append_entries(&mut connection, server, instance, entries).await?;
    }
    Ok((connection, instance))
}
