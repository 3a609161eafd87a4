//! The audit trail, in a database file (`SQLite`).
//!
//! One task writes. What comes while it writes goes into its next transaction
//! together, so that many changes share one wait for the disk; nobody is told
//! that a change is recorded before it is.

mod chain;
mod moment;
mod read;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use moment::begin;
pub(crate) use table::verify;

use crate::database::Database;
use anyhow::Result;
use chain::Entry;
use gateway::{Change, Filter, NotRecorded, Outcome, Part, Reading, Recording, Trail, TrailReader};
use sqlx::{AnyConnection, AnyPool};
use tokio::sync::{mpsc, oneshot, watch};

/// How many records wait for the writer; further ones wait to be taken.
const WAITING: usize = 1024;
/// How many records share a transaction.
const TOGETHER: usize = 256;

/// The trail while the console is served.
#[derive(Debug)]
pub(crate) struct Written {
    jobs: mpsc::Sender<Job>,
    reader: Reader,
    /// How many changes are under way whose outcome is not recorded yet.
    open: watch::Sender<usize>,
}

#[derive(Debug)]
struct Job {
    entry: Entry,
    done: oneshot::Sender<Result<(), NotRecorded>>,
}

impl Written {
    /// Opens the trail in `database` and begins to write it.
    pub(crate) async fn start(database: &Database, pool: AnyPool) -> Result<Self> {
        let reader = Reader { pool };
        let connection = database.open().await?;
        let (jobs, waiting) = mpsc::channel(WAITING);
        tokio::spawn(write(connection, waiting));
        let (open, _) = watch::channel(0);
        Ok(Self { jobs, reader, open })
    }

    /// Waits until every change that was recorded has its outcome.
    pub(crate) async fn settled(&self) {
        // Fails only when the sender is gone, which is here.
        let _ = self.open.subscribe().wait_for(|open| *open == 0).await;
    }

    fn one_less(&self) {
        self.open.send_modify(|open| *open = open.saturating_sub(1));
    }

    async fn record(&self, entry: Result<Entry, serde_json::Error>) -> Result<(), NotRecorded> {
        let gone = || NotRecorded("the trail is closed".to_owned());
        let entry = entry.map_err(|error| NotRecorded(error.to_string()))?;
        let (done, recorded) = oneshot::channel();
        let job = Job { entry, done };
        self.jobs.send(job).await.map_err(|_| gone())?;
        recorded.await.map_err(|_| gone())?
    }
}

impl Trail for Written {
    fn asked(&self, change: Change) -> Recording<'_> {
        Box::pin(async move {
            // Counted first: nobody may find it settled in between.
            self.open.send_modify(|open| *open += 1);
            let recorded = self.record(Entry::asked(&change)).await;
            if recorded.is_err() {
                self.one_less();
            }
            recorded
        })
    }

    fn ended(&self, id: &str, outcome: Outcome) -> Recording<'_> {
        let entry = Entry::ended(id, &outcome);
        Box::pin(async move {
            let recorded = self.record(entry).await;
            self.one_less();
            recorded
        })
    }
}

impl TrailReader for Written {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        self.reader.changes(filter, part)
    }
}

/// The trail for those who only read it.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) pool: AnyPool,
}

impl TrailReader for Reader {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        Box::pin(async move {
            let mut connection = self.pool.acquire().await.map_err(read::away)?;
            read::changes(&mut connection, filter, part).await
        })
    }
}

async fn write(mut connection: AnyConnection, mut waiting: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(TOGETHER);
    while waiting.recv_many(&mut jobs, TOGETHER).await > 0 {
        let entries: Vec<&Entry> = jobs.iter().map(|job| &job.entry).collect();
        let outcome = table::append(&mut connection, &entries)
            .await
            .map_err(|error| NotRecorded(error.to_string()));
        if let Err(NotRecorded(why)) = &outcome {
            tracing::error!(why, "the trail cannot be written");
        }
        for job in jobs.drain(..) {
            // Whoever does not wait any more has hung up.
            let _ = job.done.send(outcome.clone());
        }
    }
}
