//! What made the tables what they are, in order.

use sqlx::migrate::{Migration, MigrationSource, MigrationType, Migrator};
use sqlx::{AnyConnection, AssertSqlSafe, SqlSafeStr};
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

type Migrations = [(i64, &'static str, &'static str)];

const OF_A_FILE: &Migrations = &[
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
];

const OF_A_SERVER: &Migrations = &[
    (1, "trail", include_str!("postgres/0001_trail.sql")),
    (2, "sessions", include_str!("postgres/0002_sessions.sql")),
    (3, "passwords", include_str!("postgres/0003_passwords.sql")),
    (
        4,
        "signed sessions",
        include_str!("postgres/0004_signed_sessions.sql"),
    ),
    (5, "times", include_str!("postgres/0005_times.sql")),
];

/// Brings the tables up to date. Of several processes one does, the others wait.
pub(super) async fn run(connection: &mut AnyConnection, server: bool) -> anyhow::Result<()> {
    let migrator = Migrator::new(Source(if server { OF_A_SERVER } else { OF_A_FILE })).await?;
    migrator.run_direct(None, connection, false).await?;
    Ok(())
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
