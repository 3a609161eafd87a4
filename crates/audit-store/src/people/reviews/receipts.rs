//! The receipts that are attached to reviews.

use super::numbers::{bound, count};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::fmt::Write;

/// How many rows one statement is about: each value is a parameter of it.
const TOGETHER: usize = 250;

/// Attaches receipts to the review with this number, each once. Answers how many it has.
pub(super) async fn add(
    connection: &mut AnyConnection,
    review: i64,
    receipts: &[String],
) -> Result<usize, sqlx::Error> {
    for receipts in receipts.chunks(TOGETHER) {
        let mut sql = "INSERT INTO review_receipts (review, receipt) VALUES ".to_owned();
        for at in 0..receipts.len() {
            let before = if at == 0 { "" } else { ", " };
            // Writing to a string cannot fail.
            let _ = write!(sql, "{before}($1, ${})", at + 2);
        }
        sql.push_str(" ON CONFLICT (review, receipt) DO NOTHING");
        let mut query = sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .bind(review);
        for receipt in receipts {
            query = query.bind(&**receipt);
        }
        query.execute(&mut *connection).await?;
    }
    let (all,): (i64,) = sqlx::query_as(
        "UPDATE reviews SET receipts = \
         (SELECT count(*) FROM review_receipts WHERE review = $1) \
         WHERE number = $1 RETURNING receipts",
    )
    .bind(review)
    .fetch_one(connection)
    .await?;
    Ok(count(all))
}

/// At most so many, in the order of their IDs: those behind `after`.
pub(super) async fn page(
    connection: &mut AnyConnection,
    id: &str,
    after: &str,
    limit: usize,
) -> Result<Vec<String>, sqlx::Error> {
    let found: Vec<(String,)> = sqlx::query_as(
        "SELECT receipt FROM review_receipts \
         WHERE review = (SELECT number FROM reviews WHERE id = $1) AND receipt > $2 \
         ORDER BY receipt LIMIT $3",
    )
    .bind(id)
    .bind(after)
    .bind(bound(limit))
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().map(|(receipt,)| receipt).collect())
}
