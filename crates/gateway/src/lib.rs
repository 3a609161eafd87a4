//! The server between the console and the platforms: it serves the built app,
//! lists the connections, and forwards what the catalogue lists, with each
//! connection's secret added. The browser sees no address and no secret.

mod address;
mod answer;
mod config;
mod connections;
mod error;
mod forward;
mod guard;
mod headers;
mod limits;
mod name;
mod pages;
mod target;

pub use config::{Config, ConfigError, Secret, Upstream};
pub use limits::Limits;

use axum::Router;
use axum::middleware;
use axum::routing::{any, get};
use std::sync::Arc;

/// Everything under one router, ready to be served on a loopback address.
///
/// # Errors
/// When a connection's base address cannot be used.
pub fn router(config: Config) -> Result<Router, ConfigError> {
    let forwarder = forward::Forwarder::new(&config.connections)?;
    let connections = connections::list(&config.connections);
    let pages = pages::Pages::new(&config.dist);
    let via = format!("{}{{*target}}", wire::console::VIA_PREFIX);
    Ok(Router::new()
        .route(wire::console::CONNECTIONS_PATH, get(connections::answer))
        .with_state(connections)
        .route(&via, any(forward::forward).with_state(Arc::new(forwarder)))
        .route("/api/{*unknown}", any(error::unknown_route))
        .fallback_service(get(pages::page).with_state(Arc::new(pages)))
        .layer(middleware::from_fn(guard::same_origin_writes))
        .layer(middleware::from_fn(guard::known_host))
        .layer(middleware::from_fn(guard::known_method))
        .layer(middleware::map_response(headers::secure)))
}
