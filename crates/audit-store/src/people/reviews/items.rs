//! The items of reviews.

use super::numbers::{bound, count};
use crate::people::rows::parameters;
use gateway::{DecisionRow, ItemRow};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::fmt::Write;

/// How many rows one statement is about: each value is a parameter of it.
const TOGETHER: usize = 250;

/// Adds items to the review with this number, from this number of an item on.
pub(super) async fn add(
    connection: &mut AnyConnection,
    review: i64,
    from: usize,
    contents: &[String],
) -> Result<(), sqlx::Error> {
    let mut next = from;
    for contents in contents.chunks(TOGETHER) {
        let mut sql = "INSERT INTO review_items (review, item, content) VALUES ".to_owned();
        for at in 0..contents.len() {
            let before = if at == 0 { "" } else { ", " };
            let (item, content) = (2 + 2 * at, 3 + 2 * at);
            // Writing to a string cannot fail.
            let _ = write!(sql, "{before}($1, ${item}, ${content})");
        }
        let mut query = sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .bind(review);
        for content in contents {
            query = query.bind(bound(next)).bind(&**content);
            next += 1;
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// At most so many from this number on, in their order.
pub(super) async fn page(
    connection: &mut AnyConnection,
    id: &str,
    from: usize,
    limit: usize,
) -> Result<Vec<String>, sqlx::Error> {
    let found: Vec<(String,)> = sqlx::query_as(
        "SELECT content FROM review_items \
         WHERE review = (SELECT number FROM reviews WHERE id = $1) AND item >= $2 \
         ORDER BY item LIMIT $3",
    )
    .bind(id)
    .bind(bound(from))
    .bind(bound(limit))
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().map(|(content,)| content).collect())
}

/// An item with its decision: item, content, and the version, tally and content of that.
type Values = (i64, String, Option<i64>, Option<String>, Option<String>);

fn row((item, content, version, tally, decision): Values) -> ItemRow {
    let item = count(item);
    let decision = version.zip(tally).zip(decision);
    ItemRow {
        item,
        content,
        decision: decision.map(|((version, tally), content)| DecisionRow {
            item,
            version: version.unsigned_abs(),
            tally,
            content,
        }),
    }
}

/// Those with these numbers, with their decisions.
pub(super) async fn find(
    connection: &mut AnyConnection,
    id: &str,
    items: &[usize],
) -> Result<Vec<ItemRow>, sqlx::Error> {
    let mut found = Vec::with_capacity(items.len());
    for items in items.chunks(TOGETHER) {
        let sql = format!(
            "SELECT one.item, one.content, last.version, last.tally, last.content \
             FROM review_items AS one LEFT JOIN review_decisions AS last \
             ON last.review = one.review AND last.item = one.item \
             WHERE one.review = (SELECT number FROM reviews WHERE id = $1) AND one.item IN ({})",
            parameters(2, items.len())
        );
        let mut query = sqlx::query_as(AssertSqlSafe(sql))
            .persistent(false)
            .bind(id);
        for item in items {
            query = query.bind(bound(*item));
        }
        let rows: Vec<Values> = query.fetch_all(&mut *connection).await?;
        found.extend(rows.into_iter().map(row));
    }
    Ok(found)
}
