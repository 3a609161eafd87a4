//! The server between the console and the platforms: it serves the built app,
//! lists the connections, and forwards what the catalogue lists, with each
//! connection's secret added. The browser sees no address and no secret.

mod address;
mod answer;
mod base_path;
mod call;
mod client_address;
mod config;
mod connections;
mod credential;
mod dist;
mod entrance;
mod error;
mod forward;
mod guard;
mod headers;
mod health;
mod html;
mod limits;
mod log;
mod metrics;
mod name;
mod pages;
mod probe;
mod proxy;
mod recognition;
mod recurring;
mod redact;
mod redirect;
mod refusal;
mod request_body;
mod retry_after;
mod session_id;
mod sign_in;
mod site;
mod stop;
mod target;
mod tls;
mod trail;
mod unpack;

pub use client_address::{ClientAddress, TrustedProxies};
pub use config::{Config, ConfigError, Secret, Upstream};
pub use credential::{Credential, SignedIn};
pub use dist::{Dist, EmbeddedFile};
pub use health::Readiness;
pub use limits::Limits;
pub use metrics::Metrics;
pub use probe::{Report, probe};
pub use proxy::Proxy;
pub use recognition::Recognition;
pub use recurring::{Over, Recurring};
pub use sign_in::{
    Admission, InMemory, Keeping, NoRandomness, NotKept, OpenId, OpenIdReport, Passwords, Person,
    Role, SIGNING_KEY_BYTES, Session, SessionStore, SignIn, SigningKey, StoredSession, TokenHash,
    Via, random_bytes,
};
pub use site::{PublicUrl, PublicUrlError};
pub use stop::stop_signal;
pub use trail::{
    Actor, Change, Event, Export, Filter, Format, NotRead, NotRecorded, Order, Outcome, Part,
    Reading, Recording, Trail, TrailReader,
};

use axum::Router;
use axum::middleware;
use axum::response::Response;
use axum::routing::{any, get, post};
use entrance::Entrance;
use sign_in::Door;
use std::future::ready;
use std::sync::Arc;

/// Whether a connection can be used: its address, its secret, its CA file.
///
/// # Errors
/// When not.
pub fn check(upstream: &Upstream) -> Result<(), ConfigError> {
    target::Target::new(upstream).map(|_| ())
}

/// Whether an identity provider can be used as it is described. It is not asked.
///
/// # Errors
/// When not.
pub fn check_openid(openid: &OpenId) -> Result<(), ConfigError> {
    sign_in::openid::Provider::new(openid.clone()).map(|_| ())
}

/// Asks an identity provider for what it publishes, without which nobody can sign
/// in there.
///
/// # Errors
/// When it cannot be used as it is described.
pub async fn probe_openid(openid: &OpenId) -> Result<OpenIdReport, ConfigError> {
    let provider = sign_in::openid::Provider::new(openid.clone())?;
    Ok(provider.probe().await)
}

/// Everything under one router, ready to be served on a loopback address.
///
/// # Errors
/// When a connection cannot be used: its address, its secret, its name; or an
/// identity provider.
pub fn router(mut config: Config) -> Result<Router, ConfigError> {
    if let Some(metrics) = config.metrics.clone() {
        config.trail = config
            .trail
            .map(|trail| Arc::new(metrics::Counted { trail, metrics }) as Arc<dyn Trail>);
    }
    let trusted_proxies = config.all_trusted_proxies();
    let forwarder = forward::Forwarder::new(&config)?;
    if let Some(metrics) = &config.metrics {
        metrics.watch(forwarder.targets());
    }
    let known = Arc::new(connections::Known::new(&config));
    let base = config.base_path()?;
    let pages = pages::Pages::new(config.dist.clone(), &base);
    let needed = health::Needed::new(config.dist, config.trail.clone(), config.readiness);
    let via = format!("{}{{*target}}", wire::console::VIA_PREFIX);
    let sessions = config.sessions;
    let session_key = config.session_key;
    let trail = config.trail.clone();
    let door = config
        .sign_in
        .map(|sign_in| {
            let key = session_key.map_or_else(SigningKey::random, Ok);
            let key = key.map_err(ConfigError::SessionKey)?;
            Door::new(sign_in, sessions, key, trail.clone()).map(Arc::new)
        })
        .transpose()?;
    let mut guarded = config.trail.map_or_else(Router::new, |trail| {
        Router::new()
            .route(wire::console::TRAIL_PATH, get(trail::answer::page))
            .route(wire::console::TRAIL_EXPORT_PATH, get(trail::answer::export))
            .with_state(Arc::new(trail::answer::Access::new(trail)))
    });
    guarded = guarded
        .route(
            wire::console::CONNECTIONS_PATH,
            get(connections::answer).with_state(known),
        )
        .route(&via, any(forward::forward).with_state(Arc::new(forwarder)))
        .route("/api/{*unknown}", any(error::unknown_route))
        .fallback_service(get(pages::page).with_state(Arc::new(pages)));
    if let Some(door) = &door {
        Door::tend(door);
        let counted = middleware::from_fn_with_state(config.metrics.clone(), metrics::sign_ins);
        let entry = get(sign_in::form).post(sign_in::password::enter);
        if door.has_provider() {
            let begin = get(sign_in::openid::begin).with_state(door.clone());
            let finish = get(sign_in::openid::finish).with_state(door.clone());
            guarded = guarded
                .route(sign_in::openid::BEGIN, begin)
                .route(sign_in::openid::RETURN, finish.layer(counted.clone()));
        }
        guarded = guarded
            .route(
                sign_in::SIGN_IN,
                entry.with_state(door.clone()).layer(counted),
            )
            .route(
                sign_in::SIGN_OUT,
                post(sign_in::leave).with_state(door.clone()),
            );
    }
    let entrance = Arc::new(Entrance {
        trusted_proxies,
        site: site::Site::new(&config.hosts, config.public_url, config.https)?,
        proxy: config.proxy.map(proxy::Proxy::canonical),
        door,
        body_timeout: config.body_timeout,
        metrics: config.metrics,
        https: config.https,
    });
    let guarded = guarded.layer(middleware::from_fn_with_state(entrance, entrance::enter));
    // Whoever watches calls this server by any address, and learns nothing.
    let watched = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(Arc::new(needed)));
    let secured = middleware::map_response(move |mut response: Response| {
        headers::secure(&mut response, config.https);
        ready(response)
    });
    let router = watched.layer(secured).merge(guarded);
    Ok(if base.is_empty() {
        router
    } else {
        base_path::BasePath::new(&base, config.https).around(router)
    })
}
