//! What whoever watches over this process asks.

use axum::extract::State;
use axum::http::StatusCode;
use std::path::PathBuf;
use std::sync::Arc;

/// `GET /healthz`: it runs.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: it has a console to show. A platform that is down is none of
/// this: the console shows that, and restarting would not help.
pub(crate) async fn ready(State(index): State<Arc<PathBuf>>) -> (StatusCode, &'static str) {
    if tokio::fs::try_exists(&*index).await.unwrap_or(false) {
        (StatusCode::OK, "ready\n")
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "there is no console in the folder it is served from\n",
        )
    }
}
