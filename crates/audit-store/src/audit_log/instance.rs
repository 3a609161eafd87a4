//! Instances: which process has which changes under way, so that changes that a
//! process left open when it died can be marked.

use super::append;
use super::chain::Entry;
use crate::database::{Database, describe};
use sqlx::AnyConnection;

/// How many changes are marked at a time.
const BATCH: i64 = 200;

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProcessKind {
    /// It serves the console: one at a time from a file.
    Server,
    /// It carries out a command, beside a server and other commands.
    Command,
}

impl ProcessKind {
    /// A new instance's ID: below zero for a command.
    pub(super) fn new_instance(self) -> i64 {
        let id = fastrand::i64(1..);
        match self {
            Self::Server => id,
            Self::Command => -id,
        }
    }

    const fn of(id: i64) -> Self {
        if id < 0 { Self::Command } else { Self::Server }
    }
}

/// Which other processes may be using a file. On a server each instance has a lock, which
/// says whether its process lives.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Living {
    pub(crate) servers: bool,
    pub(crate) commands: bool,
}

impl Living {
    const fn may_include(self, id: i64) -> bool {
        match ProcessKind::of(id) {
            ProcessKind::Server => self.servers,
            ProcessKind::Command => self.commands,
        }
    }
}

/// Binds `connection` to the instance `id`, or to a new one of this `kind` if there is none
/// or it is gone: another process may have removed it while the database could not be
/// reached. Returns the instance's ID.
///
/// On a server the connection holds the instance's lock, which ends with the
/// connection. A process that gets the lock knows that the instance writes
/// nothing more.
pub(super) async fn join(
    connection: &mut AnyConnection,
    server: bool,
    kind: ProcessKind,
    id: Option<i64>,
) -> Result<i64, sqlx::Error> {
    if let Some(id) = id
        && lock(connection, server, id).await?
    {
        let known: Option<(i64,)> = sqlx::query_as("SELECT id FROM instances WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *connection)
            .await?;
        if known.is_some() {
            return Ok(id);
        }
    }
    let id = kind.new_instance();
    lock(connection, server, id).await?;
    sqlx::query(
        "INSERT INTO instances (id, since) \
         SELECT CAST($1 AS BIGINT), coalesce(max(number), 0) FROM trail",
    )
    .bind(id)
    .execute(connection)
    .await?;
    Ok(id)
}

/// Notes that the instance `id` has nothing more to write.
pub(super) async fn leave(connection: &mut AnyConnection, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM instances WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Changes that a dead process left open cannot be marked.
#[derive(Debug, thiserror::Error)]
#[error("changes that were left open cannot be marked: {0}")]
pub(super) struct NotMarked(String);

impl From<sqlx::Error> for NotMarked {
    fn from(error: sqlx::Error) -> Self {
        Self(describe(&error))
    }
}

impl From<serde_json::Error> for NotMarked {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

/// Marks the outcome of changes that dead instances left open as unknown.
/// `own` is this process's own instance, and `living` says which others may use a file.
/// Returns how many changes were marked.
pub(super) async fn mark_open(
    database: &Database,
    own: i64,
    living: Living,
) -> Result<usize, NotMarked> {
    // A connection of its own: if this is interrupted, the locks end with it.
    let mut connection = database.connect().await?;
    let others: Vec<(i64, i64)> = sqlx::query_as("SELECT id, since FROM instances WHERE id <> $1")
        .bind(own)
        .fetch_all(&mut connection)
        .await?;
    let server = database.is_server();
    let mut marked = 0;
    for (id, since) in others {
        if !server && living.may_include(id) {
            continue;
        }
        if !lock(&mut connection, server, id).await? {
            continue;
        }
        loop {
            let open = open(&mut connection, id, since).await?;
            if open.is_empty() {
                break;
            }
            let ends = open.iter().map(|change| Entry::unknown(change));
            let ends: Vec<Entry> = ends.collect::<Result<_, _>>()?;
            let ends: Vec<&Entry> = ends.iter().collect();
            append::append_entries(&mut connection, server, own, &ends)
                .await
                .map_err(|failure| failure.error)?;
            marked += open.len();
        }
        leave(&mut connection, id).await?;
        unlock(&mut connection, server, id).await?;
    }
    Ok(marked)
}

/// Some of the changes of the instance `id` whose end is not recorded.
async fn open(
    connection: &mut AnyConnection,
    id: i64,
    since: i64,
) -> Result<Vec<String>, sqlx::Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT change FROM trail AS asked \
         WHERE instance = $1 AND number > $2 AND kind = 'asked' AND NOT EXISTS \
             (SELECT 1 FROM trail AS ended \
              WHERE ended.kind = 'ended' AND ended.change = asked.change \
                  AND ended.number > asked.number) \
         ORDER BY number LIMIT $3",
    )
    .bind(id)
    .bind(since)
    .bind(BATCH)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(change,)| change).collect())
}

/// Tries to lock the instance. A file has no such locks ([`Living`]).
async fn lock(connection: &mut AnyConnection, server: bool, id: i64) -> Result<bool, sqlx::Error> {
    if !server {
        return Ok(true);
    }
    let (locked,): (bool,) = sqlx::query_as("SELECT pg_try_advisory_lock($1)")
        .bind(id)
        .fetch_one(connection)
        .await?;
    Ok(locked)
}

async fn unlock(connection: &mut AnyConnection, server: bool, id: i64) -> Result<(), sqlx::Error> {
    if server {
        sqlx::query("SELECT pg_advisory_unlock($1)")
            .bind(id)
            .execute(connection)
            .await?;
    }
    Ok(())
}
