//! The trail for other programs: one line for each change.

use super::chain::Row;
use super::store;
use anyhow::{Context, Result};
use clap::ValueEnum;
use serde_json::{Map, Value, json};
use sqlx::SqliteConnection;
use std::io::Write;

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object on each line
    Json,
    /// A table for spreadsheets
    Csv,
}

const COLUMNS: [&str; 10] = [
    "number",
    "at",
    "ended",
    "id",
    "who",
    "connection",
    "action",
    "target",
    "request",
    "outcome",
];

/// Writes every change asked for at `since` or later to `out`.
pub(crate) async fn export(
    connection: &mut SqliteConnection,
    since: &str,
    format: Format,
    out: &mut (impl Write + Send),
) -> Result<()> {
    if format == Format::Csv {
        write_csv(out, COLUMNS.into_iter())?;
    }
    let mut after = 0;
    loop {
        let rows = store::page(connection, after).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.number;
        for row in &rows {
            if row.kind != "asked" || *row.at < *since {
                continue;
            }
            let ended = store::ended(connection, &row.change).await?;
            let change = change(row, ended)?;
            match format {
                Format::Json => writeln!(out, "{}", Value::Object(change))?,
                Format::Csv => {
                    let cells = COLUMNS.map(|name| cell(change.get(name)));
                    write_csv(out, cells.iter().map(String::as_str))?;
                }
            }
        }
    }
}

fn change(row: &Row, ended: Option<(String, String)>) -> Result<Map<String, Value>> {
    let broken = || format!("row {} does not hold a change", row.number);
    let mut asked: Map<String, Value> = serde_json::from_str(&row.content).with_context(broken)?;
    let mut request = Map::new();
    for name in ["query", "body"] {
        request.insert(name.to_owned(), asked.remove(name).unwrap_or_default());
    }
    let (at, outcome) = match ended {
        Some((at, outcome)) => (at.into(), serde_json::from_str(&outcome)?),
        // It was forwarded, or was about to be; nobody heard the end of it.
        None => (Value::Null, json!("unknown")),
    };
    asked.insert("number".to_owned(), row.number.into());
    asked.insert("at".to_owned(), row.at.clone().into());
    asked.insert("ended".to_owned(), at);
    asked.insert("outcome".to_owned(), outcome);
    asked.insert("request".to_owned(), Value::Object(request));
    Ok(asked)
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn write_csv<'a>(
    out: &mut impl Write,
    cells: impl Iterator<Item = &'a str>,
) -> std::io::Result<()> {
    let cells: Vec<String> = cells.map(quoted).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
