//! The trail's table.

use super::chain::{Broken, Entry, Head, Row};
use anyhow::{Context, Result};
use sqlx::migrate::{Migration, MigrationSource, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, QueryBuilder, SqlSafeStr, Sqlite, SqliteConnection,
};
use std::borrow::Cow;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

/// How long another process (a backup, `rollcall audit`) may keep the file.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many rows are read at a time.
const PAGE: i64 = 1000;

/// What made the table what it is, in order.
const MIGRATIONS: &[(i64, &str, &str)] = &[(1, "trail", include_str!("migrations/0001_trail.sql"))];

#[derive(Debug)]
struct Migrations;

impl MigrationSource<'static> for Migrations {
    fn resolve(self) -> Pin<Box<dyn Future<Output = Resolved> + Send>> {
        let all = MIGRATIONS.iter().map(|(version, name, sql)| {
            let sql = AssertSqlSafe(*sql).into_sql_str();
            let name = Cow::Borrowed(*name);
            Migration::new(*version, name, MigrationType::Simple, sql, false)
        });
        Box::pin(std::future::ready(Ok(all.collect())))
    }
}

type Resolved = Result<Vec<Migration>, Box<dyn std::error::Error + Send + Sync>>;

/// Opens the trail in the file at `path`, made if it is not there.
pub(crate) async fn open(path: &Path) -> Result<SqliteConnection> {
    let shown = path.display();
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        // Readers and the writer do not wait for each other, and what is
        // committed is on the disk: it survives a power cut.
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE)
        .connect()
        .await
        .with_context(|| format!("the audit trail {shown} cannot be opened"))?;
    Migrator::new(Migrations)
        .await?
        .run_direct(None, &mut connection, false)
        .await
        .with_context(|| format!("the audit trail {shown} cannot be brought up to date"))?;
    Ok(connection)
}

/// Adds `entries`, all or none of them.
pub(super) async fn append<'a>(
    connection: &mut SqliteConnection,
    entries: impl Iterator<Item = &'a Entry>,
) -> Result<(), sqlx::Error> {
    // Immediate: the last row is read when nobody else can add one any more.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let last: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT number, hash FROM trail ORDER BY number DESC LIMIT 1")
            .fetch_optional(&mut *transaction)
            .await?;
    let mut head = last.map_or_else(Head::none, |(number, hash)| Head { number, hash });
    // One statement for all: each is a way to the database's thread and back.
    let mut insert =
        QueryBuilder::<Sqlite>::new("INSERT INTO trail (number, at, kind, change, content, hash) ");
    insert.push_values(entries, |mut row, entry| {
        head = head.followed_by(entry);
        row.push_bind(head.number)
            .push_bind(&entry.at)
            .push_bind(entry.kind)
            .push_bind(&entry.change)
            .push_bind(&entry.content)
            .push_bind(head.hash.clone());
    });
    // As long as there are rows: not worth keeping prepared.
    insert
        .build()
        .persistent(false)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

/// Goes through the whole chain; answers its last row.
pub(crate) async fn verify(connection: &mut SqliteConnection) -> Result<Result<Head, Broken>> {
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
    connection: &mut SqliteConnection,
    after: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    let rows: Vec<(i64, String, String, String, String, Vec<u8>)> = sqlx::query_as(
        "SELECT number, at, kind, change, content, hash FROM trail \
         WHERE number > ? ORDER BY number LIMIT ?",
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

/// What came of the change `change`, and when.
pub(super) async fn ended(
    connection: &mut SqliteConnection,
    change: &str,
) -> Result<Option<(String, String)>, sqlx::Error> {
    sqlx::query_as("SELECT at, content FROM trail WHERE change = ? AND kind = 'ended'")
        .bind(change)
        .fetch_optional(connection)
        .await
}
