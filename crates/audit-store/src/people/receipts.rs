//! The receipts.

use super::rows::parameters;
use gateway::ReceiptRow;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::fmt::Write;
use wire::console::people::MAX_ROWS;

/// How many people or receipts one statement is about.
const TOGETHER: usize = 250;

/// Adds a receipt, where there is room for it.
pub(super) async fn add(
    connection: &mut AnyConnection,
    number: i64,
    receipt: ReceiptRow,
) -> Result<bool, sqlx::Error> {
    let (count,): (i64,) = sqlx::query_as("SELECT count(*) FROM receipts")
        .fetch_one(&mut *connection)
        .await?;
    if usize::try_from(count).is_ok_and(|count| count >= MAX_ROWS) {
        return Ok(false);
    }
    sqlx::query("INSERT INTO receipts (number, id, summary, content) VALUES ($1, $2, $3, $4)")
        .bind(number)
        .bind(receipt.id)
        .bind(receipt.summary)
        .bind(receipt.content)
        .execute(&mut *connection)
        .await?;
    for people in receipt.people.chunks(TOGETHER) {
        let mut sql = "INSERT INTO receipt_people (number, person) VALUES ".to_owned();
        for at in 0..people.len() {
            let before = if at == 0 { "" } else { ", " };
            // Writing to a string cannot fail.
            let _ = write!(sql, "{before}($1, ${})", at + 2);
        }
        let mut query = sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .bind(number);
        for person in people {
            query = query.bind(&**person);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(true)
}

/// The numbers and summaries of some of them, newest first.
pub(super) async fn list(
    connection: &mut AnyConnection,
    person: Option<&str>,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<(u64, String)>, sqlx::Error> {
    let before = before.and_then(|number| i64::try_from(number).ok());
    let before = before.unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found: Vec<(i64, String)> = match person {
        None => {
            sqlx::query_as(
                "SELECT number, summary FROM receipts WHERE number < $1 \
                 ORDER BY number DESC LIMIT $2",
            )
            .bind(before)
            .bind(limit)
            .fetch_all(connection)
            .await?
        }
        Some(person) => {
            sqlx::query_as(
                "SELECT receipts.number, receipts.summary FROM receipt_people \
                 JOIN receipts ON receipts.number = receipt_people.number \
                 WHERE receipt_people.person = $1 AND receipt_people.number < $2 \
                 ORDER BY receipt_people.number DESC LIMIT $3",
            )
            .bind(person)
            .bind(before)
            .bind(limit)
            .fetch_all(connection)
            .await?
        }
    };
    let found = found.into_iter();
    Ok(found
        .map(|(number, summary)| (number.unsigned_abs(), summary))
        .collect())
}

/// Which of these IDs are those of receipts.
pub(super) async fn known(
    connection: &mut AnyConnection,
    ids: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    let mut known = Vec::with_capacity(ids.len());
    for ids in ids.chunks(TOGETHER) {
        let list = parameters(1, ids.len());
        let sql = format!("SELECT id FROM receipts WHERE id IN ({list})");
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
        for id in ids {
            query = query.bind(&**id);
        }
        let found: Vec<(String,)> = query.fetch_all(&mut *connection).await?;
        known.extend(found.into_iter().map(|(id,)| id));
    }
    Ok(known)
}

/// The one with this ID.
pub(super) async fn get(
    connection: &mut AnyConnection,
    id: &str,
) -> Result<Option<String>, sqlx::Error> {
    let found: Option<(String,)> = sqlx::query_as("SELECT content FROM receipts WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(found.map(|(content,)| content))
}
