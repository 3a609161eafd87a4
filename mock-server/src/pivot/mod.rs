//! Imply Pivot in native users mode: users and user statuses, two records
//! joined only by `name`, and the roles that users can have.
//!
//! Sources: `pivot-users.txt`, `pivot-user-statuses-2023.01.txt`,
//! `pivot-user-statuses-current.txt`, and `docs/platform-notes/pivot.md` for
//! what they leave open.

mod links;
mod openapi;
mod roles;
mod statuses;
mod store;
#[cfg(test)]
mod tests;
mod users;

pub(crate) use links::{reader_of, set_password};
pub(crate) use openapi::described;
pub(crate) use roles::Role;
pub(crate) use store::{Status, Store, User};

use crate::answer::Refusal;
use crate::{World, auth, faults, pretty};
use axum::http::StatusCode;
use axum::{Router, middleware};

/// All of Pivot's routes, and its 404 for everything else.
pub(crate) fn router(world: &World) -> Router<World> {
    Router::new()
        .merge(users::router())
        .merge(statuses::router())
        .merge(roles::router())
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        // The layer added last sees a request first.
        .layer(middleware::from_fn_with_state(
            world.clone(),
            faults::inject,
        ))
        .layer(middleware::from_fn_with_state(world.clone(), auth::pivot))
        .layer(middleware::from_fn(pretty::layout))
}

/// The answer to a path or method that no document lists.
async fn unknown() -> Refusal {
    Refusal::documented(StatusCode::NOT_FOUND, "Not found.")
        .note("assumed: no document shows an answer to an unknown route")
}
