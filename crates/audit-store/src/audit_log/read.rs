//! Reads changes and events with their outcomes, for people.

mod event;
mod outcome;
#[cfg(test)]
mod tests;

use super::chain::{Row, hex};
use super::range::{Range, Times};
use super::table::{self, Unreadable};
use super::timestamp;
use crate::database::describe;
use gateway::{Filter, NotRead, Order, Part};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;
use sqlx::AnyConnection;
use wire::console::{TrailChange, TrailEvent, TrailKind, TrailOutcome, TrailPage, TrailRequest};

/// How many rows are read at a time if a filter skips most of them.
const BATCH: usize = 1000;
/// How many rows are searched for one answer.
const MOST_SEARCHED: usize = 10_000;
/// Up to how many changes between two times are found by the index of times.
const INDEX_LIMIT: i64 = 10_000;

/// One page of the changes that match `filter`.
pub(super) async fn changes(
    connection: &mut AnyConnection,
    filter: &Filter,
    part: Part,
) -> Result<TrailPage, NotRead> {
    let wanted = PreparedFilter::new(filter)?;
    let mut rest = range(connection, &wanted, part).await?;
    let mut found: Vec<TrailChange> = Vec::new();
    let mut looked_at = 0;
    let next = 'found: loop {
        let Some(range) = rest else {
            break None;
        };
        if looked_at >= MOST_SEARCHED {
            let seen = match part.order {
                Order::NewestFirst => range.before,
                Order::OldestFirst => range.from - 1,
            };
            break u64::try_from(seen).ok();
        }
        let count = if wanted.everything {
            part.limit + 1 - found.len()
        } else {
            BATCH
        };
        let asked = table::requests(connection, range, wanted.times(), part.order, count)
            .await
            .map_err(away)?;
        looked_at += asked.rows.len().max(1);
        rest = asked.rest;
        for row in asked.rows {
            if let Some(change) = wanted.read(row) {
                // One more than the limit shows that there is another page.
                if found.len() == part.limit {
                    break 'found found.last().map(|change| change.number);
                }
                found.push(change);
            }
        }
    };
    outcome::add_to(connection, &mut found).await?;
    Ok(TrailPage {
        changes: found,
        next,
    })
}

/// How many changes are looked up by their requests at a time.
const REQUESTS_AT_A_TIME: usize = 500;

/// The changes of the requests with these numbers, in the order in which they were
/// recorded.
pub(super) async fn entries(
    connection: &mut AnyConnection,
    requests: &[String],
) -> Result<Vec<TrailChange>, NotRead> {
    let mut entries = Vec::new();
    for requests in requests.chunks(REQUESTS_AT_A_TIME) {
        let rows = table::requested(connection, requests).await.map_err(away)?;
        let mut found: Vec<_> = rows.into_iter().map(|row| change(Ok(row))).collect();
        outcome::add_to(connection, &mut found).await?;
        entries.append(&mut found);
    }
    entries.sort_by_key(|entry| entry.number);
    Ok(entries)
}

/// A filter, prepared for comparing.
#[derive(Debug)]
struct PreparedFilter<'a> {
    filter: &'a Filter,
    since: Option<String>,
    until: Option<String>,
    search: String,
    /// Whether all rows between the times match.
    everything: bool,
}

impl<'a> PreparedFilter<'a> {
    fn new(filter: &'a Filter) -> Result<Self, NotRead> {
        let read = |text: &Option<String>, read: fn(&str) -> Result<Timestamp, String>| {
            let at = text.as_deref().map(read).transpose();
            at.map(|at| at.map(timestamp::stamp))
                .map_err(NotRead::Filter)
        };
        let Filter {
            since: _,
            until: _,
            kind,
            who,
            via,
            connection,
            search,
            about,
        } = filter;
        let all = kind.is_none() && who.is_none() && via.is_none();
        Ok(Self {
            since: read(&filter.since, timestamp::begin)?,
            until: read(&filter.until, timestamp::end)?,
            search: search.as_deref().unwrap_or_default().to_lowercase(),
            everything: all && connection.is_none() && search.is_none() && about.is_empty(),
            filter,
        })
    }

    fn times(&self) -> Times<'_> {
        Times {
            since: self.since.as_deref(),
            until: self.until.as_deref(),
        }
    }

    /// The change in `row` if it matches. A row that cannot be read might, so it
    /// counts as one that does.
    fn read(&self, row: Result<Row, Unreadable>) -> Option<TrailChange> {
        let change = change(row);
        let is = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| found == Some(wanted))
        };
        let wanted = change.damage.is_some()
            || self.times().contain(&change.at)
                && self.filter.kind.is_none_or(|kind| kind == change.kind)
                && is(&self.filter.who, change.who.as_deref())
                && is(&self.filter.via, change.via.as_deref())
                && is(&self.filter.connection, Some(&change.connection))
                && (self.search.is_empty()
                    || change
                        .target
                        .iter()
                        .chain([&change.action])
                        .chain(&change.who)
                        .chain(&change.address)
                        .chain(&change.approval)
                        .any(|text| text.to_lowercase().contains(&self.search)))
                && (self.filter.about.is_empty() || self.is_about(&change));
        wanted.then_some(change)
    }

    /// Whether the filter names the account that was changed, or the person or account that an
    /// entry of kind `people` is about.
    fn is_about(&self, change: &TrailChange) -> bool {
        let about = &self.filter.about;
        change.target.iter().any(|target| match change.kind {
            TrailKind::Change => about.iter().any(|name| {
                name.split_once('/') == Some((change.connection.as_str(), target.as_str()))
            }),
            TrailKind::People => about.contains(target),
            TrailKind::Session | TrailKind::Log => false,
        })
    }
}

