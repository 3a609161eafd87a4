//! How an audit log is read.

use crate::http::error::GatewayError;
use std::fmt::Debug;
use std::pin::Pin;
use std::str::FromStr;
use wire::console::{TrailChange, TrailKind, TrailPage};

/// An audit log that can be read.
pub trait AuditLogReader: Debug + Send + Sync {
    /// Some of the changes that `filter` lets through.
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a>;
}

/// Which changes are wanted. What is not said excludes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Asked for then or later: a time (RFC 3339), or a date in UTC.
    pub since: Option<String>,
    /// Asked for before then; a date belongs to it.
    pub until: Option<String>,
    /// Only entries of this kind.
    pub kind: Option<TrailKind>,
    /// Exactly who asked.
    pub who: Option<String>,
    /// Exactly who vouches for them.
    pub via: Option<String>,
    /// Exactly through which connection.
    pub connection: Option<String>,
    /// Stands in what it is about, in the endpoint, in who asked or in the address
    /// from where, in whatever case.
    pub search: Option<String>,
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

/// How changes are written for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// What stands before the next piece.
    heading: &'static str,
    ended: bool,
    damaged: u64,
}

const HEADING: &str = "\"number\",\"at\",\"ended\",\"id\",\"who\",\"connection\",\"action\",\
                       \"target\",\"request\",\"outcome\",\"hash\",\"outcome_number\",\
                       \"outcome_hash\",\"damage\",\"kind\",\"via\",\"address\"\r\n";

impl Export {
    /// All changes that `filter` lets through.
    pub const fn new(filter: Filter, format: Format) -> Self {
        Self {
            filter,
            format,
            after: None,
            heading: match format {
                Format::Csv => HEADING,
                Format::Json => "",
            },
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
        let mut text = std::mem::take(&mut self.heading).to_owned();
        for change in &page.changes {
            self.damaged += u64::from(change.damage.is_some());
            let line = match self.format {
                Format::Json => json(change) + "\n",
                Format::Csv => row(change),
            };
            text.push_str(&line);
        }
        Ok(Some(text))
    }
}

/// What can be read can be written: it was JSON before.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn row(change: &TrailChange) -> String {
    let number = change.number.to_string();
    let outcome_number = change.outcome_number.map(|number| number.to_string());
    let (target, request) = (json(&change.target), json(&change.request));
    let outcome = json(&change.outcome);
    let cells = [
        &number,
        &change.at,
        change.ended.as_deref().unwrap_or_default(),
        &change.id,
        change.who.as_deref().unwrap_or_default(),
        &change.connection,
        &change.action,
        &target,
        &request,
        outcome.trim_matches('"'),
        change.hash.as_deref().unwrap_or_default(),
        outcome_number.as_deref().unwrap_or_default(),
        change.outcome_hash.as_deref().unwrap_or_default(),
        change.damage.as_deref().unwrap_or_default(),
        change.kind.name(),
        change.via.as_deref().unwrap_or_default(),
        change.address.as_deref().unwrap_or_default(),
    ];
    cells.map(quoted).join(",") + "\r\n"
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
