//! The mock's own routes. They need no token: the mock is on loopback only.

use crate::World;
use crate::answer::{Answer, Refusal};
use crate::faults::Fault;
use crate::reading::JsonBody;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;

/// Below here are the mock's own routes.
pub(crate) const PREFIX: &str = "/__mock";

pub(crate) fn router() -> Router<World> {
    Router::new()
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/reset", post(reset))
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
}

#[derive(Serialize)]
struct Listed<'a> {
    faults: &'a [Fault],
}

async fn faults(State(world): State<World>) -> Answer {
    listed(&world)
}

async fn add_fault(
    State(world): State<World>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    world.faults().add(Fault::read(body)?);
    Ok(listed(&world))
}

async fn clear_faults(State(world): State<World>) -> Answer {
    world.faults().clear();
    listed(&world)
}

async fn reset(State(world): State<World>) -> Answer {
    world.reset();
    listed(&world)
}

async fn unknown() -> Refusal {
    Refusal::documented(
        StatusCode::NOT_FOUND,
        "The mock has /__mock/faults (GET, POST, DELETE) and /__mock/reset (POST).",
    )
}

/// The faults that are left, as every one of these routes answers.
fn listed(world: &World) -> Answer {
    Answer::ok(&Listed {
        faults: world.faults().all(),
    })
}
