//! Adding rows to the audit log's table.

use super::chain::{Entry, Head};
use super::table::COLUMN_NAMES;
use crate::database::describe;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Connection, Transaction};
use std::fmt::Write;

/// How many columns a row has.
const COLUMNS: usize = 7;

/// Why rows were not added.
#[derive(Debug, thiserror::Error)]
#[error("{}", describe(error))]
pub(super) struct Failure {
    pub(super) error: sqlx::Error,
    /// Whether they may have been added nevertheless.
    pub(super) unclear: bool,
}

impl Failure {
    /// Whether the connection was closed before anything was written over it.
    pub(super) fn is_of_a_closed_connection(&self) -> bool {
        /// SQLSTATE's class of a server that ends connections.
        const SHUTDOWN: &str = "57P";
        let is_closed = match &self.error {
            sqlx::Error::Io(_) => true,
            sqlx::Error::Database(error) => {
                error.code().is_some_and(|code| code.starts_with(SHUTDOWN))
            }
            _ => false,
        };
        is_closed && !self.unclear
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let unclear = false;
        Self { error, unclear }
    }
}

/// Begins a transaction for writing: no other server can add a row before it
/// ends.
async fn begin(
    connection: &mut AnyConnection,
    server: bool,
) -> Result<Transaction<'_, Any>, sqlx::Error> {
    if !server {
        return connection.begin_with("BEGIN IMMEDIATE").await;
    }
    let mut transaction = connection
        .begin_with("BEGIN ISOLATION LEVEL READ COMMITTED")
        .await?;
    sqlx::query("SELECT pg_advisory_xact_lock(1, 1)")
        .execute(&mut *transaction)
        .await?;
    Ok(transaction)
}

/// Adds `entries` as rows of `instance`, all or none of them.
pub(super) async fn append_entries(
    connection: &mut AnyConnection,
    server: bool,
    instance: i64,
    entries: &[&Entry],
) -> Result<(), Failure> {
    let mut transaction = begin(connection, server).await?;
    let last: Option<(i64, Vec<u8>)> = sqlx::query_as(
        "SELECT number, hash FROM trail WHERE number > 0 ORDER BY number DESC LIMIT 1",
    )
    .fetch_optional(&mut *transaction)
    .await?;
    let mut head = last.map_or_else(Head::none, |(number, hash)| Head { number, hash });
    let mut wanted = Vec::with_capacity(entries.len());
    for entry in entries {
        // Checked inside of the transaction, when no write is under way any more.
        if !entry.needs_change || is_recorded(&mut transaction, &entry.change).await? {
            wanted.push(*entry);
        }
    }
    if wanted.is_empty() {
        return Ok(transaction.commit().await?);
    }
    // One statement for all rows, as each statement is a round trip. There is one
    // form for each number of rows, so keeping it prepared is not worth it.
    let sql = insertion(wanted.len());
    let mut insert = sqlx::query(AssertSqlSafe(sql)).persistent(false);
    for entry in wanted {
        head = head.followed_by(entry, instance);
        insert = insert
            .bind(head.number)
            .bind(&*entry.at)
            .bind(entry.kind)
            .bind(&*entry.change)
            .bind(&*entry.content)
            .bind(head.hash.clone())
            .bind(instance);
    }
    insert.execute(&mut *transaction).await?;
    transaction.commit().await.map_err(|error| Failure {
        // A server may have stored it before the connection broke.
        unclear: server,
        error,
    })
}

/// The statement that adds this many rows.
fn insertion(rows: usize) -> String {
    let mut sql = format!("INSERT INTO trail ({COLUMN_NAMES}) VALUES ");
    for row in 0..rows {
        for column in 0..COLUMNS {
            let before = match (row, column) {
                (0, 0) => "(",
                (_, 0) => "), (",
                _ => ", ",
            };
            // Writing to a string cannot fail.
            let _ = write!(sql, "{before}${}", row * COLUMNS + column + 1);
        }
    }
    sql.push(')');
    sql
}

/// Fails if rows of this many `bytes` could not be added: the database is
/// read-only, the disk is full, or the user lacks the right.
pub(super) async fn probe(
    connection: &mut AnyConnection,
    server: bool,
    instance: i64,
    bytes: usize,
) -> Result<(), sqlx::Error> {
    let mut transaction = begin(connection, server).await?;
    // This adds no row, but checks the right to add one.
    let sql = format!(
        "INSERT INTO trail ({COLUMN_NAMES}) SELECT {COLUMN_NAMES} FROM trail \
         WHERE number < 1 AND number > 1"
    );
    sqlx::query(AssertSqlSafe(sql))
        .execute(&mut *transaction)
        .await?;
    fill(&mut transaction, instance, bytes).await?;
    transaction.commit().await?;
    if bytes > 0 {
        let mut transaction = begin(connection, server).await?;
        fill(&mut transaction, instance, 0).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Writes this many `bytes` into the instance's row. Its page is written also
/// if there are none.
async fn fill(
    connection: &mut AnyConnection,
    instance: i64,
    bytes: usize,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE instances SET probe = $1 WHERE id = $2")
        .bind(vec![0_u8; bytes])
        .bind(instance)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether `change` is recorded.
async fn is_recorded(connection: &mut AnyConnection, change: &str) -> Result<bool, sqlx::Error> {
    let found: Option<(i64,)> =
        sqlx::query_as("SELECT number FROM trail WHERE kind = 'asked' AND change = $1")
            .bind(change)
            .fetch_optional(connection)
            .await?;
    Ok(found.is_some())
}
