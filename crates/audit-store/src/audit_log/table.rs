//! Reading the audit log's table.

use super::chain::Row;
use super::range::{Range, Times};
use crate::database::describe;
use gateway::Order;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::fmt::Write;

/// How many rows are read at a time.
const PAGE: i64 = 1000;
/// The columns of a row.
pub(super) const COLUMN_NAMES: &str = "number, at, kind, change, content, hash, instance";

/// A row that cannot be read, and why.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) number: i64,
    pub(super) why: String,
}

/// The number of a row, readable or not.
pub(super) fn number_of(row: &Result<Row, Unreadable>) -> i64 {
    match row {
        Ok(row) => row.number,
        Err(unreadable) => unreadable.number,
    }
}

/// The next rows from this number on; none after the last.
pub(super) async fn rows(
    connection: &mut AnyConnection,
    from: i64,
) -> Result<Vec<Result<Row, Unreadable>>, sqlx::Error> {
    let sql =
        format!("SELECT {COLUMN_NAMES} FROM trail WHERE number >= $1 ORDER BY number LIMIT $2");
    let rows: Result<Vec<Values>, _> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(from)
        .bind(PAGE)
        .fetch_all(&mut *connection)
        .await;
    match rows {
        Ok(rows) => Ok(rows.into_iter().map(|values| Ok(row(values))).collect()),
        Err(error) if is_damage(&error) => {
            let numbers = numbers(connection, from, PAGE).await?;
            rows_one_by_one(connection, numbers).await
        }
        Err(error) => Err(error),
    }
}

type Values = (i64, String, String, String, String, Vec<u8>, i64);

fn row((number, at, kind, change, content, hash, instance): Values) -> Row {
    Row {
        number,
        at,
        kind,
        change,
        content,
        hash,
        instance,
    }
}

/// Whether an error is about damaged data, and not about the database as a
/// whole.
pub(super) fn is_damage(error: &sqlx::Error) -> bool {
    /// SQLite's result code for a damaged page, in the lowest byte; PostgreSQL's
    /// codes have five characters.
    const SQLITE_CORRUPT: u32 = 11;
    match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            let sqlite = code.parse::<u32>().ok().filter(|_| code.len() < 5);
            sqlite.is_some_and(|code| code & 0xff == SQLITE_CORRUPT)
        }),
        _ => false,
    }
}

/// The numbers of the rows from this one on, at most `count`; if not even they
/// can be read, the numbers that the rows should have.
async fn numbers(
    connection: &mut AnyConnection,
    from: i64,
    count: i64,
) -> Result<Vec<i64>, sqlx::Error> {
    let found: Result<Vec<(i64,)>, _> =
        sqlx::query_as("SELECT number FROM trail WHERE number >= $1 ORDER BY number LIMIT $2")
            .bind(from)
            .bind(count)
            .fetch_all(&mut *connection)
            .await;
    match found {
        Err(error) if is_damage(&error) => {
            let (last,): (i64,) = sqlx::query_as("SELECT coalesce(max(number), 0) FROM trail")
                .fetch_one(connection)
                .await?;
            let from = from.max(1);
            Ok((from..=last.min(from.saturating_add(count - 1))).collect())
        }
        found => Ok(found?.into_iter().map(|(number,)| number).collect()),
    }
}

