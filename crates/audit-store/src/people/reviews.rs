//! Access reviews, with their items and decisions.
//!
//! Each change of a review begins with an update of its row, whose lock makes changes of
//! one review take turns, those of several servers too. Changes of other reviews go on.

mod decisions;
mod items;
mod numbers;
mod receipts;

use super::tables::{Tables, away};
use crate::database::Database;
use gateway::{
    DecisionResult, DecisionRow, DecisionWrite, Expected, ItemRow, PeopleFuture, ReviewResult,
    ReviewRow, ReviewStore, Tally,
};
use numbers::{bound, count, version};
use sqlx::{AnyConnection, AnyPool};
use wire::console::reviews::{
    MAX_ALL_ITEMS, MAX_ITEMS, MAX_REVIEW_BYTES, MAX_REVIEW_RECEIPTS, MAX_REVIEWS, ReviewState,
};

/// Access reviews in the database. Each request reads them there.
#[derive(Debug)]
pub struct StoredReviews(Tables);

/// A row of the table: id, number, state, items, receipts, version, revision, content.
type Values = (String, i64, String, i64, i64, i64, i64, String);

/// The review in `values`; an error where its state is none.
fn row(values: Values) -> Result<ReviewRow, sqlx::Error> {
    let (id, number, state, items, receipts, version, revision, content) = values;
    Ok(ReviewRow {
        id,
        number: number.unsigned_abs(),
        state: ReviewState::of(&state).ok_or_else(|| {
            sqlx::Error::Decode(format!("a review is in the state “{state}”").into())
        })?,
        items: count(items),
        receipts: count(receipts),
        version: version.unsigned_abs(),
        revision: revision.unsigned_abs(),
        content,
    })
}

impl StoredReviews {
    pub(crate) const fn new(database: &Database, pool: AnyPool) -> Self {
        Self(Tables::new(database, pool))
    }

