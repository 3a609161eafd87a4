//! The rows.

use gateway::{PeopleRow, RowKind, RowWrite, WriteResult};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashMap;
use std::fmt::Write;

/// How many rows one statement is about: each value is a parameter of it.
const TOGETHER: usize = 250;

type Values = (String, String, i64, String);

/// The row in `values`; nothing where it is of a kind that this program does not know.
fn row((kind, key, version, content): Values) -> Option<PeopleRow> {
    Some(PeopleRow {
        kind: RowKind::of(&kind)?,
        key,
        version: version.unsigned_abs(),
        content,
    })
}

/// All of these kinds, by kind and key.
pub(super) async fn of_kinds(
    connection: &mut AnyConnection,
    kinds: &[RowKind],
) -> Result<Vec<PeopleRow>, sqlx::Error> {
    let sql = format!(
        "SELECT kind, key, version, content FROM people WHERE kind IN ({}) ORDER BY kind, key",
        parameters(1, kinds.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for kind in kinds {
        query = query.bind(kind.name());
    }
    let rows: Vec<Values> = query.fetch_all(connection).await?;
    Ok(rows.into_iter().filter_map(row).collect())
}

/// Those of this kind with these keys.
pub(super) async fn find(
    connection: &mut AnyConnection,
    kind: RowKind,
    keys: &[String],
) -> Result<Vec<PeopleRow>, sqlx::Error> {
    let mut found = Vec::new();
    for keys in keys.chunks(TOGETHER) {
        let sql = format!(
            "SELECT kind, key, version, content FROM people WHERE kind = $1 AND key IN ({})",
            parameters(2, keys.len())
        );
        let mut query = sqlx::query_as(AssertSqlSafe(sql))
            .persistent(false)
            .bind(kind.name());
        for key in keys {
            query = query.bind(&**key);
        }
        let rows: Vec<Values> = query.fetch_all(&mut *connection).await?;
        found.extend(rows.into_iter().filter_map(row));
    }
    Ok(found)
}

/// Changes rows of this kind, as the change with this number, where all of them have
/// the versions that they should. The transaction of `connection` keeps others from
/// changing any meanwhile.
pub(super) async fn write(
    connection: &mut AnyConnection,
    kind: RowKind,
    number: i64,
    writes: &[RowWrite],
) -> Result<WriteResult, sqlx::Error> {
    let keys: Vec<String> = writes.iter().map(|write| write.key.clone()).collect();
    let rows = find(connection, kind, &keys).await?;
    let versions: HashMap<_, _> = rows.iter().map(|row| (&*row.key, row.version)).collect();
    let version = |write: &RowWrite| versions.get(&*write.key).copied().unwrap_or_default();
    let conflicts: Vec<_> = writes
        .iter()
        .filter(|write| version(write) != write.version)
        .map(|write| write.key.clone())
        .collect();
    if !conflicts.is_empty() {
        return Ok(WriteResult::Conflict(conflicts));
    }
    let new = writes.iter().filter(|write| write.version == 0);
    let new = new.filter(|write| write.content.is_some()).count();
    let removed = writes.iter().filter(|write| write.content.is_none());
    let removed: Vec<_> = removed.map(|write| &*write.key).collect();
    let room = kind.most()
        + removed
            .iter()
            .filter(|key| versions.contains_key(*key))
            .count();
    if new > 0 && count(connection, kind).await? + new > room {
        return Ok(WriteResult::Full);
    }
    for keys in removed.chunks(TOGETHER) {
        remove(connection, kind, keys).await?;
    }
    let contents = writes.iter().filter_map(|write| {
        let content = write.content.as_deref()?;
        Some((&*write.key, content))
    });
    let contents: Vec<_> = contents.collect();
    for contents in contents.chunks(TOGETHER) {
        set(connection, kind, number, contents).await?;
    }
    Ok(WriteResult::Written(number.unsigned_abs()))
}

/// How many there are of this kind.
async fn count(connection: &mut AnyConnection, kind: RowKind) -> Result<usize, sqlx::Error> {
    let (count,): (i64,) = sqlx::query_as("SELECT count(*) FROM people WHERE kind = $1")
        .bind(kind.name())
        .fetch_one(connection)
        .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

async fn remove(
    connection: &mut AnyConnection,
    kind: RowKind,
    keys: &[&str],
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "DELETE FROM people WHERE kind = $1 AND key IN ({})",
        parameters(2, keys.len())
    );
    let mut query = sqlx::query(AssertSqlSafe(sql))
        .persistent(false)
        .bind(kind.name());
    for key in keys {
        query = query.bind(*key);
    }
    query.execute(connection).await?;
    Ok(())
}

/// Makes rows or replaces them: their keys and contents.
async fn set(
    connection: &mut AnyConnection,
    kind: RowKind,
    number: i64,
    contents: &[(&str, &str)],
) -> Result<(), sqlx::Error> {
    let mut sql = "INSERT INTO people (kind, key, version, content) VALUES ".to_owned();
    for at in 0..contents.len() {
        let before = if at == 0 { "" } else { ", " };
        let (key, content) = (3 + 2 * at, 4 + 2 * at);
        // Writing to a string cannot fail.
        let _ = write!(sql, "{before}($1, ${key}, $2, ${content})");
    }
    sql.push_str(
        " ON CONFLICT (kind, key) DO UPDATE \
         SET version = excluded.version, content = excluded.content",
    );
    let mut query = sqlx::query(AssertSqlSafe(sql))
        .persistent(false)
        .bind(kind.name())
        .bind(number);
    for (key, content) in contents {
        query = query.bind(*key).bind(*content);
    }
    query.execute(connection).await?;
    Ok(())
}

/// So many parameters of a statement, from this number on.
pub(super) fn parameters(first: usize, count: usize) -> String {
    let numbers = first..first + count;
    let numbers: Vec<_> = numbers.map(|number| format!("${number}")).collect();
    numbers.join(", ")
}