/// The rows with these numbers, one by one.
async fn rows_one_by_one(
    connection: &mut AnyConnection,
    numbers: Vec<i64>,
) -> Result<Vec<Result<Row, Unreadable>>, sqlx::Error> {
    let mut rows = Vec::with_capacity(numbers.len());
    for number in numbers {
        let sql = format!("SELECT {COLUMN_NAMES} FROM trail WHERE number = $1");
        let found: Result<Option<Values>, _> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(number)
            .fetch_optional(&mut *connection)
            .await;
        match found {
            Ok(found) => rows.extend(found.map(|values| Ok(row(values)))),
            Err(error) if is_damage(&error) => {
                let why = describe(&error);
                rows.push(Err(Unreadable { number, why }));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(rows)
}

/// Rows of requested changes and of events.
#[derive(Debug)]
pub(super) struct RequestRows {
    pub(super) rows: Vec<Result<Row, Unreadable>>,
    /// The range in which there may be more.
    pub(super) rest: Option<Range>,
}

/// About `count` rows of requested changes and of events in `range` and within
/// `times`.
pub(super) async fn requests(
    connection: &mut AnyConnection,
    range: Range,
    times: Times<'_>,
    order: Order,
    count: usize,
) -> Result<RequestRows, sqlx::Error> {
    let limit = i64::try_from(count).unwrap_or(i64::MAX);
    // The column is wrapped, so that the index of times is not used: it would give
    // another order than that of the numbers. `range` was found by that index.
    let condition = times.condition("coalesce(at, '')", 4);
    let direction = match order {
        Order::NewestFirst => "DESC",
        Order::OldestFirst => "ASC",
    };
    let select = |columns: &str| {
        format!(
            "SELECT {columns} FROM trail WHERE kind <> 'ended' AND number >= $1 AND number < $2 \
             {condition} ORDER BY number {direction} LIMIT $3"
        )
    };
    let found: Result<Vec<Values>, _> = times
        .bind(
            sqlx::query_as(AssertSqlSafe(select(COLUMN_NAMES)))
                .bind(range.from)
                .bind(range.before)
                .bind(limit),
        )
        .fetch_all(&mut *connection)
        .await;
    let rows: Vec<_> = match found {
        Ok(found) => found.into_iter().map(|values| Ok(row(values))).collect(),
        Err(error) if is_damage(&error) => {
            let numbers: Result<Vec<(i64,)>, _> = times
                .bind(
                    sqlx::query_as(AssertSqlSafe(select("number")))
                        .bind(range.from)
                        .bind(range.before)
                        .bind(limit),
                )
                .fetch_all(&mut *connection)
                .await;
            match numbers {
                Ok(numbers) => {
                    let numbers = numbers.into_iter().map(|(number,)| number).collect();
                    rows_one_by_one(connection, numbers).await?
                }
                Err(error) if is_damage(&error) => {
                    return requests_by_number(connection, range, order, limit).await;
                }
                Err(error) => return Err(error),
            }
        }
        Err(error) => return Err(error),
    };
    let rest = rows.last().filter(|_| rows.len() >= count);
    let rest = rest.map(|row| range.after(number_of(row), order));
    Ok(RequestRows { rows, rest })
}

/// The same among the next `count` numbers, if not even the numbers of such
/// rows can be read.
async fn requests_by_number(
    connection: &mut AnyConnection,
    range: Range,
    order: Order,
    count: i64,
) -> Result<RequestRows, sqlx::Error> {
    let (last,): (i64,) = sqlx::query_as("SELECT coalesce(max(number), 0) FROM trail")
        .fetch_one(&mut *connection)
        .await?;
    let (first, last) = (range.from.max(1), last.min(range.before.saturating_sub(1)));
    let numbers: Vec<i64> = match order {
        Order::NewestFirst => (first.max(last.saturating_sub(count - 1))..=last)
            .rev()
            .collect(),
        Order::OldestFirst => (first..=last.min(first.saturating_add(count - 1))).collect(),
    };
    let rest = numbers.last().map(|number| range.after(*number, order));
    let mut rows = rows_one_by_one(connection, numbers).await?;
    rows.retain(|row| row.as_ref().map_or(true, |row| row.kind != "ended"));
    Ok(RequestRows { rows, rest })
}

/// The range from the first to the last change within `times`; nothing if there
/// are more than `limit`.
pub(super) async fn range_within(
    connection: &mut AnyConnection,
    times: Times<'_>,
    limit: i64,
) -> Result<Option<Range>, sqlx::Error> {
    // The inner query reads the index of times only.
    let sql = format!(
        "SELECT count(*), coalesce(min(number), 1), coalesce(max(number), 0) FROM \
         (SELECT number FROM trail WHERE kind <> 'ended' {} LIMIT $1) AS matching",
        times.condition("at", 2)
    );
    let (count, first, last): (i64, i64, i64) = times
        .bind(sqlx::query_as(AssertSqlSafe(sql)).bind(limit))
        .fetch_one(connection)
        .await?;
    Ok((count < limit).then_some(Range {
        from: first,
        before: last.saturating_add(1),
    }))
}

/// The changes of the requests with these numbers, in the order in which they were
/// recorded.
pub(super) async fn requested(
    connection: &mut AnyConnection,
    requests: &[String],
) -> Result<Vec<Row>, sqlx::Error> {
    of_changes(connection, "asked", requests.iter().map(String::as_str)).await
}

/// The recorded ends of these changes, in the order in which they were
/// recorded.
pub(super) async fn ends_of(
    connection: &mut AnyConnection,
    changes: &[&str],
) -> Result<Vec<Row>, sqlx::Error> {
    of_changes(connection, "ended", changes.iter().copied()).await
}

/// The rows of one kind that are about these changes.
async fn of_changes(
    connection: &mut AnyConnection,
    kind: &str,
    changes: impl ExactSizeIterator<Item = &str>,
) -> Result<Vec<Row>, sqlx::Error> {
    if changes.len() == 0 {
        return Ok(Vec::new());
    }
    // The kind is written out, as the index of each kind is partial.
    let mut sql = format!(
        "SELECT {COLUMN_NAMES} FROM trail \
         WHERE kind = '{kind}' AND number > 0 AND change IN ("
    );
    for number in 1..=changes.len() {
        let before = if number == 1 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(sql, "{before}${number}");
    }
    sql.push_str(") ORDER BY number");
    let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
    for change in changes {
        query = query.bind(change);
    }
    let rows: Vec<Values> = query.fetch_all(connection).await?;
    Ok(rows.into_iter().map(row).collect())
}
