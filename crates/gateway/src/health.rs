//! What whoever watches over this process asks.

use crate::dist::Dist;
use crate::trail::Trail;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How long the trail may take to say whether it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// What has to be there.
#[derive(Debug, Clone)]
pub(crate) struct Needed {
    pub(crate) dist: Dist,
    pub(crate) trail: Option<Arc<dyn Trail>>,
}

/// `GET /healthz`: it runs.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: it has a console to show, and its database if that is shared
/// with others: they may reach it. A platform that is down is none of this: the
/// console shows that, and restarting would not help.
pub(crate) async fn ready(State(needed): State<Needed>) -> (StatusCode, &'static str) {
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
