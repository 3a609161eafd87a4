//! The migrations of the tables, in order, for each kind of database.

use super::DatabaseFailure;
use sqlx::migrate::{MigrateError, Migration, MigrationSource, MigrationType, Migrator};
use sqlx::{AnyConnection, AssertSqlSafe, SqlSafeStr};
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

type Migrations = [(i64, &'static str, &'static str)];

const FILE_MIGRATIONS: &Migrations = &[
    (1, "trail", include_str!("sqlite/0001_trail.sql")),
    (2, "sessions", include_str!("sqlite/0002_sessions.sql")),
    (3, "instances", include_str!("sqlite/0003_instances.sql")),
    (4, "passwords", include_str!("sqlite/0004_passwords.sql")),
    (
        5,
        "signed sessions",
        include_str!("sqlite/0005_signed_sessions.sql"),
    ),
    (6, "times", include_str!("sqlite/0006_times.sql")),
    (7, "events", include_str!("sqlite/0007_events.sql")),
    (8, "probe", include_str!("sqlite/0008_probe.sql")),
    (9, "people", include_str!("sqlite/0009_people.sql")),
    (10, "reviews", include_str!("sqlite/0010_reviews.sql")),
];

const SERVER_MIGRATIONS: &Migrations = &[
    (1, "trail", include_str!("postgres/0001_trail.sql")),
    (2, "sessions", include_str!("postgres/0002_sessions.sql")),
    (3, "passwords", include_str!("postgres/0003_passwords.sql")),
    (
        4,
        "signed sessions",
        include_str!("postgres/0004_signed_sessions.sql"),
    ),
    (5, "times", include_str!("postgres/0005_times.sql")),
    (6, "events", include_str!("postgres/0006_events.sql")),
    (7, "probe", include_str!("postgres/0007_probe.sql")),
    (8, "people", include_str!("postgres/0008_people.sql")),
    (9, "reviews", include_str!("postgres/0009_reviews.sql")),
];

/// Why the version of the tables is not that of this program.
#[derive(Debug, thiserror::Error)]
pub(super) enum Mismatch {
    #[error("it has no tables of Rollcall")]
    None,
    #[error(
        "a newer Rollcall brought its tables to version {found}, and this one ({PROGRAM_VERSION}) knows \
         them up to version {known}. Use the newer program; to go back to this one, restore a \
         backup from before the update"
    )]
    Newer { found: i64, known: i64 },
    #[error(
        "its tables are of version {found}, from an older Rollcall, and this one ({PROGRAM_VERSION}) \
         reads version {known}. Use the program that wrote it; or let rollcall serve bring the \
         tables up to date, or those of a copy"
    )]
    Older { found: i64, known: i64 },
    #[error(
        "another Rollcall made its tables: their version {0} is not that of this program \
         ({PROGRAM_VERSION}). Use the program that made them"
    )]
    Other(i64),
}

/// Why this program cannot use the tables.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unusable {
    /// They have another version.
    #[error(transparent)]
    Version(#[from] Mismatch),
    /// The user of the database server lacks a right.
    #[error("{0}")]
    Rights(&'static str),
    /// The database failed.
    #[error(transparent)]
    Failure(DatabaseFailure),
}

impl From<sqlx::Error> for Unusable {
    fn from(error: sqlx::Error) -> Self {
        Self::Failure(error.into())
    }
}

impl From<MigrateError> for Unusable {
    fn from(error: MigrateError) -> Self {
        Self::Failure(error.into())
    }
}

/// The version of this program.
const PROGRAM_VERSION: &str = env!("CARGO_PKG_VERSION");

const fn migrations(server: bool) -> &'static Migrations {
    if server {
        SERVER_MIGRATIONS
    } else {
        FILE_MIGRATIONS
    }
}

/// The newest version of the tables that this program knows.
fn known(server: bool) -> i64 {
    let versions = migrations(server).iter().map(|(version, ..)| *version);
    versions.max().unwrap_or_default()
}

/// The version of the existing tables, if there are any.
async fn found(connection: &mut AnyConnection, server: bool) -> Result<Option<i64>, sqlx::Error> {
    let exists = if server {
        "SELECT count(*) FROM (SELECT to_regclass('_sqlx_migrations') AS found) AS tables \
         WHERE found IS NOT NULL"
    } else {
        "SELECT count(*) FROM sqlite_master WHERE name = '_sqlx_migrations'"
    };
    let (exists,): (i64,) = sqlx::query_as(exists).fetch_one(&mut *connection).await?;
    if exists == 0 {
        return Ok(None);
    }
    let (version,): (i64,) =
        sqlx::query_as("SELECT coalesce(max(version), 0) FROM _sqlx_migrations")
            .fetch_one(connection)
            .await?;
    Ok(Some(version))
}

