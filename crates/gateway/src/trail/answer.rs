//! `GET /api/trail` and `GET /api/trail/export`.

use super::{Export, Filter, Format, NotRead, Order, Part, Trail};
use crate::error::GatewayError;
use axum::Json;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use percent_encoding::percent_decode_str;
use std::sync::Arc;

/// How many changes are answered at once, where nobody says so and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// What somebody asks for.
#[derive(Debug, Default)]
struct Asked {
    filter: Filter,
    before: Option<u64>,
    limit: Option<usize>,
    format: Option<Format>,
}

impl Asked {
    fn read(query: Option<&str>) -> Result<Self, GatewayError> {
        let mut asked = Self::default();
        let pairs = query.unwrap_or_default().split('&');
        for pair in pairs.filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_decode_str(&value.replace('+', " "))
                .decode_utf8_lossy()
                .into_owned();
            if value.is_empty() {
                continue;
            }
            let wrong = || GatewayError::TrailParameter {
                name: name.to_owned(),
                value: value.clone(),
            };
            let filter = &mut asked.filter;
            match name {
                "before" => asked.before = Some(value.parse().map_err(|_| wrong())?),
                "limit" => asked.limit = Some(value.parse().map_err(|_| wrong())?),
                "format" => asked.format = Some(value.parse().map_err(|_| wrong())?),
                "since" => filter.since = Some(value),
                "until" => filter.until = Some(value),
                "who" => filter.who = Some(value),
                "connection" => filter.connection = Some(value),
                "search" => filter.search = Some(value),
                _ => return Err(wrong()),
            }
        }
        Ok(asked)
    }
}

/// `GET /api/trail`: some changes, newest first.
pub(crate) async fn page(
    State(trail): State<Arc<dyn Trail>>,
    RawQuery(query): RawQuery,
) -> Result<Response, GatewayError> {
    let asked = Asked::read(query.as_deref())?;
    let part = Part {
        after: asked.before,
        limit: asked.limit.unwrap_or(USUAL).clamp(1, MOST),
        order: Order::NewestFirst,
    };
    let page = trail.changes(&asked.filter, part).await?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(page)).into_response())
}

/// `GET /api/trail/export`: all of them, as a file.
pub(crate) async fn export(
    State(trail): State<Arc<dyn Trail>>,
    RawQuery(query): RawQuery,
) -> Result<Response, GatewayError> {
    let asked = Asked::read(query.as_deref())?;
    let format = asked.format.unwrap_or(Format::Json);
    let mut export = Export::new(asked.filter, format);
    // Read before anything is answered: that it cannot be read can still be
    // said in words.
    let first = export.next(&*trail).await?;
    // Cut off where it cannot be read on, so that nobody takes half of it for
    // the whole.
    let rest = stream::try_unfold((export, trail), async |(mut export, trail)| {
        let piece = export.next(&*trail).await?;
        if piece.is_none() && export.damaged() > 0 {
            let damaged = export.damaged();
            tracing::warn!(
                damaged,
                "changes that cannot be read were exported, and marked: run rollcall audit verify"
            );
        }
        Ok::<_, NotRead>(piece.map(|piece| (piece, (export, trail))))
    });
    let body = stream::iter(first.map(Ok)).chain(rest);
    let (kind, file) = match format {
        Format::Json => (
            "application/x-ndjson",
            "attachment; filename=\"rollcall-trail.jsonl\"",
        ),
        Format::Csv => (
            "text/csv; charset=utf-8",
            "attachment; filename=\"rollcall-trail.csv\"",
        ),
    };
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_DISPOSITION, file),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}
