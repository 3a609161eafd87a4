//! `GET /healthz` and `GET /readyz`, for monitoring and load balancers.

use crate::audit::log::AuditLog;
use crate::http::assets::ConsoleFiles;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// How long the audit log may take to answer.
const AUDIT_LOG_TIMEOUT: Duration = Duration::from_secs(2);

/// What this server needs to serve requests.
#[derive(Debug)]
pub(crate) struct ReadinessCheck {
    dist: ConsoleFiles,
    audit_log: Option<Arc<dyn AuditLog>>,
    readiness: Readiness,
    /// When the audit log was last checked, and whether it was available.
    last: Mutex<Option<(Instant, bool)>>,
}

impl ReadinessCheck {
    pub(crate) fn new(
        dist: ConsoleFiles,
        audit_log: Option<Arc<dyn AuditLog>>,
        readiness: Readiness,
    ) -> Self {
        Self {
            dist,
            audit_log,
            readiness,
            last: Mutex::default(),
        }
    }

    /// Whether the audit log is available. Anyone may request `/readyz` as often as
    /// they like, which must not keep the database busy: only one check runs at a
    /// time, and requests that arrived before it began use its result.
    async fn has_audit_log(&self) -> bool {
        let Some(audit_log) = &self.audit_log else {
            return true;
        };
        let arrived = Instant::now();
        let mut last = self.last.lock().await;
        if let Some((checked, is_available)) = *last
            && checked > arrived
        {
            return is_available;
        }
        let checked = Instant::now();
        let is_available = matches!(
            timeout(AUDIT_LOG_TIMEOUT, audit_log.ready()).await,
            Ok(Ok(()))
        );
        *last = Some((checked, is_available));
        is_available
    }
}

/// Whether this server accepts further requests.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// From now on `/readyz` says that the server is stopping, so that a load
    /// balancer sends it no more requests. It still answers requests that arrive.
    pub fn withdraw(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_withdrawn(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Whether the server is running.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "monitoring",
    operation_id = "getHealth",
    responses((status = 200, description = "It is running", body = String)),
)]
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// Whether the server is ready for requests.
///
/// It is ready if it is not stopping, has the console's files, and can write its
/// database, without which no change can be made. It does not check the platforms:
/// the console shows that one is down, and a restart would not help.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "monitoring",
    operation_id = "getReadiness",
    responses(
        (status = 200, description = "It is ready", body = String),
        (status = 503, description = "It is not ready: the reason", body = String),
    ),
)]
pub(crate) async fn ready(
    State(readiness_check): State<Arc<ReadinessCheck>>,
) -> (StatusCode, &'static str) {
    if readiness_check.readiness.is_withdrawn() {
        return (StatusCode::SERVICE_UNAVAILABLE, "this server is stopping\n");
    }
    if !readiness_check.dist.is_built().await {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the console's files are missing\n",
        );
    }
    if !readiness_check.has_audit_log().await {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database of the audit log and the sessions cannot be reached or written\n",
        );
    }
    (StatusCode::OK, "ready\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::change::{Change, Outcome};
    use crate::audit::event::Event;
    use crate::audit::log::{NotRecorded, Recording};
    use crate::audit::read::{AuditLogReader, Filter, NotRead, Part, Reading, ReadingEntries};
    use futures::future::join_all;
    use std::sync::atomic::AtomicUsize;

    /// A database that takes a second to answer.
    #[derive(Debug, Default)]
    struct Slow {
        asked: AtomicUsize,
        is_away: AtomicBool,
    }

    impl AuditLog for Slow {
        fn begin(&self, _: Change) -> Recording<'_> {
            Box::pin(std::future::ready(Ok(())))
        }

        fn finish(&self, _: &str, _: Outcome) -> Recording<'_> {
            Box::pin(std::future::ready(Ok(())))
        }

        fn record_event(&self, _: Event) -> Recording<'_> {
            Box::pin(std::future::ready(Ok(())))
        }

        fn ready(&self) -> Recording<'_> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            Box::pin(async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                if self.is_away.load(Ordering::Relaxed) {
                    return Err(NotRecorded("away".into()));
                }
                Ok(())
            })
        }
    }

    impl AuditLogReader for Slow {
        fn changes<'a>(&'a self, _: &'a Filter, _: Part) -> Reading<'a> {
            Box::pin(std::future::ready(Err(NotRead::Away("away".into()))))
        }

        fn entries<'a>(&'a self, _: &'a [String]) -> ReadingEntries<'a> {
            Box::pin(std::future::ready(Err(NotRead::Away("away".into()))))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn however_many_ask_at_once_the_database_is_asked_once_or_twice_and_anew_later() {
        let audit_log = Arc::new(Slow::default());
        let dist = ConsoleFiles::Folder("-".into());
        let readiness_check =
            ReadinessCheck::new(dist, Some(audit_log.clone()), Readiness::default());
        let answers = join_all((0..1_000).map(|_| readiness_check.has_audit_log())).await;
        assert!(answers.into_iter().all(|is_there| is_there));
        assert!(audit_log.asked.load(Ordering::Relaxed) <= 2);
        audit_log.is_away.store(true, Ordering::Relaxed);
        assert!(!readiness_check.has_audit_log().await);
    }
}
