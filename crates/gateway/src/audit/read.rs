//! How an audit log is read.

use crate::http::error::GatewayError;
use csv_table::Csv;
use std::borrow::Cow;
use std::fmt::Debug;
use std::pin::Pin;
use std::str::FromStr;
use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder, Type};
use utoipa::openapi::{KnownFormat, Schema, SchemaFormat};
use utoipa::{IntoParams, ToSchema};
use wire::console::{TrailChange, TrailKind, TrailPage};

/// An audit log that can be read.
pub trait AuditLogReader: Debug + Send + Sync {
    /// Some of the changes that `filter` lets through.
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a>;

    /// The changes of the requests with these numbers, as far as there are any, in the
    /// order in which they were recorded.
    fn entries<'a>(&'a self, requests: &'a [String]) -> ReadingEntries<'a>;
}

/// Which changes are wanted. What is not said excludes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Only entries of this time or later: a time (RFC 3339), or a date in UTC.
    #[param(schema_with = time_or_date)]
    pub since: Option<String>,
    /// Only entries before this time. A date is included.
    #[param(schema_with = time_or_date)]
    pub until: Option<String>,
    /// Only entries of this kind.
    pub kind: Option<TrailKind>,
    /// Only entries of the person with exactly this name.
    pub who: Option<String>,
    /// Only entries of people whose name was confirmed by exactly this: `local`, `proxy`,
    /// or `openid:` and the URL of an identity provider.
    pub via: Option<String>,
    /// Only changes through the connection with this ID.
    pub connection: Option<String>,
    /// Only entries with this text in `target`, `action`, `who`, `address` or `approval`,
    /// in upper or lower case.
    pub search: Option<String>,
    /// Only entries about one of these: a change of the account `CONNECTION/ACCOUNT`, or
    /// what was done about the person or the account with exactly this name.
    #[param(required = false)]
    pub about: Vec<String>,
}

fn time_or_date() -> Schema {
    let text = |format| {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(format)))
    };
    let either = AnyOfBuilder::new()
        .description(Some(
            "A time (RFC 3339), or a date in UTC. The day of `until` is included.",
        ))
        .item(text(KnownFormat::DateTime))
        .item(text(KnownFormat::Date));
    Schema::AnyOf(either.build())
}

/// Which part of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Those after the change with this number, in the order given; without it,
    /// from the first on.
    pub after: Option<u64>,
    /// How many at most.
    pub limit: usize,
    /// In which order.
    pub order: Order,
}

/// In which order changes come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The last one first.
    NewestFirst,
    /// As they were recorded.
    OldestFirst,
}

/// A part of the audit log being read.
pub type Reading<'a> = Pin<Box<dyn Future<Output = Result<TrailPage, NotRead>> + Send + 'a>>;

/// Some of its entries being read.
pub type ReadingEntries<'a> =
    Pin<Box<dyn Future<Output = Result<Vec<TrailChange>, NotRead>> + Send + 'a>>;

/// Why the audit log is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// It cannot be asked for that: the reason.
    #[error("{0}")]
    Filter(String),
    /// It cannot be read now, for the reason given.
    #[error("{0}")]
    Away(String),
}

impl From<NotRead> for GatewayError {
    fn from(error: NotRead) -> Self {
        match error {
            NotRead::Filter(why) => Self::TrailFilter(why),
            NotRead::Away(why) => Self::TrailAway(why),
        }
    }
}

/// How the entries are written: `json`, one object on each line, or `csv`, a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object on each line.
    Json,
    /// A table for spreadsheets.
    Csv,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            _ => Err("the format is json or csv".to_owned()),
        }
    }
}

/// How many changes are written at a time.
const AT_A_TIME: usize = 1000;

/// An audit log, or some of it, written piece by piece, oldest first.
#[derive(Debug)]
pub struct Export {
    filter: Filter,
    format: Format,
    after: Option<u64>,
    begun: bool,
    ended: bool,
    damaged: u64,
}

/// The columns of a table, in the order of [`cells`].
const COLUMNS: [&str; 18] = [
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
    "hash",
    "outcome_number",
    "outcome_hash",
    "damage",
    "kind",
    "via",
    "address",
    "approval",
];

impl Export {
    /// All changes that `filter` lets through.
    pub const fn new(filter: Filter, format: Format) -> Self {
        Self {
            filter,
            format,
            after: None,
            begun: false,
            ended: false,
            damaged: 0,
        }
    }

    /// How many of the changes so far cannot be read as they were written; they
    /// are marked.
    pub const fn damaged(&self) -> u64 {
        self.damaged
    }

    /// The next piece, which may be empty; nothing at the end.
    ///
    /// # Errors
    /// When the audit log cannot be read.
    pub async fn next(
        &mut self,
        audit_log: &dyn AuditLogReader,
    ) -> Result<Option<String>, NotRead> {
        if self.ended {
            return Ok(None);
        }
        let part = Part {
            after: self.after,
            limit: AT_A_TIME,
            order: Order::OldestFirst,
        };
        let page = audit_log.changes(&self.filter, part).await?;
        self.after = page.next;
        self.ended = page.next.is_none();
        let damaged = page.changes.iter().filter(|change| change.damage.is_some());
        self.damaged += damaged.count() as u64;
        let text = match self.format {
            Format::Json => lines(&page.changes),
            Format::Csv => table(&page.changes, !self.begun),
        };
        self.begun = true;
        Ok(Some(text))
    }
}

/// A JSON object on each line.
fn lines(changes: &[TrailChange]) -> String {
    changes.iter().map(|change| json(change) + "\n").collect()
}

/// A row for each change, below the names of the columns if `headed`.
fn table(changes: &[TrailChange], headed: bool) -> String {
    let mut table = Csv::new(false);
    if headed {
        table.row(&COLUMNS);
    }
    for change in changes {
        table.row(&cells(change).each_ref().map(|cell| &**cell));
    }
    table.text()
}

/// What can be read can be written: it was JSON before.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A cell that is empty where there is no text.
fn optional(text: Option<&String>) -> Cow<'_, str> {
    text.map(String::as_str).unwrap_or_default().into()
}

/// What is known of a change, by [`COLUMNS`].
fn cells(change: &TrailChange) -> [Cow<'_, str>; COLUMNS.len()] {
    let outcome_number = change.outcome_number.map(|number| number.to_string());
    [
        change.number.to_string().into(),
        change.at.as_str().into(),
        optional(change.ended.as_ref()),
        change.id.as_str().into(),
        optional(change.who.as_ref()),
        change.connection.as_str().into(),
        change.action.as_str().into(),
        json(&change.target).into(),
        json(&change.request).into(),
        json(&change.outcome).trim_matches('"').to_owned().into(),
        optional(change.hash.as_ref()),
        outcome_number.unwrap_or_default().into(),
        optional(change.outcome_hash.as_ref()),
        optional(change.damage.as_ref()),
        change.kind.name().into(),
        optional(change.via.as_ref()),
        optional(change.address.as_ref()),
        optional(change.approval.as_ref()),
    ]
}