/// Fails if the tables are of a newer version than this program knows.
pub(super) async fn check_not_newer(
    connection: &mut AnyConnection,
    server: bool,
) -> Result<(), Unusable> {
    let known = known(server);
    match found(connection, server).await? {
        Some(found) if found > known => Err(Mismatch::Newer { found, known }.into()),
        _ => Ok(()),
    }
}

/// Count the rights that the user of a database server lacks: to create the
/// tables, or to write existing ones.
const LACKING_TO_MAKE: &str = "SELECT count(*) FROM (SELECT 1) AS one \
     WHERE NOT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)";
const LACKING_TO_WRITE: &str = "SELECT count(*) FROM pg_catalog.pg_class \
     WHERE relkind = 'r' AND relname IN ('trail', 'instances', 'sessions', \
         'people', 'people_state', 'receipts', 'receipt_people', \
         'reviews', 'review_items', 'review_decisions', 'review_receipts') \
     AND relnamespace = current_schema()::regnamespace \
     AND NOT (has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'SELECT') \
         AND (relname IN ('trail', 'receipts', 'receipt_people', 'review_items', \
                 'review_receipts') \
             OR has_table_privilege(oid, 'UPDATE')) \
         AND (relname NOT IN ('instances', 'sessions', 'people', \
                 'reviews', 'review_items', 'review_decisions') \
             OR has_table_privilege(oid, 'DELETE')))";

/// Fails if the user of the database server lacks rights that `serve` needs.
pub(super) async fn check_rights(connection: &mut AnyConnection) -> Result<(), Unusable> {
    let is_made = found(connection, true).await?.is_some();
    let (lacking, words) = if is_made {
        (LACKING_TO_WRITE, "its user may not write the tables")
    } else {
        (
            LACKING_TO_MAKE,
            "its user may not create tables in it (GRANT CREATE ON SCHEMA …)",
        )
    };
    let (count,): (i64,) = sqlx::query_as(lacking).fetch_one(connection).await?;
    if count > 0 {
        return Err(Unusable::Rights(words));
    }
    Ok(())
}

/// Fails if the tables are of another version than this program reads.
pub(super) async fn check(connection: &mut AnyConnection, server: bool) -> Result<(), Unusable> {
    let known = known(server);
    let mismatch = match found(connection, server).await? {
        None => Mismatch::None,
        Some(found) if found > known => Mismatch::Newer { found, known },
        Some(found) if found < known => Mismatch::Older { found, known },
        Some(_) => return Ok(()),
    };
    Err(mismatch.into())
}

/// Brings the tables up to date. Of several processes one does so, and the
/// others wait.
pub(super) async fn run(connection: &mut AnyConnection, server: bool) -> Result<(), Unusable> {
    check_not_newer(connection, server).await?;
    let migrator = Migrator::new(Source(migrations(server))).await?;
    match migrator.run_direct(None, connection, false).await {
        // Another program was faster, and is newer.
        Err(MigrateError::VersionMissing(found)) => Err(Mismatch::Newer {
            found,
            known: known(server),
        }
        .into()),
        Err(MigrateError::VersionMismatch(version)) => Err(Mismatch::Other(version).into()),
        done => Ok(done?),
    }
}

#[derive(Debug)]
struct Source(&'static Migrations);

impl MigrationSource<'static> for Source {
    fn resolve(self) -> Pin<Box<dyn Future<Output = Resolved> + Send>> {
        let all = self.0.iter().map(|(version, name, sql)| {
            let sql = AssertSqlSafe(*sql).into_sql_str();
            let name = Cow::Borrowed(*name);
            Migration::new(*version, name, MigrationType::Simple, sql, false)
        });
        Box::pin(std::future::ready(Ok(all.collect())))
    }
}

type Resolved = Result<Vec<Migration>, Box<dyn std::error::Error + Send + Sync>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Database;

    #[tokio::test]
    async fn rows_of_before_are_as_they_were_when_events_join_them() {
        let name = format!("migrations-{}.db", std::process::id());
        let file = std::env::temp_dir().join(name);
        let database = Database::file(&file).unwrap();
        let mut connection = database.connect().await.unwrap();
        let before = Migrator::new(Source(&FILE_MIGRATIONS[..6])).await.unwrap();
        let migrated = before.run_direct(None, &mut connection, false).await;
        migrated.unwrap();
        let insert = "INSERT INTO trail VALUES (1, '2026', 'asked', 'a', '{}', x'07', 5)";
        sqlx::query(insert).execute(&mut connection).await.unwrap();
        drop(connection);
        let mut connection = database.open().await.unwrap();
        let row: (i64, String, String, String, String, Vec<u8>, i64) =
            sqlx::query_as("SELECT * FROM trail")
                .fetch_one(&mut connection)
                .await
                .unwrap();
        let [at, kind, change, content] = ["2026", "asked", "a", "{}"].map(str::to_owned);
        assert_eq!(row, (1, at, kind, change, content, vec![7], 5));
        drop(connection);
        std::fs::remove_file(&file).unwrap();
    }
}
