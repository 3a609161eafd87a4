//! The trail's table.

use super::chain::{Broken, Entry, Head, Row};
use super::read::Range;
use anyhow::Result;
use gateway::Order;
use sqlx::AnyConnection;
use sqlx::{AssertSqlSafe, Connection};
use std::fmt::Write;

/// How many rows are read at a time.
const PAGE: i64 = 1000;
/// How many values a row has.
const COLUMNS: usize = 7;

/// Why rows were not added.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub(super) struct Failure {
    pub(super) error: sqlx::Error,
    /// Whether they may have been, after all.
    pub(super) unclear: bool,
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let unclear = false;
        Self { error, unclear }
    }
}

/// Adds `entries` in the name of `instance`, all or none of them.
pub(super) async fn append(
    connection: &mut AnyConnection,
    server: bool,
    instance: i64,
    entries: &[&Entry],
) -> Result<(), Failure> {
    // The last row is read when nobody else can add one any more.
    let mut transaction = if server {
        let begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
        let mut transaction = connection.begin_with(begin).await?;
        sqlx::query("SELECT pg_advisory_xact_lock(1, 1)")
            .execute(&mut *transaction)
            .await?;
        transaction
    } else {
        connection.begin_with("BEGIN IMMEDIATE").await?
    };
    let last: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT number, hash FROM trail ORDER BY number DESC LIMIT 1")
            .fetch_optional(&mut *transaction)
            .await?;
    let mut head = last.map_or_else(Head::none, |(number, hash)| Head { number, hash });
    // One statement for all: each is a way to the database and back. As long as
    // there are rows, it is not worth keeping prepared.
    let sql = insertion(entries.len());
    let mut insert = sqlx::query(AssertSqlSafe(sql)).persistent(false);
    for entry in entries {
        head = head.followed_by(entry);
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
        // Whether the server got as far nobody heard.
        unclear: server,
        error,
    })
}

/// The statement that adds so many rows.
fn insertion(rows: usize) -> String {
    let mut sql =
        "INSERT INTO trail (number, at, kind, change, content, hash, instance) VALUES ".to_owned();
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

/// Goes through the whole chain; answers its last row.
pub(crate) async fn verify(connection: &mut AnyConnection) -> Result<Result<Head, Broken>> {
    let mut head = Head::none();
    loop {
        let rows = page(connection, head.number).await?;
        if rows.is_empty() {
            return Ok(Ok(head));
        }
        for row in &rows {
            match head.checked(row) {
                Ok(next) => head = next,
                Err(broken) => return Ok(Err(broken)),
            }
        }
    }
}

/// The rows after the one with this number, some at a time.
pub(super) async fn page(
    connection: &mut AnyConnection,
    after: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    let rows: Vec<(i64, String, String, String, String, Vec<u8>)> = sqlx::query_as(
        "SELECT number, at, kind, change, content, hash FROM trail \
         WHERE number > $1 ORDER BY number LIMIT $2",
    )
    .bind(after)
    .bind(PAGE)
    .fetch_all(connection)
    .await?;
    let row = |(number, at, kind, change, content, hash)| Row {
        number,
        at,
        kind,
        change,
        content,
        hash,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// A change that was asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) number: i64,
    pub(super) at: String,
    pub(super) content: String,
}

/// Changes that were asked for, at most `count` of those in `range`.
pub(super) async fn asked(
    connection: &mut AnyConnection,
    range: Range,
    order: Order,
    count: usize,
) -> Result<Vec<Asked>, sqlx::Error> {
    let sql = match order {
        Order::NewestFirst => {
            "SELECT number, at, content FROM trail \
             WHERE kind = 'asked' AND number >= $1 AND number < $2 ORDER BY number DESC LIMIT $3"
        }
        Order::OldestFirst => {
            "SELECT number, at, content FROM trail \
             WHERE kind = 'asked' AND number >= $1 AND number < $2 ORDER BY number LIMIT $3"
        }
    };
    let rows: Vec<(i64, String, String)> = sqlx::query_as(sql)
        .bind(range.from)
        .bind(range.before)
        .bind(i64::try_from(count).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    let row = |(number, at, content)| Asked {
        number,
        at,
        content,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// What came of these changes, as far as that is known, and when: change, time
/// and outcome, as it was recorded.
pub(super) async fn ended(
    connection: &mut AnyConnection,
    changes: &[&str],
) -> Result<Vec<(String, String, String)>, sqlx::Error> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = "SELECT change, at, content FROM trail \
                   WHERE kind = 'ended' AND change IN ("
        .to_owned();
    for number in 1..=changes.len() {
        let before = if number == 1 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(sql, "{before}${number}");
    }
    sql.push_str(") ORDER BY number");
    let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
    for change in changes {
        query = query.bind(*change);
    }
    query.fetch_all(connection).await
}

/// The number of the first row that was written at `at` or later, or the next
/// row's.
pub(super) async fn first_since(
    connection: &mut AnyConnection,
    at: &str,
) -> Result<i64, sqlx::Error> {
    let (last,): (i64,) = sqlx::query_as("SELECT coalesce(max(number), 0) FROM trail")
        .fetch_one(&mut *connection)
        .await?;
    let (mut from, mut before) = (1, last + 1);
    while from < before {
        let middle = i64::midpoint(from, before);
        let found: Option<(String,)> = sqlx::query_as("SELECT at FROM trail WHERE number = $1")
            .bind(middle)
            .fetch_optional(&mut *connection)
            .await?;
        if found.is_none_or(|(found,)| *found < *at) {
            from = middle + 1;
        } else {
            before = middle;
        }
    }
    Ok(from)
}
