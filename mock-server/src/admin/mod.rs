//! The mock's own routes. They require no token, because the mock only listens
//! on loopback addresses; pages of other sites are refused ([`guard`]).

mod clock;
mod coverage;
mod faults;
mod guard;
mod openapi;
mod outbox;
mod page;
mod parameters;
mod requests;
mod reset;
mod seed;
mod snapshot;
#[cfg(test)]
mod tests;

pub(crate) use parameters::Parameters;

use crate::World;
use crate::answer::Refusal;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Router, middleware};

/// The path prefix of the mock's own routes.
pub(crate) const PREFIX: &str = "/__mock";

/// The list of routes, in the answer to an unknown path.
const HELP: &str = "The mock has, below /__mock/: a page (GET), reset (POST), seed (GET, POST), \
    snapshot (GET, PUT), clock (GET, PUT, POST), /__mock/faults (GET, POST, DELETE), \
    requests (GET, DELETE), requests/stream (GET), outbox (GET, DELETE), outbox/{number} and \
    outbox/{number}.json, .html and .eml (GET), coverage and openapi/{platform}.json (GET).";

pub(crate) fn router() -> Router<World> {
    let own = Router::new()
        .merge(page::router())
        .merge(reset::router())
        .merge(seed::router())
        .merge(snapshot::router())
        .merge(clock::router())
        .merge(faults::router())
        .merge(requests::router())
        .merge(outbox::router())
        .merge(openapi::router())
        .merge(coverage::router())
        .fallback(unknown)
        .method_not_allowed_fallback(unknown);
    Router::new()
        .nest(PREFIX, own)
        // The nested route / does not match this path.
        .route(&format!("{PREFIX}/"), get(page::page))
        .layer(middleware::from_fn(guard::check))
}

async fn unknown() -> Refusal {
    Refusal::documented(StatusCode::NOT_FOUND, HELP)
}
