//! Changes with what came of them, for people.

#[cfg(test)]
mod tests;

use super::moment;
use super::table::{self, Asked};
use gateway::{Filter, NotRead, Order, Part};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;
use sqlx::AnyConnection;
use std::collections::HashMap;
use wire::console::{TrailChange, TrailOutcome, TrailPage, TrailRequest};

/// How many rows are read at a time where most are passed over.
const AT_A_TIME: usize = 1000;
/// How many are looked through for one answer.
const AT_MOST: usize = 10_000;
/// Rows stand in the order in which they were written, which is that of their
/// times but for what waited, and for clocks that differ between servers.
const DISORDER: SignedDuration = SignedDuration::from_mins(15);

/// Some of the changes that `filter` lets through.
pub(super) async fn changes(
    connection: &mut AnyConnection,
    filter: &Filter,
    part: Part,
) -> Result<TrailPage, NotRead> {
    let wanted = Wanted::new(filter)?;
    let mut range = range(connection, &wanted).await?;
    if let Some(after) = part.after.and_then(|number| i64::try_from(number).ok()) {
        match part.order {
            Order::NewestFirst => range.before = range.before.min(after),
            Order::OldestFirst => range.from = range.from.max(after.saturating_add(1)),
        }
    }
    let mut found = Vec::new();
    let mut looked_at = 0;
    let next = 'found: loop {
        let count = if wanted.everything {
            part.limit + 1 - found.len()
        } else {
            AT_A_TIME
        };
        let rows = table::asked(connection, range, part.order, count)
            .await
            .map_err(away)?;
        let is_last = rows.len() < count;
        looked_at += rows.len();
        for row in rows {
            match part.order {
                Order::NewestFirst => range.before = row.number,
                Order::OldestFirst => range.from = row.number + 1,
            }
            if let Some(change) = wanted.read(row)? {
                // One too many: there is more.
                if found.len() == part.limit {
                    break 'found found.last().map(|change: &TrailChange| change.number);
                }
                found.push(change);
            }
        }
        if is_last {
            break None;
        }
        if looked_at >= AT_MOST {
            let seen = match part.order {
                Order::NewestFirst => range.before,
                Order::OldestFirst => range.from - 1,
            };
            break u64::try_from(seen).ok();
        }
    };
    with_outcomes(connection, &mut found).await?;
    Ok(TrailPage {
        changes: found,
        next,
    })
}

/// A moment, and how the trail writes it: rows are compared with that.
#[derive(Debug)]
struct Limit {
    at: Timestamp,
    stamp: String,
}

impl Limit {
    fn new(at: Timestamp) -> Self {
        let stamp = moment::stamp(at);
        Self { at, stamp }
    }
}

/// What is looked for.
#[derive(Debug)]
struct Wanted<'a> {
    filter: &'a Filter,
    since: Option<Limit>,
    until: Option<Limit>,
    search: String,
    /// Nothing is passed over.
    everything: bool,
}

impl<'a> Wanted<'a> {
    fn new(filter: &'a Filter) -> Result<Self, NotRead> {
        let read = |text: &Option<String>, read: fn(&str) -> Result<_, String>| {
            let at = text.as_deref().map(read).transpose();
            at.map(|at| at.map(Limit::new)).map_err(NotRead::Filter)
        };
        Ok(Self {
            since: read(&filter.since, moment::begin)?,
            until: read(&filter.until, moment::end)?,
            search: filter.search.as_deref().unwrap_or_default().to_lowercase(),
            everything: *filter == Filter::default(),
            filter,
        })
    }

    /// The change in `row`, if it is one of those.
    fn read(&self, row: Asked) -> Result<Option<TrailChange>, NotRead> {
        let change = change(row)?;
        let is = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| found == Some(wanted))
        };
        let is_since = |limit: &Limit| change.at >= limit.stamp;
        let in_time =
            self.since.as_ref().is_none_or(is_since) && !self.until.as_ref().is_some_and(is_since);
        let wanted = in_time
            && is(&self.filter.who, change.who.as_deref())
            && is(&self.filter.connection, Some(&change.connection))
            && (self.search.is_empty()
                || change
                    .target
                    .iter()
                    .chain([&change.action])
                    .chain(&change.who)
                    .any(|text| text.to_lowercase().contains(&self.search)));
        Ok(wanted.then_some(change))
    }
}

/// Which rows there may be anything in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    /// From this number on.
    pub(super) from: i64,
    /// Up to the one before this.
    pub(super) before: i64,
}

/// Where those begin and end that were asked for in time: their numbers are
/// found by halving, so that no index of times has to be written.
async fn range(connection: &mut AnyConnection, wanted: &Wanted<'_>) -> Result<Range, NotRead> {
    let mut range = Range {
        from: 1,
        before: i64::MAX,
    };
    let shifted = |at: Timestamp, by| moment::stamp(at.saturating_add(by).unwrap_or(at));
    if let Some(since) = &wanted.since {
        range.from = table::first_since(connection, &shifted(since.at, -DISORDER))
            .await
            .map_err(away)?;
    }
    if let Some(until) = &wanted.until {
        range.before = table::first_since(connection, &shifted(until.at, DISORDER))
            .await
            .map_err(away)?;
    }
    Ok(range)
}

/// What stands in a row, as `gateway::Change` was written.
#[derive(Deserialize)]
struct Content {
    id: String,
    who: Option<String>,
    connection: String,
    action: String,
    target: Vec<String>,
    query: Vec<(String, String)>,
    body: Option<Box<RawValue>>,
}

fn change(row: Asked) -> Result<TrailChange, NotRead> {
    let broken = || NotRead::Away(format!("row {} does not hold a change", row.number));
    let content: Content = serde_json::from_str(&row.content).map_err(|_| broken())?;
    Ok(TrailChange {
        number: u64::try_from(row.number).map_err(|_| broken())?,
        at: row.at,
        ended: None,
        id: content.id,
        who: content.who,
        connection: content.connection,
        action: content.action,
        target: content.target,
        request: TrailRequest {
            query: content.query,
            body: content.body,
        },
        outcome: TrailOutcome::Open,
    })
}

async fn with_outcomes(
    connection: &mut AnyConnection,
    changes: &mut [TrailChange],
) -> Result<(), NotRead> {
    let ids: Vec<&str> = changes.iter().map(|change| &*change.id).collect();
    // Should a change have two ends, the later one is known better.
    let ends = table::ended(connection, &ids).await.map_err(away)?;
    let ends: HashMap<_, _> = ends
        .into_iter()
        .map(|(change, at, outcome)| (change, (at, outcome)))
        .collect();
    for change in changes {
        if let Some((at, outcome)) = ends.get(&change.id) {
            change.ended = Some(at.clone());
            let broken = |_| NotRead::Away(format!("change {} has no known end", change.id));
            change.outcome = serde_json::from_str(outcome).map_err(broken)?;
        }
    }
    Ok(())
}

pub(super) fn away(error: sqlx::Error) -> NotRead {
    NotRead::Away(error.to_string())
}
