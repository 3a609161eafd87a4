//! The audit log, in a database.
//!
//! One task writes. Entries that arrive while it writes go into its next
//! transaction together, so that many changes share one wait for the disk. A
//! change is reported as recorded only after its transaction was committed.

mod append;
mod chain;
mod instance;
mod range;
mod read;
mod table;
#[cfg(test)]
mod tests;
mod timestamp;
mod verify;
mod writer;

pub use chain::Head;
pub use verify::{Fault, Verified};

use crate::database::{Database, DatabaseFailure, Location, describe};
use crate::error::{Attempt, Error};
use chain::Entry;
use gateway::{
    AuditLog, AuditLogReader, Change, Event, Filter, NotRecorded, Outcome, Part, Reading,
    ReadingEntries, Recording, RepeatedFailure,
};
use instance::NotMarked;
pub(crate) use instance::{Living, ProcessKind};
use sqlx::{AnyPool, Connection};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep;
use writer::{Job, LastWrite, Writer};

/// How many entries the writer's queue holds; senders of further ones wait.
const QUEUE: usize = 1024;
/// For how long the result of the last write answers whether the log can be
/// written.
const RESULT_MAX_AGE: Duration = Duration::from_secs(2);
/// How often a process checks whether another has died.
const CHECK_INTERVAL: Duration = Duration::from_secs(15);

/// The audit log while the console is served.
#[derive(Debug)]
pub struct AuditWriter {
    jobs: mpsc::Sender<Job>,
    last: Arc<LastWrite>,
    reader: Reader,
    /// How many changes are under way whose outcome is not recorded yet.
    open: watch::Sender<usize>,
    leave: Mutex<Option<oneshot::Sender<oneshot::Sender<()>>>>,
    /// Whether other processes write it as well.
    shared: bool,
}

impl AuditWriter {
    /// Opens the audit log in `database` and begins to write it, as a process of this
    /// `kind`. `living` says which others may use a file.
    pub(crate) async fn start(
        database: &Database,
        pool: AnyPool,
        kind: ProcessKind,
        living: Living,
    ) -> Result<Self, Error> {
        let reader = Reader { pool };
        let writer = Writer::new(database.clone(), kind).await?;
        let instance = writer.instance();
        let last = writer.last();
        mark_open(database, instance, living)
            .await
            .map_err(|error| database.failed(Attempt::Use, error))?;
        let shared = database.is_server();
        if shared {
            tokio::spawn(watch_others(database.clone(), instance));
        }
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let (leave, leaving) = oneshot::channel();
        tokio::spawn(writer.run(waiting, leaving));
        let (open, _) = watch::channel(0);
        let leave = Mutex::new(Some(leave));
        Ok(Self {
            jobs,
            last,
            reader,
            open,
            leave,
            shared,
        })
    }

    /// Waits until every change that was recorded has its outcome, and ends
    /// the writing.
    pub async fn settled(&self) {
        // Fails only if the sender is dropped, which this struct keeps.
        let _ = self.open.subscribe().wait_for(|open| *open == 0).await;
        let leave = self
            .leave
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(leave) = leave {
            let (done, left) = oneshot::channel();
            if leave.send(done).is_ok() {
                // If the writer ended without an answer, it has ended as well.
                let _ = left.await;
            }
        }
        // Once the connections are closed, the file contains everything and SQLite
        // removes the log beside it.
        self.reader.pool.close().await;
    }

    fn decrement_open(&self) {
        self.open.send_modify(|open| *open = open.saturating_sub(1));
    }

    async fn record(&self, entry: Result<Entry, serde_json::Error>) -> Result<(), NotRecorded> {
        let entry = entry.map_err(|error| NotRecorded(error.to_string()))?;
        self.write(Some(entry)).await
    }

    /// Writes `entry`; without one, checks whether anything could be written.
    async fn write(&self, entry: Option<Entry>) -> Result<(), NotRecorded> {
        let gone = || NotRecorded("the audit log is closed".to_owned());
        let (done, recorded) = oneshot::channel();
        let job = Job { entry, done };
        self.jobs.send(job).await.map_err(|_| gone())?;
        recorded.await.map_err(|_| gone())?
    }
}