/// The range of rows to search. Numbers and times do not increase together, as
/// clocks are set back and differ between servers, so an index gives the first
/// and the last change between two times. If there are many changes it only
/// gives the beginning, because a search finds enough of them soon.
async fn range(
    connection: &mut AnyConnection,
    wanted: &PreparedFilter<'_>,
    part: Part,
) -> Result<Option<Range>, NotRead> {
    let times = wanted.times();
    let mut range = Range::ALL;
    if times.since.is_some() || times.until.is_some() {
        let is_far = part.after.is_none()
            && match part.order {
                Order::NewestFirst => times.until.is_some(),
                Order::OldestFirst => times.since.is_some(),
            };
        let found = match table::range_within(connection, times, INDEX_LIMIT).await {
            Ok(None) if is_far => table::range_within(connection, times, i64::MAX).await,
            found => found,
        };
        match found {
            Ok(Some(found)) => range = found,
            Ok(None) => {}
            // Only slower without it.
            Err(error) if table::is_damage(&error) => {}
            Err(error) => return Err(away(error)),
        }
    }
    if let Some(after) = part.after.and_then(|number| i64::try_from(number).ok()) {
        range = range.after(after, part.order);
    }
    Ok((range.from < range.before).then_some(range))
}

/// The content of a row, as `gateway::Change` was written.
#[derive(Deserialize)]
struct Content {
    id: String,
    who: Option<String>,
    via: Option<String>,
    address: Option<String>,
    connection: String,
    action: String,
    target: Vec<String>,
    query: Vec<(String, String)>,
    body: Option<Box<RawValue>>,
    #[serde(default)]
    approval: Option<String>,
}

fn change(row: Result<Row, Unreadable>) -> TrailChange {
    let row = match row {
        Ok(row) => row,
        Err(Unreadable { number, why }) => {
            let why = format!("row {number} cannot be read: {why}");
            return damaged(number, String::new(), String::new(), why);
        }
    };
    let number = row.number;
    let entry = if row.kind == "event" {
        event::event(&row)
    } else {
        recorded(&row)
    };
    let entry = entry.and_then(|entry| match row.at.parse::<Timestamp>() {
        Ok(_) => Ok(entry),
        Err(_) => Err(format!(
            "row {number} does not hold a time as it is recorded"
        )),
    });
    let hash = hex(&row.hash);
    let mut change = entry.unwrap_or_else(|why| damaged(number, row.at, row.change, why));
    change.hash = Some(hash);
    change
}

/// The change that `row` records, or why that cannot be read.
fn recorded(row: &Row) -> Result<TrailChange, String> {
    let number = row.number;
    let content: Content = serde_json::from_str(&row.content)
        .map_err(|_| format!("row {number} does not hold a change as it is recorded"))?;
    if content.id != row.change {
        return Err(format!("row {number} holds another change than it names"));
    }
    // What the console keeps itself is changed as a platform's users are.
    let kind = TrailEvent::of(&content.action).map_or(TrailKind::Change, TrailEvent::kind);
    Ok(TrailChange {
        kind,
        who: content.who,
        via: content.via,
        address: content.address,
        connection: content.connection,
        action: content.action,
        target: content.target,
        request: TrailRequest {
            query: content.query,
            body: content.body,
        },
        approval: content.approval,
        ..blank(number, row.at.clone(), content.id)
    })
}

/// The entry for a change that cannot be read, and why.
fn damaged(number: i64, at: String, id: String, why: String) -> TrailChange {
    TrailChange {
        outcome: TrailOutcome::Unknown,
        damage: Some(why),
        ..blank(number, at, id)
    }
}

/// A change of which nothing else is known.
const fn blank(number: i64, at: String, id: String) -> TrailChange {
    TrailChange {
        number: number.unsigned_abs(),
        kind: TrailKind::Change,
        at,
        ended: None,
        id,
        who: None,
        via: None,
        address: None,
        connection: String::new(),
        action: String::new(),
        target: Vec::new(),
        request: TrailRequest {
            query: Vec::new(),
            body: None,
        },
        outcome: TrailOutcome::Open,
        approval: None,
        hash: None,
        outcome_number: None,
        outcome_hash: None,
        damage: None,
    }
}

pub(super) fn away(error: sqlx::Error) -> NotRead {
    NotRead::Away(describe(&error))
}
