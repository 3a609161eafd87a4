//! Actian Data Observability: the users of a tenant, and the token endpoint.
//!
//! Sources: `actian-user-management.txt`, and `docs/platform-notes/actian.md`
//! for what it leaves open. Paths are literal: profile and password routes are
//! under `/user`, all others under `/users`; the other spelling is 404.

mod access;
mod links;
mod openapi;
mod parameters;
mod passwords;
mod refusal;
mod scope;
mod store;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod token;
mod users;

pub(crate) use links::{reader_of, set_password};
pub(crate) use openapi::described;
pub(crate) use store::{Account, Role, Store};

use crate::{World, faults};
use axum::routing::any;
use axum::{Router, middleware};
use refusal::Refusal;

/// The path prefix of Actian's service.
const SERVICE: &str = "/api/auth";

/// All of Actian's routes, and its 404 for every other path below its prefix.
pub(crate) fn router(world: &World) -> Router<World> {
    let faults = || middleware::from_fn_with_state(world.clone(), faults::inject);
    let members = Router::new()
        .merge(users::router())
        .merge(passwords::router())
        .route(SERVICE, any(unknown))
        .route(&format!("{SERVICE}/"), any(unknown))
        .route(&format!("{SERVICE}/{{*rest}}"), any(unknown))
        .method_not_allowed_fallback(unknown)
        // The layer added last sees a request first.
        .layer(faults())
        .layer(middleware::from_fn_with_state(world.clone(), access::check));
    let sign_in = token::router()
        .method_not_allowed_fallback(unknown)
        .layer(faults());
    members.merge(sign_in)
}

/// The answer to a path or method that no document lists.
async fn unknown() -> Refusal {
    Refusal::not_found("assumed: no document shows an answer to an unknown route")
}