impl AuditLog for AuditWriter {
    fn begin(&self, change: Change) -> Recording<'_> {
        Box::pin(async move {
            // Counted before it is written, so that `settled` waits for it.
            self.open.send_modify(|open| *open += 1);
            let recorded = self.record(Entry::asked(&change)).await;
            if recorded.is_err() {
                self.decrement_open();
            }
            recorded
        })
    }

    fn finish(&self, id: &str, outcome: Outcome) -> Recording<'_> {
        let entry = Entry::ended(id, &outcome);
        Box::pin(async move {
            let recorded = self.record(entry).await;
            self.decrement_open();
            recorded
        })
    }

    fn record_event(&self, event: Event) -> Recording<'_> {
        let entry = Entry::event(&event);
        Box::pin(self.record(entry))
    }

    fn ready(&self) -> Recording<'_> {
        Box::pin(async move {
            match self.last.outcome(RESULT_MAX_AGE) {
                Some(outcome) => outcome?,
                None => self.write(None).await?,
            }
            if self.shared {
                let mut connection = self.reader.pool.acquire().await.map_err(not_recorded)?;
                connection.ping().await.map_err(not_recorded)?;
            }
            Ok(())
        })
    }
}

fn not_recorded(error: sqlx::Error) -> NotRecorded {
    NotRecorded(describe(&error))
}

/// Marks the changes that dead processes left open in a file, before this process writes
/// it.
pub(crate) async fn end_dead_instances(database: &Database, living: Living) -> Result<(), Error> {
    let instance = ProcessKind::Command.new_instance();
    let marked = mark_open(database, instance, living).await;
    marked.map_err(|error| database.failed(Attempt::Use, error))
}

/// Marks the changes that dead processes left open, as the instance `own`.
async fn mark_open(database: &Database, own: i64, living: Living) -> Result<(), NotMarked> {
    let marked = instance::mark_open(database, own, living).await?;
    if marked > 0 {
        tracing::warn!(
            marked,
            "the outcome of changes is unknown: the process that made them died"
        );
    }
    Ok(())
}

/// Checks at intervals for other processes that have died.
async fn watch_others(database: Database, own: i64) {
    let trouble = RepeatedFailure::new();
    loop {
        sleep(CHECK_INTERVAL).await;
        // Their locks say which of them live.
        if let Err(error) = mark_open(&database, own, Living::default()).await {
            if let Some(besides) = trouble.occurred() {
                tracing::warn!(besides, "{error}");
            }
        } else {
            trouble.ended();
        }
    }
}

impl AuditLogReader for AuditWriter {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        self.reader.changes(filter, part)
    }

    fn entries<'a>(&'a self, requests: &'a [String]) -> ReadingEntries<'a> {
        self.reader.entries(requests)
    }
}

/// Reads the audit log, over connections of this pool.
#[derive(Debug)]
struct Reader {
    pool: AnyPool,
}

impl AuditLogReader for Reader {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        Box::pin(async move {
            let mut connection = self.pool.acquire().await.map_err(read::away)?;
            read::changes(&mut connection, filter, part).await
        })
    }

    fn entries<'a>(&'a self, requests: &'a [String]) -> ReadingEntries<'a> {
        Box::pin(async move {
            let mut connection = self.pool.acquire().await.map_err(read::away)?;
            read::entries(&mut connection, requests).await
        })
    }
}

/// The audit log for a program that only reads it, while another may write it.
#[derive(Debug)]
pub struct AuditReader {
    database: Database,
    reader: Reader,
}

impl AuditReader {
    /// The audit log in the database at `location`.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none, or another error if this program cannot
    /// read it.
    pub async fn open(location: &Location) -> Result<Self, Error> {
        let database = Database::read_only(location)?;
        // If closing the connection fails, the result is still right.
        let _ = database.open_existing().await?.close().await;
        let pool = database.pool();
        Ok(Self {
            database,
            reader: Reader { pool },
        })
    }

    /// Verifies all rows, and that those with the hashes in `kept` are among them.
    ///
    /// # Errors
    /// If the log cannot be read to its end.
    pub async fn verify(&self, kept: &[Head]) -> Result<Verified, Error> {
        let mut connection = self.database.open_existing().await?;
        let verified = verify::verify(&mut connection, kept).await;
        // Everything has been read already.
        let _ = connection.close().await;
        verified.map_err(|error| {
            let cause = DatabaseFailure::from(error);
            self.database.failed(Attempt::Read, cause)
        })
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Error::Outdated`] if the log was written meanwhile: a file that no server has
    /// open is read without locks.
    pub async fn close(self) -> Result<(), Error> {
        self.reader.pool.close().await;
        if !self.database.is_unchanged() {
            return Err(self.database.outdated());
        }
        Ok(())
    }
}

impl AuditLogReader for AuditReader {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        self.reader.changes(filter, part)
    }

    fn entries<'a>(&'a self, requests: &'a [String]) -> ReadingEntries<'a> {
        self.reader.entries(requests)
    }
}

/// Checks that `text` can be used as [`Filter::since`]: a time, or a date in
/// UTC.
///
/// # Errors
/// When it is neither, as a sentence for the person who typed it.
pub fn parse_since(text: &str) -> Result<(), String> {
    timestamp::begin(text).map(drop)
}
