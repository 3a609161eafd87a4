//! What monitoring asks of this process.

use crate::audit::log::AuditLog;
use crate::http::assets::ConsoleFiles;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// How long the audit log may take to say whether it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// What has to be there.
#[derive(Debug)]
pub(crate) struct Needed {
    dist: ConsoleFiles,
    audit_log: Option<Arc<dyn AuditLog>>,
    readiness: Readiness,
    /// Whether the audit log was there, and when that was asked.
    last: Mutex<Option<(Instant, bool)>>,
}

impl Needed {
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

    /// Whether the audit log is there. Strangers may ask for `/readyz` as often as
    /// they like, and must not keep the database busy with it: one at a time is
    /// looked for, and those who came before it take what came of it.
    async fn has_audit_log(&self) -> bool {
        let Some(audit_log) = &self.audit_log else {
            return true;
        };
        let came = Instant::now();
        let mut last = self.last.lock().await;
        if let Some((asked, is_there)) = *last
            && asked > came
        {
            return is_there;
        }
        let asked = Instant::now();
        let is_there = matches!(timeout(PATIENCE, audit_log.ready()).await, Ok(Ok(())));
        *last = Some((asked, is_there));
        is_there
    }
}

/// Whether a server wants further requests.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// From now on `/readyz` says that the server is stopping, so that a balancer
    /// sends no more requests to it. It still answers those that come.
    pub fn withdraw(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_withdrawn(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Whether the server runs.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "monitoring",
    operation_id = "getHealth",
    responses((status = 200, description = "It runs", body = String)),
)]
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// Whether the server wants requests.
///
/// It does if it is not stopping, has a console to show, and can write its
/// database: while it cannot, nothing can be changed here. A platform that is
/// down is none of this: the console shows that, and restarting would not help.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "monitoring",
    operation_id = "getReadiness",
    responses(
        (status = 200, description = "It is ready", body = String),
        (status = 503, description = "It is not, and why", body = String),
    ),
)]
pub(crate) async fn ready(State(needed): State<Arc<Needed>>) -> (StatusCode, &'static str) {
    if needed.readiness.is_withdrawn() {
        return (StatusCode::SERVICE_UNAVAILABLE, "this server is stopping\n");
    }
    if !needed.dist.is_built().await {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "there is no console to show\n",
        );
    }
    if !needed.has_audit_log().await {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database of the trail and the sessions cannot be reached, or not be written\n",
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
        let needed = Needed::new(dist, Some(audit_log.clone()), Readiness::default());
        let answers = join_all((0..1_000).map(|_| needed.has_audit_log())).await;
        assert!(answers.into_iter().all(|is_there| is_there));
        assert!(audit_log.asked.load(Ordering::Relaxed) <= 2);
        audit_log.is_away.store(true, Ordering::Relaxed);
        assert!(!needed.has_audit_log().await);
    }
}