    async fn add_draft(
        &self,
        at: &str,
        id: &str,
        content: &str,
    ) -> Result<Option<u64>, sqlx::Error> {
        let (mut transaction, number) = self.0.begin_numbered(at).await?;
        let (known,): (i64,) = sqlx::query_as("SELECT count(*) FROM reviews")
            .fetch_one(&mut *transaction)
            .await?;
        if count(known) >= MAX_REVIEWS {
            return Ok(None);
        }
        sqlx::query(
            "INSERT INTO reviews \
             (number, id, state, items, bytes, receipts, version, revision, content) \
             VALUES ($1, $2, $3, 0, 0, 0, 1, 1, $4)",
        )
        .bind(number)
        .bind(id)
        .bind(ReviewState::Draft.name())
        .bind(content)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(number.unsigned_abs()))
    }

    async fn add_to_draft(
        &self,
        id: &str,
        from: usize,
        contents: &[String],
    ) -> Result<ReviewResult, sqlx::Error> {
        let bytes: usize = contents.iter().map(String::len).sum();
        let mut transaction = self.0.begin().await?;
        let found: Option<(i64, i64, i64, i64)> = sqlx::query_as(
            "UPDATE reviews SET revision = revision + 1, version = revision + 1, \
             items = items + $1, bytes = bytes + $2 \
             WHERE id = $3 AND state = $4 AND items = $5 \
             RETURNING number, revision, items, bytes",
        )
        .bind(bound(contents.len()))
        .bind(bound(bytes))
        .bind(id)
        .bind(ReviewState::Draft.name())
        .bind(bound(from))
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((number, revision, items, bytes)) = found else {
            return Ok(ReviewResult::Conflict);
        };
        // Drafts that get their items at the same moment do not see each other's: together
        // they may go beyond the limit a little.
        let (all,): (i64,) = sqlx::query_as("SELECT CAST(sum(items) AS BIGINT) FROM reviews")
            .fetch_one(&mut *transaction)
            .await?;
        let is_full = count(items) > MAX_ITEMS
            || count(bytes) > MAX_REVIEW_BYTES
            || count(all) > MAX_ALL_ITEMS;
        if is_full {
            // Dropped, which takes everything back.
            return Ok(ReviewResult::Full);
        }
        items::add(&mut transaction, number, from, contents).await?;
        transaction.commit().await?;
        Ok(ReviewResult::Done(revision.unsigned_abs()))
    }

    async fn decide_on(
        &self,
        id: &str,
        writes: &[DecisionWrite],
    ) -> Result<DecisionResult, sqlx::Error> {
        let mut transaction = self.0.begin().await?;
        let found: Option<(i64, i64, i64)> = sqlx::query_as(
            "UPDATE reviews SET revision = revision + 1 WHERE id = $1 AND state = $2 \
             RETURNING number, revision, items",
        )
        .bind(id)
        .bind(ReviewState::Open.name())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((number, revision, items)) = found else {
            return Ok(DecisionResult::NotOpen);
        };
        let conflicts =
            decisions::conflicts(&mut transaction, number, count(items), writes).await?;
        if !conflicts.is_empty() {
            return Ok(DecisionResult::Conflict(conflicts));
        }
        decisions::set(&mut transaction, number, revision, writes).await?;
        transaction.commit().await?;
        Ok(DecisionResult::Done(revision.unsigned_abs()))
    }

    async fn change_row(
        &self,
        id: &str,
        expected: Expected,
        state: ReviewState,
        content: &str,
    ) -> Result<ReviewResult, sqlx::Error> {
        let (sql, number) = match expected {
            Expected::Version(number) => (
                "UPDATE reviews SET revision = revision + 1, version = revision + 1, \
                 state = $1, content = $2 WHERE id = $3 AND version = $4 RETURNING revision",
                number,
            ),
            Expected::Revision(number) => (
                "UPDATE reviews SET revision = revision + 1, version = revision + 1, \
                 state = $1, content = $2 WHERE id = $3 AND revision = $4 RETURNING revision",
                number,
            ),
        };
        let mut transaction = self.0.begin().await?;
        let found: Option<(i64,)> = sqlx::query_as(sql)
            .bind(state.name())
            .bind(content)
            .bind(id)
            .bind(version(number))
            .fetch_optional(&mut *transaction)
            .await?;
        let Some((revision,)) = found else {
            return Ok(ReviewResult::Conflict);
        };
        transaction.commit().await?;
        Ok(ReviewResult::Done(revision.unsigned_abs()))
    }

    async fn attach(&self, id: &str, receipts: &[String]) -> Result<ReviewResult, sqlx::Error> {
        let mut transaction = self.0.begin().await?;
        let found: Option<(i64, i64)> = sqlx::query_as(
            "UPDATE reviews SET revision = revision + 1, version = revision + 1 \
             WHERE id = $1 AND state = $2 RETURNING number, revision",
        )
        .bind(id)
        .bind(ReviewState::Closed.name())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((number, revision)) = found else {
            return Ok(ReviewResult::Conflict);
        };
        let all = receipts::add(&mut transaction, number, receipts).await?;
        if all > MAX_REVIEW_RECEIPTS {
            // Dropped, which takes everything back.
            return Ok(ReviewResult::Full);
        }
        transaction.commit().await?;
        Ok(ReviewResult::Done(revision.unsigned_abs()))
    }

    async fn remove_all(&self, id: &str, revision: u64) -> Result<ReviewResult, sqlx::Error> {
        let mut transaction = self.0.begin().await?;
        let found: Option<(i64, i64)> = sqlx::query_as(
            "UPDATE reviews SET revision = revision + 1 \
             WHERE id = $1 AND revision = $2 AND state <> $3 RETURNING number, revision",
        )
        .bind(id)
        .bind(version(revision))
        .bind(ReviewState::Closed.name())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((number, revision)) = found else {
            return Ok(ReviewResult::Conflict);
        };
        for sql in [
            "DELETE FROM review_decisions WHERE review = $1",
            "DELETE FROM review_items WHERE review = $1",
            "DELETE FROM reviews WHERE number = $1",
        ] {
            let query = sqlx::query(sql).bind(number);
            query.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(ReviewResult::Done(revision.unsigned_abs()))
    }

    async fn connection(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Any>, sqlx::Error> {
        self.0.pool.acquire().await
    }
}

async fn get(connection: &mut AnyConnection, id: &str) -> Result<Option<ReviewRow>, sqlx::Error> {
    let found: Option<Values> = sqlx::query_as(
        "SELECT id, number, state, items, receipts, version, revision, content \
         FROM reviews WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    found.map(row).transpose()
}

async fn list(
    connection: &mut AnyConnection,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<ReviewRow>, sqlx::Error> {
    let found: Vec<Values> = sqlx::query_as(
        "SELECT id, number, state, items, receipts, version, revision, content FROM reviews \
         WHERE number < $1 ORDER BY number DESC LIMIT $2",
    )
    .bind(before.map_or(i64::MAX, version))
    .bind(bound(limit))
    .fetch_all(connection)
    .await?;
    found.into_iter().map(row).collect()
}

impl ReviewStore for StoredReviews {
    fn add(&self, at: String, id: String, content: String) -> PeopleFuture<'_, Option<u64>> {
        Box::pin(async move { self.add_draft(&at, &id, &content).await.map_err(away) })
    }

    fn list(&self, before: Option<u64>, limit: usize) -> PeopleFuture<'_, Vec<ReviewRow>> {
        Box::pin(async move {
            let mut connection = self.connection().await.map_err(away)?;
            list(&mut connection, before, limit).await.map_err(away)
        })
    }

    fn get(&self, id: String) -> PeopleFuture<'_, Option<ReviewRow>> {
        Box::pin(async move {
            let mut connection = self.connection().await.map_err(away)?;
            get(&mut connection, &id).await.map_err(away)
        })
    }

    fn tallies(&self, ids: Vec<String>) -> PeopleFuture<'_, Vec<Tally>> {
        Box::pin(async move {
            let mut connection = self.connection().await.map_err(away)?;
            let found = decisions::tallies(&mut connection, &ids).await;
            found.map_err(away)
        })
    }

    fn add_items(
        &self,
        id: String,
        from: usize,
        contents: Vec<String>,
    ) -> PeopleFuture<'_, ReviewResult> {
        Box::pin(async move { self.add_to_draft(&id, from, &contents).await.map_err(away) })
    }

    fn items(&self, id: String, from: usize, limit: usize) -> PeopleFuture<'_, Vec<String>> {
        Box::pin(async move {
            let mut connection = self.connection().await.map_err(away)?;
            let found = items::page(&mut connection, &id, from, limit).await;
            found.map_err(away)
        })
    }

    fn find(&self, id: String, items: Vec<usize>) -> PeopleFuture<'_, Vec<ItemRow>> {
        Box::pin(async move {
            let mut connection = self.connection().await.map_err(away)?;
            let found = items::find(&mut connection, &id, &items).await;
            found.map_err(away)
        })
    }

    fn decisions(
        &self,
        id: String,
        since: u64,
        from: usize,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<DecisionRow>> {
        Box::pin(async move {
            let mut connection = self.connection().await.map_err(away)?;
            let found = decisions::page(&mut connection, &id, since, from, limit).await;
            found.map_err(away)
        })
    }

    fn decide(
        &self,
        id: String,
        decisions: Vec<DecisionWrite>,
    ) -> PeopleFuture<'_, DecisionResult> {
        Box::pin(async move { self.decide_on(&id, &decisions).await.map_err(away) })
    }

    fn change(
        &self,
        id: String,
        expected: Expected,
        state: ReviewState,
        content: String,
    ) -> PeopleFuture<'_, ReviewResult> {
        Box::pin(async move {
            let changed = self.change_row(&id, expected, state, &content).await;
            changed.map_err(away)
        })
    }

    fn add_receipts(&self, id: String, receipts: Vec<String>) -> PeopleFuture<'_, ReviewResult> {
        Box::pin(async move { self.attach(&id, &receipts).await.map_err(away) })
    }

    fn receipts(
        &self,
        id: String,
        after: Option<String>,
        limit: usize,
    ) -> PeopleFuture<'_, Vec<String>> {
        Box::pin(async move {
            let mut connection = self.connection().await.map_err(away)?;
            let after = after.unwrap_or_default();
            let found = receipts::page(&mut connection, &id, &after, limit).await;
            found.map_err(away)
        })
    }

    fn remove(&self, id: String, revision: u64) -> PeopleFuture<'_, ReviewResult> {
        Box::pin(async move { self.remove_all(&id, revision).await.map_err(away) })
    }
}
