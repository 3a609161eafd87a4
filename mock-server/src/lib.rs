//! The platforms' APIs as their documents describe them: stateful, in memory,
//! for demos and tests.
//!
//! [`app`] makes a router from a [`World`]; worlds share nothing. Routes come
//! from wire's catalogue, but requests are read and answers written with this
//! crate's own types: a mistake in wire must not be able to agree with itself.
//!
//! The documents decide. Where they say nothing, the mock chooses, and says so
//! in the answer's `x-mock-note` header.

mod actian;
mod admin;
mod answer;
mod auth;
mod clock;
mod connections;
mod console_people;
mod coverage;
mod endpoint;
mod extract;
mod faults;
mod html;
mod journal;
mod layout;
mod links;
mod metabase;
mod openapi;
mod outbox;
mod password;
mod pivot;
mod pretty;
mod seed;
mod sentinel;
mod set_password;
mod sign_ins;
mod streaming;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod world;

pub use auth::TOKEN;
pub use clock::{Clock, ClockError};
pub use connections::connections;
pub use console_people::{ConsoleError, fill_console};
pub use outbox::{SmtpServer, SmtpServerError};
pub use seed::{MOST_USERS, Seed, SeedError};
pub use sign_ins::sign_ins;
pub use world::{Options, World};

use axum::{Router, middleware};

/// The APIs of all platforms, and the mock's own routes below `/__mock/`.
///
/// Serve it on a loopback address only: its token is well known.
pub fn app(world: World) -> Router {
    let platforms = Router::new()
        .merge(pivot::router(&world))
        .merge(actian::router(&world))
        .merge(metabase::router(&world))
        .layer(middleware::from_fn_with_state(
            world.clone(),
            journal::record,
        ));
    Router::new()
        .merge(admin::router())
        .merge(set_password::router())
        .merge(platforms)
        .layer(middleware::map_response_with_state(
            world.clone(),
            clock::date,
        ))
        .with_state(world)
}
