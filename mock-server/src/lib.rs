//! The platforms' APIs as their documents describe them: stateful, in memory,
//! for demos and tests.
//!
//! [`app`] makes a router from a [`World`]; worlds share nothing. Routes come
//! from wire's catalogue, but requests are read and answers written with this
//! crate's own types: a misreading must not be able to agree with itself.
//!
//! The documents win. Where they are silent the mock chooses, and says so in
//! the answer's `x-mock-note` header.

mod admin;
mod answer;
mod auth;
mod clock;
mod connections;
mod endpoint;
mod faults;
mod pivot;
mod pretty;
mod reading;
mod seed;
mod sentinel;
#[cfg(test)]
mod testing;
mod world;

pub use auth::TOKEN;
pub use clock::{Clock, ClockError};
pub use connections::connections;
pub use seed::Seed;
pub use world::{Options, World};

use axum::{Router, middleware};

/// The APIs of all platforms, and the mock's own routes below `/__mock/`.
///
/// Serve it on a loopback address only: its token is well known.
pub fn app(world: World) -> Router {
    Router::new()
        .nest(admin::PREFIX, admin::router())
        .merge(pivot::router(&world))
        .layer(middleware::map_response_with_state(
            world.clone(),
            clock::date,
        ))
        .with_state(world)
}
