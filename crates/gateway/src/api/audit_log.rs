//! `GET /api/trail` and `GET /api/trail/export`.

mod query;
mod reading_sessions;

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
use reading_sessions::ReadingSessions;
use std::sync::Arc;
use std::time::Instant;
use wire::console::{TRAIL_EXPORT_PATH, TRAIL_PATH, TrailEvent, TrailKind, TrailPage};

/// How many entries one answer has by default, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// The audit log, and its recent readers.
#[derive(Debug)]
pub(crate) struct AuditLogApi {
    audit_log: Arc<dyn AuditLog>,
    reading_sessions: ReadingSessions,
}

impl AuditLogApi {
    pub(crate) fn new(audit_log: Arc<dyn AuditLog>) -> Self {
        let reading_sessions = ReadingSessions::default();
        Self {
            audit_log,
            reading_sessions,
        }
    }

    /// Records that the audit log is read, once per reading session. It can be read
    /// even while this cannot be recorded: people need it then.
    async fn note_reading(&self, filter: &Filter, origin: Origin) {
        let Origin { id, actor, .. } = origin;
        if self.reading_sessions.starts(&actor, Instant::now()) {
            let event = Event::new(TrailEvent::LogRead, &id, actor);
            note(&*self.audit_log, with_filter(event, filter)).await;
        }
    }
}

/// The event of exporting the entries that match `filter`.
fn exported(filter: &Filter, format: Format, origin: Origin) -> Event {
    let event = Event::new(TrailEvent::LogExported, &origin.id, origin.actor);
    let format = match format {
        Format::Json => "json",
        Format::Csv => "csv",
    };
    with_filter(event.detail("format", Some(format)), filter)
}

/// Adds the conditions of `filter` to `event`.
fn with_filter(event: Event, filter: &Filter) -> Event {
    let about = (!filter.about.is_empty()).then(|| filter.about.join(" "));
    event
        .detail("kind", filter.kind.map(TrailKind::name))
        .detail("who", filter.who.as_deref())
        .detail("via", filter.via.as_deref())
        .detail("connection", filter.connection.as_deref())
        .detail("search", filter.search.as_deref())
        .detail("about", about.as_deref())
        .detail("since", filter.since.as_deref())
        .detail("until", filter.until.as_deref())
}

/// Some entries of the audit log, newest first.
///
/// Reading the log is recorded in it, once per reading session: until the person
/// has not read it for 15 minutes, for an hour at most.
#[utoipa::path(
    get,
    path = TRAIL_PATH,
    tag = "audit log",
    operation_id = "listAuditLog",
    params(query::described::FilterParameters, query::described::PageParameters),
    responses(
        (status = 200, description = "Some entries, and the `before` of the next page", body = TrailPage),
        (status = 400, description = "A parameter is unknown, or its value is not accepted."),
        (status = 503, description = "The audit log cannot be read."),
    ),
)]
pub(crate) async fn page(
    State(api): State<Arc<AuditLogApi>>,
    query: AuditLogQuery,
    origin: Origin,
) -> Result<Response, GatewayError> {
    let part = Part {
        after: query.before,
        limit: query.limit.unwrap_or(USUAL).clamp(1, MOST),
        order: Order::NewestFirst,
    };
    let page = api.audit_log.changes(&query.filter, part).await?;
    api.note_reading(&query.filter, origin).await;
    Ok(([(CACHE_CONTROL, "no-store")], Json(page)).into_response())
}

/// All entries of the audit log that match the filters, oldest first.
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
    State(api): State<Arc<AuditLogApi>>,
    query: AuditLogQuery,
    origin: Origin,
) -> Result<Response, GatewayError> {
    let format = query.format.unwrap_or(Format::Json);
    let exported = exported(&query.filter, format, origin);
    let audit_log = api.audit_log.clone();
    let mut export = Export::new(query.filter, format);
    // Read before the answer begins, so that a failure can still be answered with
    // a message.
    let first = export.next(&*audit_log).await?;
    note(&*audit_log, exported).await;
    // Cut off if reading fails, so that a part is not mistaken for the whole.
    let rest = stream::try_unfold((export, audit_log), async |(mut export, audit_log)| {
        let piece = export.next(&*audit_log).await?;
        if piece.is_none() && export.damaged() > 0 {
            let damaged = export.damaged();
            tracing::warn!(
                damaged,
                "the export contains entries that cannot be read, which are marked: run rollcall audit verify"
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
