//! `/__mock/faults`: the faults to inject.

use crate::World;
use crate::answer::{Answer, Refusal};
use crate::extract::JsonBody;
use crate::faults::Fault;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Serialize;

pub(super) fn router() -> Router<World> {
    Router::new().route("/faults", get(faults).post(add).delete(clear))
}

#[derive(Serialize)]
struct Listed<'a> {
    faults: &'a [Fault],
}

async fn faults(State(world): State<World>) -> Answer {
    listed(&world)
}

async fn add(State(world): State<World>, JsonBody(body): JsonBody) -> Result<Answer, Refusal> {
    world.faults().add(Fault::read(body)?);
    Ok(listed(&world))
}

async fn clear(State(world): State<World>) -> Answer {
    world.faults().clear();
    listed(&world)
}

/// The faults that are still to be injected.
pub(super) fn listed(world: &World) -> Answer {
    Answer::ok(&Listed {
        faults: world.faults().all(),
    })
}
