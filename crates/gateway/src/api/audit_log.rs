//! `GET /api/trail` and `GET /api/trail/export`.

mod query;
mod sittings;

use crate::audit::event::Event;
use crate::audit::log::{AuditLog, note};
use crate::audit::origin::Origin;
use crate::audit::read::{Export, Filter, Format, NotRead, Order, Part};
use crate::http::error::GatewayError;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use query::AuditLogQuery;
use sittings::Sittings;
use std::sync::Arc;
use std::time::Instant;
use wire::console::{TRAIL_EXPORT_PATH, TRAIL_PATH, TrailEvent, TrailKind, TrailPage};

/// How many changes are answered at once, where a request does not say, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// The audit log, for those who read it.
#[derive(Debug)]
pub(crate) struct Access {
    audit_log: Arc<dyn AuditLog>,
    sittings: Sittings,
}

impl Access {
    pub(crate) fn new(audit_log: Arc<dyn AuditLog>) -> Self {
        let sittings = Sittings::default();
        Self {
            audit_log,
            sittings,
        }
    }

    /// Records that the audit log is read, once a sitting. Reading goes on while
    /// nothing can be recorded: people have to be able to look then.
    async fn note_reading(&self, filter: &Filter, origin: Origin) {
        let Origin { id, actor, .. } = origin;
        if self.sittings.begins(&actor, Instant::now()) {
            let event = Event::new(TrailEvent::LogRead, &id, actor);
            note(&*self.audit_log, with_filter(event, filter)).await;
        }
    }
}

/// The event of exporting what `filter` lets through.
fn exported(filter: &Filter, format: Format, origin: Origin) -> Event {
    let event = Event::new(TrailEvent::LogExported, &origin.id, origin.actor);
    let format = match format {
        Format::Json => "json",
        Format::Csv => "csv",
    };
    with_filter(event.detail("format", Some(format)), filter)
}

/// `event` with what `filter` lets through.
fn with_filter(event: Event, filter: &Filter) -> Event {
    event
        .detail("kind", filter.kind.map(TrailKind::name))
        .detail("who", filter.who.as_deref())
        .detail("via", filter.via.as_deref())
        .detail("connection", filter.connection.as_deref())
        .detail("search", filter.search.as_deref())
        .detail("since", filter.since.as_deref())
        .detail("until", filter.until.as_deref())
}

/// Some entries of the audit log, newest first.
///
/// Reading the log is recorded in it, once a sitting.
#[utoipa::path(
    get,
    path = TRAIL_PATH,
    tag = "audit log",
    operation_id = "listAuditLog",
    params(query::described::FilterParameters, query::described::PageParameters),
    responses(
        (status = 200, description = "Some entries, and what to ask for next", body = TrailPage),
        (status = 400, description = "A parameter is unknown, or its value is not accepted."),
        (status = 503, description = "The audit log cannot be read."),
    ),
)]
pub(crate) async fn page(
    State(access): State<Arc<Access>>,
    query: AuditLogQuery,
    origin: Origin,
) -> Result<Response, GatewayError> {
    let part = Part {
        after: query.before,
        limit: query.limit.unwrap_or(USUAL).clamp(1, MOST),
        order: Order::NewestFirst,
    };
    let page = access.audit_log.changes(&query.filter, part).await?;
    access.note_reading(&query.filter, origin).await;
    Ok(([(CACHE_CONTROL, "no-store")], Json(page)).into_response())
}

/// All entries of the audit log that the filters let through, oldest first.
///
/// Every export is recorded in the log.
#[utoipa::path(
    get,
    path = TRAIL_EXPORT_PATH,
    tag = "audit log",
    operation_id = "exportAuditLog",
    params(query::described::FilterParameters, query::described::FileParameters),
    responses(
        (
            status = 200,
            description = "A file: one entry as JSON on each line, or a table. It is cut off if \
                           the log cannot be read to its end",
            content(
                (String = "application/x-ndjson"),
                (String = "text/csv"),
            ),
            headers(("content-disposition" = String, description = "The file's name")),
        ),
        (status = 400, description = "A parameter is unknown, or its value is not accepted."),
        (status = 503, description = "The audit log cannot be read."),
    ),
)]
pub(crate) async fn export(
    State(access): State<Arc<Access>>,
    query: AuditLogQuery,
    origin: Origin,
) -> Result<Response, GatewayError> {
    let format = query.format.unwrap_or(Format::Json);
    let exported = exported(&query.filter, format, origin);
    let audit_log = access.audit_log.clone();
    let mut export = Export::new(query.filter, format);
    // Read before anything is answered: that it cannot be read can still be
    // said in words.
    let first = export.next(&*audit_log).await?;
    note(&*audit_log, exported).await;
    // Cut off where it cannot be read on, so that half of it is not taken for
    // the whole.
    let rest = stream::try_unfold((export, audit_log), async |(mut export, audit_log)| {
        let piece = export.next(&*audit_log).await?;
        if piece.is_none() && export.damaged() > 0 {
            let damaged = export.damaged();
            tracing::warn!(
                damaged,
                "changes that cannot be read were exported, and marked: run rollcall audit verify"
            );
        }
        Ok::<_, NotRead>(piece.map(|piece| (piece, (export, audit_log))))
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
