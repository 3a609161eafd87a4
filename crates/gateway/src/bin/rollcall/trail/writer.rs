//! The one task that writes.

use super::chain::Entry;
use super::{instance, table};
use crate::database::{Database, describe, described};
use anyhow::Result;
use gateway::NotRecorded;
use sqlx::{AnyConnection, Connection};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

/// How many records share a transaction.
const TOGETHER: usize = 256;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many ends of changes are kept while the database is away; those of
/// further ones stay unknown.
const KEPT: usize = 10_000;
/// How often it is tried to write them.
const AGAIN: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Job {
    pub(super) entry: Entry,
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
        })
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
        tokio::pin!(leaving);
        loop {
            let is_late = !self.late.is_empty();
            tokio::select! {
                _ = waiting.recv_many(&mut jobs, TOGETHER) => {}
                () = sleep(AGAIN), if is_late => {}
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

    pub(super) async fn write(&mut self, jobs: &[Job]) -> Result<(), NotRecorded> {
        let late = self.late.len().min(TOGETHER);
        let entries: Vec<&Entry> = self
            .late
            .iter()
            .take(late)
            .chain(jobs.iter().map(|job| &job.entry))
            .collect();
        let attempt = attempt(
            &self.database,
            self.connection.take(),
            self.instance,
            &entries,
        );
        let failure = match timeout(PATIENCE, attempt).await {
            Ok(Ok((connection, instance))) => {
                self.connection = Some(connection);
                self.instance = instance;
                self.late.drain(..late);
                return Ok(());
            }
            Ok(Err(failure)) => failure,
            Err(_) => table::Failure {
                error: sqlx::Error::PoolTimedOut,
                unclear: true,
            },
        };
        let why = failure.to_string();
        tracing::error!(why, "the trail cannot be written");
        for Job { entry, .. } in jobs {
            self.keep(entry, failure.unclear);
        }
        Err(NotRecorded(why))
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
/// one; answers those for the next time.
async fn attempt(
    database: &Database,
    connection: Option<AnyConnection>,
    instance: i64,
    entries: &[&Entry],
) -> Result<(AnyConnection, i64), table::Failure> {
    let server = database.is_server();
    let (mut connection, instance) = if let Some(connection) = connection {
        (connection, instance)
    } else {
        let mut connection = database.connect().await?;
        let instance = instance::join(&mut connection, server, Some(instance)).await?;
        (connection, instance)
    };
    table::append(&mut connection, server, instance, entries).await?;
    Ok((connection, instance))
}
