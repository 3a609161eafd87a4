//! Which path is answered by what.

use crate::api::{audit_log, connections, health, metrics};
use crate::auth::credentials::FORM_LIMIT;
use crate::auth::gate::AuthGate;
use crate::auth::handlers;
use crate::config::Config;
use crate::config_error::ConfigError;
use crate::http::base_path::BasePath;
use crate::http::paths::{PROVIDER_PATH, PROVIDER_RETURN_PATH, SIGN_IN_PATH, SIGN_OUT_PATH};
use crate::http::{error, headers, pages};
use crate::metrics::Metrics;
use crate::middleware;
use crate::proxy::forward;
use crate::services::Services;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{any, get, post};
use std::future::ready;
use std::sync::Arc;
use wire::console::{CONNECTIONS_PATH, TRAIL_EXPORT_PATH, TRAIL_PATH, VIA_PREFIX};

/// Everything under one router, ready to be served on a loopback address.
///
/// # Errors
/// When a connection cannot be used: its address, its secret, its name.
pub fn router(config: Config) -> Result<Router, ConfigError> {
    let (base, https) = (config.base_path()?, config.https);
    let services = Services::new(config, &base)?;
    let router = monitoring_routes(services.needed.clone(), https).merge(console_routes(services));
    Ok(if base.is_empty() {
        router
    } else {
        BasePath::new(&base, https).around(router)
    })
}

/// What monitoring asks for. It calls this server by any address, and learns
/// nothing.
fn monitoring_routes(needed: Arc<health::Needed>, https: bool) -> Router {
    let secured = map_response(move |mut response: Response| {
        headers::secure(&mut response, https);
        ready(response)
    });
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state(needed)
        .layer(secured)
}

/// What browsers ask for. Every request passes the middleware first.
fn console_routes(services: Services) -> Router {
    let forwarded = format!("{VIA_PREFIX}{{*target}}");
    let connections = get(connections::answer).with_state(services.connections);
    let forward = any(forward::forward).with_state(services.forwarder);
    let pages = get(pages::page).with_state(services.pages);
    let sign_in = services
        .gate
        .map(|gate| sign_in_routes(gate, services.metrics));
    Router::new()
        .route(CONNECTIONS_PATH, connections)
        .route(&forwarded, forward)
        .route("/api/{*unknown}", any(error::unknown_route))
        .merge(services.audit_log.map(audit_log_routes).unwrap_or_default())
        .merge(sign_in.unwrap_or_default())
        .fallback_service(pages)
        .layer(from_fn_with_state(
            services.middleware,
            middleware::check_and_answer,
        ))
}

/// Where the audit log is read.
fn audit_log_routes(access: Arc<audit_log::Access>) -> Router {
    Router::new()
        .route(TRAIL_PATH, get(audit_log::page))
        .route(TRAIL_EXPORT_PATH, get(audit_log::export))
        .with_state(access)
}

/// Where people sign in and out. Attempts to sign in are counted in `metrics`.
fn sign_in_routes(gate: Arc<AuthGate>, metrics: Option<Arc<Metrics>>) -> Router {
    let counted = from_fn_with_state(metrics, metrics::count_sign_ins);
    let form = get(handlers::form)
        .post(handlers::enter)
        .layer(DefaultBodyLimit::max(FORM_LIMIT));
    let mut routes = Router::new().route(SIGN_IN_PATH, form.layer(counted.clone()));
    if gate.has_provider() {
        let finish = get(handlers::finish).layer(counted);
        routes = routes
            .route(PROVIDER_PATH, get(handlers::begin))
            .route(PROVIDER_RETURN_PATH, finish);
    }
    routes
        .route(SIGN_OUT_PATH, post(handlers::leave))
        .with_state(gate)
}
