//! Which path is answered by what.

use crate::api::{audit_log, connections, health, metrics};
use crate::audit::counted::Counted;
use crate::audit::log::AuditLog;
use crate::auth::credentials::FORM_LIMIT;
use crate::auth::gate::AuthGate;
use crate::auth::handlers;
use crate::auth::proxy_header::Proxy;
use crate::auth::signing::SigningKey;
use crate::config::Config;
use crate::config_error::ConfigError;
use crate::http::base_path::BasePath;
use crate::http::pages::{self, Pages};
use crate::http::paths::{PROVIDER_PATH, PROVIDER_RETURN_PATH, SIGN_IN_PATH, SIGN_OUT_PATH};
use crate::http::site::Site;
use crate::http::{error, headers};
use crate::middleware::{self, Middleware};
use crate::proxy::forward::{self, Forwarder};
use crate::proxy::load::Load;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{any, get, post};
use std::future::ready;
use std::sync::Arc;

/// Everything under one router, ready to be served on a loopback address.
///
/// # Errors
/// When a connection cannot be used: its address, its secret, its name.
pub fn router(mut config: Config) -> Result<Router, ConfigError> {
    if let Some(metrics) = config.metrics.clone() {
        config.audit_log = config
            .audit_log
            .map(|audit_log| Arc::new(Counted { audit_log, metrics }) as Arc<dyn AuditLog>);
    }
    let trusted_proxies = config.all_trusted_proxies();
    let forwarder = Forwarder::new(
        &config.connections,
        config.audit_log.clone(),
        &config.signed_in,
    )?;
    if let Some(metrics) = &config.metrics {
        metrics.register(Box::new(Load(forwarder.targets())));
    }
    let known = Arc::new(connections::Known::new(
        &config.connections,
        config.sign_in.is_some(),
    ));
    let base = config.base_path()?;
    let pages = Pages::new(config.dist.clone(), &base);
    let needed = health::Needed::new(config.dist, config.audit_log.clone(), config.readiness);
    let via = format!("{}{{*target}}", wire::console::VIA_PREFIX);
    let sessions = config.sessions;
    let session_key = config.session_key;
    let audit_log = config.audit_log.clone();
    let gate = config
        .sign_in
        .map(|sign_in| {
            let key = session_key.map_or_else(SigningKey::random, Ok);
            let key = key.map_err(ConfigError::SessionKey)?;
            Ok(Arc::new(AuthGate::new(
                sign_in,
                sessions,
                key,
                audit_log.clone(),
            )))
        })
        .transpose()?;
    let mut guarded = config.audit_log.map_or_else(Router::new, |audit_log| {
        Router::new()
            .route(wire::console::TRAIL_PATH, get(audit_log::page))
            .route(wire::console::TRAIL_EXPORT_PATH, get(audit_log::export))
            .with_state(Arc::new(audit_log::Access::new(audit_log)))
    });
    guarded = guarded
        .route(
            wire::console::CONNECTIONS_PATH,
            get(connections::answer).with_state(known),
        )
        .route(&via, any(forward::forward).with_state(Arc::new(forwarder)))
        .route("/api/{*unknown}", any(error::unknown_route))
        .fallback_service(get(pages::page).with_state(Arc::new(pages)));
    if let Some(gate) = &gate {
        AuthGate::tend(gate);
        let counted = from_fn_with_state(config.metrics.clone(), metrics::count_sign_ins);
        let entry = get(handlers::form)
            .post(handlers::enter)
            .layer(DefaultBodyLimit::max(FORM_LIMIT));
        if gate.has_provider() {
            let begin = get(handlers::begin).with_state(gate.clone());
            let finish = get(handlers::finish).with_state(gate.clone());
            guarded = guarded
                .route(PROVIDER_PATH, begin)
                .route(PROVIDER_RETURN_PATH, finish.layer(counted.clone()));
        }
        guarded = guarded
            .route(SIGN_IN_PATH, entry.with_state(gate.clone()).layer(counted))
            .route(
                SIGN_OUT_PATH,
                post(handlers::leave).with_state(gate.clone()),
            );
    }
    let checks = Arc::new(Middleware {
        trusted_proxies,
        site: Site::new(&config.hosts, config.public_url, config.https)?,
        proxy: config.proxy.map(Proxy::canonical),
        gate,
        body_timeout: config.body_timeout,
        metrics: config.metrics,
        https: config.https,
    });
    let guarded = guarded.layer(from_fn_with_state(checks, middleware::enter));
    // Monitoring calls this server by any address, and learns nothing.
    let watched = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(Arc::new(needed)));
    let secured = map_response(move |mut response: Response| {
        headers::secure(&mut response, config.https);
        ready(response)
    });
    let router = watched.layer(secured).merge(guarded);
    Ok(if base.is_empty() {
        router
    } else {
        BasePath::new(&base, config.https).around(router)
    })
}
