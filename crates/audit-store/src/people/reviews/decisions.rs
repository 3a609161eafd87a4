//! The decisions of reviews.

use super::numbers::{bound, count, version};
use crate::people::rows::parameters;
use gateway::{DecisionRow, DecisionWrite, Tally};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashMap;
use std::fmt::Write;

/// How many rows one statement is about: each value is a parameter of it.
const TOGETHER: usize = 250;

/// The items of `writes` whose decisions have other versions than they should, or which
/// the review with this number and so many items does not have.
pub(super) async fn conflicts(
    connection: &mut AnyConnection,
    review: i64,
    items: usize,
    writes: &[DecisionWrite],
) -> Result<Vec<usize>, sqlx::Error> {
    let mut versions: HashMap<usize, u64> = HashMap::with_capacity(writes.len());
    for writes in writes.chunks(TOGETHER) {
        let sql = format!(
            "SELECT item, version FROM review_decisions WHERE review = $1 AND item IN ({})",
            parameters(2, writes.len())
        );
        let mut query = sqlx::query_as(AssertSqlSafe(sql))
            .persistent(false)
            .bind(review);
        for write in writes {
            query = query.bind(bound(write.item));
        }
        let rows: Vec<(i64, i64)> = query.fetch_all(&mut *connection).await?;
        let rows = rows.into_iter();
        versions.extend(rows.map(|(item, version)| (count(item), version.unsigned_abs())));
    }
    let is_other = |write: &&DecisionWrite| {
        let version = versions.get(&write.item).copied().unwrap_or_default();
        write.item >= items || version != write.version
    };
    let others = writes.iter().filter(is_other);
    Ok(others.map(|write| write.item).collect())
}

/// Makes decisions or replaces them, as the change of the review with this number.
pub(super) async fn set(
    connection: &mut AnyConnection,
    review: i64,
    revision: i64,
    writes: &[DecisionWrite],
) -> Result<(), sqlx::Error> {
    for writes in writes.chunks(TOGETHER) {
        let mut sql =
            "INSERT INTO review_decisions (review, item, version, tally, content) VALUES "
                .to_owned();
        for at in 0..writes.len() {
            let before = if at == 0 { "" } else { ", " };
            let (item, tally, content) = (3 + 3 * at, 4 + 3 * at, 5 + 3 * at);
            // Writing to a string cannot fail.
            let _ = write!(sql, "{before}($1, ${item}, $2, ${tally}, ${content})");
        }
        sql.push_str(
            " ON CONFLICT (review, item) DO UPDATE SET version = excluded.version, \
             tally = excluded.tally, content = excluded.content",
        );
        let mut query = sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .bind(review)
            .bind(revision);
        for write in writes {
            query = query
                .bind(bound(write.item))
                .bind(&*write.tally)
                .bind(&*write.content);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// At most so many about items from this number on, with higher versions than `since`.
pub(super) async fn page(
    connection: &mut AnyConnection,
    id: &str,
    since: u64,
    from: usize,
    limit: usize,
) -> Result<Vec<DecisionRow>, sqlx::Error> {
    let found: Vec<(i64, i64, String, String)> = sqlx::query_as(
        "SELECT item, version, tally, content FROM review_decisions \
         WHERE review = (SELECT number FROM reviews WHERE id = $1) \
         AND version > $2 AND item >= $3 ORDER BY item LIMIT $4",
    )
    .bind(id)
    .bind(version(since))
    .bind(bound(from))
    .bind(bound(limit))
    .fetch_all(connection)
    .await?;
    let rows = found.into_iter();
    Ok(rows
        .map(|(item, version, tally, content)| DecisionRow {
            item: count(item),
            version: version.unsigned_abs(),
            tally,
            content,
        })
        .collect())
}

/// How often decisions of the reviews with these IDs are counted as what.
pub(super) async fn tallies(
    connection: &mut AnyConnection,
    ids: &[String],
) -> Result<Vec<Tally>, sqlx::Error> {
    let mut found = Vec::new();
    for ids in ids.chunks(TOGETHER) {
        let sql = format!(
            "SELECT reviews.id, review_decisions.tally, count(*) FROM review_decisions \
             JOIN reviews ON reviews.number = review_decisions.review \
             WHERE reviews.id IN ({}) GROUP BY reviews.id, review_decisions.tally",
            parameters(1, ids.len())
        );
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
        for id in ids {
            query = query.bind(&**id);
        }
        let rows: Vec<(String, String, i64)> = query.fetch_all(&mut *connection).await?;
        let rows = rows.into_iter();
        found.extend(rows.map(|(review, tally, number)| Tally {
            review,
            tally,
            count: count(number),
        }));
    }
    Ok(found)
}
