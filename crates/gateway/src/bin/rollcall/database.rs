//! The database of the trail and of the sessions: a file (`SQLite`).

use anyhow::{Context, Result};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationSource, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, SqlSafeStr};
use std::borrow::Cow;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

/// How long somebody waits for one of the connections that read.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many there are.
const READERS: u32 = 8;

/// What every connection is told first. Readers and the writer do not wait for
/// each other, and what is committed is on the disk: it survives a power cut.
/// Another process (a backup, `rollcall audit`) may keep the file for so many
/// milliseconds.
const MANNERS: &str = "PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; \
                       PRAGMA synchronous = FULL;";

/// What made the tables what they are, in order.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "trail", include_str!("database/sqlite/0001_trail.sql")),
    (
        2,
        "sessions",
        include_str!("database/sqlite/0002_sessions.sql"),
    ),
];

/// A database, and how it is reached.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    options: AnyConnectOptions,
    /// Its name for people.
    shown: String,
}

impl Database {
    /// The one in the file at `path`, made if it is not there.
    pub(crate) fn file(path: &Path) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let url = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .to_url_lossy();
        Ok(Self {
            options: AnyConnectOptions::from_url(&url)?,
            shown: path.display().to_string(),
        })
    }

    /// A connection to the database as it should be.
    pub(crate) async fn open(&self) -> Result<AnyConnection> {
        let shown = &self.shown;
        let mut connection = self
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

    async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let mut connection = self.options.connect().await?;
        sqlx::raw_sql(MANNERS).execute(&mut connection).await?;
        Ok(connection)
    }

    /// Connections for whoever needs one for a moment.
    pub(crate) fn pool(&self) -> AnyPool {
        AnyPoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::raw_sql(MANNERS).execute(connection).await?;
                    Ok(())
                })
            })
            .connect_lazy_with(self.options.clone())
    }
}

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
