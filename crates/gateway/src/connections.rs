//! `GET /api/connections`: what the console needs to start.

use crate::Upstream;
use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use std::sync::Arc;
use wire::console::Connection;

pub(crate) fn list(upstreams: &[Upstream]) -> Arc<[Connection]> {
    upstreams
        .iter()
        .map(|upstream| upstream.connection.clone())
        .collect()
}

pub(crate) async fn answer(State(connections): State<Arc<[Connection]>>) -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], Json(connections.to_vec()))
}
