//! Metabase: users, sessions, groups and memberships.
//!
//! Sources: `metabase-user.txt`, which names parameters and shows no answers;
//! `docs/platform-notes/metabase.md` for everything else. Where they disagree
//! the mock follows the document or, with `as_observed`, the notes.

mod answer;
mod caller;
mod groups;
mod headers;
mod locale;
mod mail;
mod memberships;
mod openapi;
mod properties;
mod records;
mod request;
mod reset;
mod schema;
mod session;
mod shapes;
mod store;
mod strength;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod throttle;
mod unique;
mod users;

pub(crate) use openapi::described;
pub(crate) use reset::{reader_of, set_password};
pub(crate) use store::{ADMINISTRATORS, Store};

use crate::endpoint::Endpoints;
use crate::{World, faults};
use answer::Reply;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Uri;
use axum::{Router, middleware};
use caller::MaybeCaller;
use jiff::Timestamp;
use serde_json::json;
use wire::catalogue::metabase as catalogue;

/// The path prefixes of all Metabase's routes. Other paths belong to the other
/// platforms.
const PREFIXES: [&str; 3] = ["/api/user", SESSION, "/api/permissions"];

/// Routes below this need no sign-in.
const SESSION: &str = "/api/session";

/// All of Metabase's routes, and its 404 for every other path below its
/// prefixes.
pub(crate) fn router(world: &World) -> Router<World> {
    let guarded = Router::new()
        .merge(users::router())
        .merge(groups::router())
        .merge(memberships::router())
        .layer(middleware::from_fn(caller::require));
    let open = Router::new()
        .merge(session::router())
        .merge(reset::router())
        .merge(properties::router())
        .endpoint(&catalogue::HEALTH, health);
    // The layer added last sees a request first.
    let metabase = guarded
        .merge(open)
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(middleware::from_fn_with_state(
            world.clone(),
            faults::inject,
        ))
        .layer(middleware::from_fn_with_state(
            world.clone(),
            caller::identify,
        ))
        .layer(middleware::from_fn(headers::add))
        .with_state(world.clone())
        .into_service::<Body>();
    let mut router = Router::new().route_service(catalogue::HEALTH.template, metabase.clone());
    for prefix in PREFIXES {
        router = router
            .route_service(prefix, metabase.clone())
            .route_service(&format!("{prefix}/"), metabase.clone())
            .route_service(&format!("{prefix}/{{*rest}}"), metabase.clone());
    }
    router.layer(middleware::map_request(without_slash))
}

/// Treats `/api/user/` as `/api/user` (metabase note 5).
async fn without_slash(mut request: Request) -> Request {
    let uri = request.uri();
    let prefix = uri.path().strip_suffix('/');
    if let Some(prefix) = prefix.filter(|prefix| PREFIXES.contains(prefix)) {
        let query = uri.query().map(|query| format!("?{query}"));
        let target = format!("{prefix}{}", query.unwrap_or_default());
        if let Ok(target) = target.parse::<Uri>() {
            *request.uri_mut() = target;
        }
    }
    request
}

/// A path or method that no route has: 401 without a sign-in, otherwise 404.
async fn unknown(MaybeCaller(caller): MaybeCaller, uri: Uri) -> Reply {
    let open = [SESSION, catalogue::HEALTH.template];
    if caller.is_some() || open.iter().any(|open| uri.path().starts_with(open)) {
        Reply::no_route()
    } else {
        Reply::unauthenticated()
    }
}

async fn health() -> Reply {
    Reply::ok(&json!({ "status": "ok" }))
}

/// Whether groups have managers: yes according to the document, no on the
/// observed servers, which lack the paid feature.
fn groups_have_managers(world: &World) -> bool {
    !world.options().as_observed
}

/// The world's time.
fn now(world: &World) -> Timestamp {
    world.now()
}
