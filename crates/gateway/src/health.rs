//! What whoever watches over this process asks.

use crate::dist::Dist;
use crate::trail::Trail;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// How long the trail may take to say whether it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// What has to be there.
#[derive(Debug, Clone)]
pub(crate) struct Needed {
    pub(crate) dist: Dist,
    pub(crate) trail: Option<Arc<dyn Trail>>,
    pub(crate) readiness: Readiness,
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

/// `GET /healthz`: it runs.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: it is not stopping, and has a console to show, and its database if that is shared
/// with others: they may reach it. A platform that is down is none of this: the
/// console shows that, and restarting would not help.
pub(crate) async fn ready(State(needed): State<Needed>) -> (StatusCode, &'static str) {
    if needed.readiness.is_withdrawn() {
        return (StatusCode::SERVICE_UNAVAILABLE, "this server is stopping\n");
    }
    if !needed.dist.is_built().await {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "there is no console to show\n",
        );
    }
    if let Some(trail) = &needed.trail
        && !matches!(timeout(PATIENCE, trail.ready()).await, Ok(Ok(())))
    {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database of the trail and the sessions cannot be reached\n",
        );
    }
    (StatusCode::OK, "ready\n")
}
