//! The audit log, in a database.
//!
//! One task writes. What comes while it writes goes into its next transaction
//! together, so that many changes share one wait for the disk; nobody is told
//! that a change is recorded before it is.

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

use crate::database::{Database, Location, describe, described};
use anyhow::{Context, Result, bail};
use chain::Entry;
use gateway::{
    AuditLog, AuditLogReader, Change, Event, Filter, NotRecorded, Outcome, Part, Reading,
    Recording, RepeatedFailure,
};
use sqlx::{AnyPool, Connection};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep;
use writer::{Job, LastWrite, Writer};

/// How many records wait for the writer; further ones wait to be taken.
const WAITING: usize = 1024;
/// How long after something was written nobody asks whether anything could be.
const FRESH: Duration = Duration::from_secs(2);
/// How often a process looks whether another has died.
const BETWEEN_LOOKS: Duration = Duration::from_secs(15);

/// The audit log while the console is served.
#[derive(Debug)]
pub struct AuditWriter {
    jobs: mpsc::Sender<Job>,
    last: Arc<LastWrite>,
    reader: Reader,
    /// How many changes are under way whose outcome is not recorded yet.
    open: watch::Sender<usize>,
    leave: Mutex<Option<oneshot::Sender<oneshot::Sender<()>>>>,
    /// Whether others write it as well.
    shared: bool,
}

impl AuditWriter {
    /// Opens the audit log in `database` and begins to write it.
    pub(crate) async fn start(database: &Database, pool: AnyPool) -> Result<Self> {
        let reader = Reader { pool };
        let writer = Writer::new(database.clone()).await?;
        let instance = writer.instance();
        let last = writer.last();
        mark_open(database, instance).await?;
        let shared = database.is_server();
        if shared {
            tokio::spawn(watch_others(database.clone(), instance));
        }
        let (jobs, waiting) = mpsc::channel(WAITING);
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
        // Fails only when the sender is gone, which is here.
        let _ = self.open.subscribe().wait_for(|open| *open == 0).await;
        let leave = self
            .leave
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(leave) = leave {
            let (done, left) = oneshot::channel();
            if leave.send(done).is_ok() {
                // Gone without a word is gone as well.
                let _ = left.await;
            }
        }
        // A file that is closed in order holds all, without its log beside it.
        self.reader.pool.close().await;
    }

    fn one_less(&self) {
        self.open.send_modify(|open| *open = open.saturating_sub(1));
    }

    async fn record(&self, entry: Result<Entry, serde_json::Error>) -> Result<(), NotRecorded> {
        let entry = entry.map_err(|error| NotRecorded(error.to_string()))?;
        self.write(Some(entry)).await
    }

    /// Writes `entry`; without one, looks whether anything could be written.
    async fn write(&self, entry: Option<Entry>) -> Result<(), NotRecorded> {
        let gone = || NotRecorded("the trail is closed".to_owned());
        let (done, recorded) = oneshot::channel();
        let job = Job { entry, done };
        self.jobs.send(job).await.map_err(|_| gone())?;
        recorded.await.map_err(|_| gone())?
    }
}

impl AuditLog for AuditWriter {
    fn begin(&self, change: Change) -> Recording<'_> {
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

    fn finish(&self, id: &str, outcome: Outcome) -> Recording<'_> {
        let entry = Entry::ended(id, &outcome);
        Box::pin(async move {
            let recorded = self.record(entry).await;
            self.one_less();
            recorded
        })
    }

    fn record_event(&self, event: Event) -> Recording<'_> {
        let entry = Entry::event(&event);
        Box::pin(self.record(entry))
    }

    fn ready(&self) -> Recording<'_> {
        Box::pin(async move {
            match self.last.outcome(FRESH) {
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

/// Marks what dead processes left open.
async fn mark_open(database: &Database, living: i64) -> Result<()> {
    let marked = instance::mark_open(database, living)
        .await
        .map_err(described)
        .context("changes that were left open cannot be marked")?;
    if marked > 0 {
        tracing::warn!(
            marked,
            "nobody knows what came of changes: the process that made them died"
        );
    }
    Ok(())
}

/// Looks after the other processes as long as this one lives.
async fn watch_others(database: Database, living: i64) {
    let trouble = RepeatedFailure::new();
    loop {
        sleep(BETWEEN_LOOKS).await;
        if let Err(error) = mark_open(&database, living).await {
            if let Some(besides) = trouble.occurred() {
                tracing::warn!(besides, "{error:#}");
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
}

/// What reads the audit log, over connections of this pool.
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
}

/// The audit log of a program that only reads it, while another may write it.
/// Nothing of it is changed.
#[derive(Debug)]
pub struct AuditReader {
    database: Database,
    reader: Reader,
}

impl AuditReader {
    /// The audit log in the database at `location`.
    ///
    /// # Errors
    /// When there is none, or when this program cannot read it.
    pub async fn open(location: &Location) -> Result<Self> {
        let database = Database::read_only(location)?;
        // A server that hangs up afterwards changes nothing of what was found.
        let _ = database.examine().await?.close().await;
        let pool = database.pool();
        Ok(Self {
            database,
            reader: Reader { pool },
        })
    }

    /// Goes through all rows, and looks for those that were `kept`.
    ///
    /// # Errors
    /// When the log cannot be read to its end.
    pub async fn verify(&self, kept: &[Head]) -> Result<Verified> {
        let mut connection = self.database.examine().await?;
        let verified = verify::verify(&mut connection, kept).await;
        // All that was wanted has been read.
        let _ = connection.close().await;
        verified.map_err(described)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// When the log was written in a way that what was read may not be what is
    /// there: a file that no server had open is read without locks.
    pub async fn close(self) -> Result<()> {
        self.reader.pool.close().await;
        if !self.database.is_unchanged() {
            bail!("rollcall serve began to write the audit trail while it was read: try again");
        }
        Ok(())
    }
}

impl AuditLogReader for AuditReader {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        self.reader.changes(filter, part)
    }
}

/// When `text` begins, as [`Filter::since`] has it: a time, or a date in UTC.
///
/// # Errors
/// When it is neither, in words for who wrote it.
pub fn parse_since(text: &str) -> Result<(), String> {
    timestamp::begin(text).map(drop)
}
