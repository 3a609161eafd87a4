//! How the tables are read and changed: in transactions that take turns.

use crate::database::{Database, describe};
use gateway::PeopleStoreError;
use sqlx::{Any, AnyPool, Transaction};

/// The tables in the database.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) pool: AnyPool,
    /// Whether the database is a server.
    is_server: bool,
}

impl Tables {
    pub(super) const fn new(database: &Database, pool: AnyPool) -> Self {
        let is_server = database.is_server();
        Self { pool, is_server }
    }

    /// Begins to change something. On a server, others wait for the rows that it locks; in
    /// a file, for all of it.
    pub(super) async fn begin(&self) -> Result<Transaction<'_, Any>, sqlx::Error> {
        let begin = if self.is_server {
            "BEGIN ISOLATION LEVEL READ COMMITTED"
        } else {
            "BEGIN IMMEDIATE"
        };
        self.pool.begin_with(begin).await
    }

    /// Begins to change something, as the change with the number that it answers.
    pub(super) async fn begin_numbered(
        &self,
        at: &str,
    ) -> Result<(Transaction<'_, Any>, i64), sqlx::Error> {
        let mut transaction = self.begin().await?;
        let (number,): (i64,) = sqlx::query_as(
            "UPDATE people_state SET revision = revision + 1, at = $1 RETURNING revision",
        )
        .bind(at)
        .fetch_one(&mut *transaction)
        .await?;
        Ok((transaction, number))
    }

    /// Begins to read what is there at one moment.
    pub(super) async fn begin_to_read(&self) -> Result<Transaction<'_, Any>, sqlx::Error> {
        let begin = if self.is_server {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        } else {
            "BEGIN DEFERRED"
        };
        self.pool.begin_with(begin).await
    }
}

/// What an error of the database is for the gateway.
pub(super) fn away(error: sqlx::Error) -> PeopleStoreError {
    PeopleStoreError(match error {
        // There is always a state: it is made with its table.
        sqlx::Error::RowNotFound => "the table people_state is empty".to_owned(),
        error => describe(&error),
    })
}
