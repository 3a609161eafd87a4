//! What is kept about people, and access reviews, in the same database as the audit log.
//!
//! Every change takes the next number from the one row of `people_state`, whose lock
//! makes changes take turns, those of several servers too: what a change finds is
//! what it changes.

mod receipts;
mod reviews;
mod rows;
mod tables;

pub use reviews::StoredReviews;

use crate::database::Database;
use gateway::{
    PeopleFuture, PeopleRow, PeopleRows, PeopleStore, ReceiptRow, Revision, RowKind, RowWrite,
    WriteResult,
};
use sqlx::{AnyConnection, AnyPool};
use tables::{Tables, away};

/// Rows about people and receipts in the database. Each request reads them there:
/// what one server changes, another reads next.
#[derive(Debug)]
pub struct StoredPeople(Tables);

impl StoredPeople {
    pub(crate) const fn new(database: &Database, pool: AnyPool) -> Self {
        Self(Tables::new(database, pool))
    }

    async fn read_rows(&self, kinds: &[RowKind]) -> Result<PeopleRows, sqlx::Error> {
        let mut transaction = self.0.begin_to_read().await?;
        let revision = revision(&mut transaction).await?;
        let rows = rows::of_kinds(&mut transaction, kinds).await?;
        transaction.commit().await?;
        Ok(PeopleRows { revision, rows })
    }

    async fn change(
        &self,
        kind: RowKind,
        at: &str,
        writes: &[RowWrite],
    ) -> Result<WriteResult, sqlx::Error> {
        let (mut transaction, number) = self.0.begin_numbered(at).await?;
        let result = rows::write(&mut transaction, kind, number, writes).await?;
        // Dropped otherwise, which takes everything back.
        if let WriteResult::Written(_) = result {
            transaction.commit().await?;
        }
        Ok(result)
    }

    async fn add(&self, at: &str, receipt: ReceiptRow) -> Result<Option<u64>, sqlx::Error> {
        let (mut transaction, number) = self.0.begin_numbered(at).await?;
        if !receipts::add(&mut transaction, number, receipt).await? {
            return Ok(None);
        }
        transaction.commit().await?;
        Ok(Some(number.unsigned_abs()))
    }
}

async fn revision(connection: &mut AnyConnection) -> Result<Revision, sqlx::Error> {
    let (number, at): (i64, String) = sqlx::query_as("SELECT revision, at FROM people_state")
        .fetch_one(connection)
        .await?;
    let number = number.unsigned_abs();
    Ok(Revision { number, at })
}

impl PeopleStore for StoredPeople {
    fn revision(&self) -> PeopleFuture<'_, Revision> {
        Box::pin(async move {
            let mut connection = self.0.pool.acquire().await.map_err(away)?;
            revision(&mut connection).await.map_err(away)
        })
    }

    fn rows(&self, kinds: &'static [RowKind]) -> PeopleFuture<'_, PeopleRows> {
        Box::pin(async move { self.read_rows(kinds).await.map_err(away) })
    }

    fn find(&self, kind: RowKind, keys: Vec<String>) -> PeopleFuture<'_, Vec<PeopleRow>> {
        Box::pin(async move {
            let mut connection = self.0.pool.acquire().await.map_err(away)?;
            let found = rows::find(&mut connection, kind, &keys).await;
            found.map_err(away)
        })
    }

    fn write(
        &self,
        kind: RowKind,
        at: String,
        writes: Vec<RowWrite>,
    ) -> PeopleFuture<'_, WriteResult> {
        Box::pin(async move { self.change(kind, &at, &writes).await.map_err(away) })
    }

    fn add_receipt(&self, at: String, receipt: ReceiptRow) -> PeopleFuture<'_, Option<u64>> {
        Box::pin(async move { self.add(&at, receipt).await.map_err(away) })
    }

    fn receipts(
        &self,
        person: Option<String>,
        before: Option<u64>,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<(u64, String)>> {
        Box::pin(async move {
            let mut connection = self.0.pool.acquire().await.map_err(away)?;
            let found = receipts::list(&mut connection, person.as_deref(), before, limit).await;
            found.map_err(away)
        })
    }

    fn known_receipts(&self, ids: Vec<String>) -> PeopleFuture<'_, Vec<String>> {
        Box::pin(async move {
            let mut connection = self.0.pool.acquire().await.map_err(away)?;
            receipts::known(&mut connection, &ids).await.map_err(away)
        })
    }

    fn receipt(&self, id: String) -> PeopleFuture<'_, Option<String>> {
        Box::pin(async move {
            let mut connection = self.0.pool.acquire().await.map_err(away)?;
            receipts::get(&mut connection, &id).await.map_err(away)
        })
    }
}
