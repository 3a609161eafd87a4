//! `rollcall serve`.

mod bodies;
mod connection;
mod connections;
mod descriptors;
mod listener;
mod stream;

use crate::file::{Log, ServerLimits, Settings};
use crate::panic;
use crate::session_key;
use crate::tls::{self, Hangup};
use crate::warnings;
use anyhow::{Context, Result, anyhow};
use audit_store::Store;
use connections::Bounds;
use gateway::{Config, Metrics, PublicUrl, Readiness, TrustedProxies};
use listener::Server;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How many connections are open at once to those who read what is counted.
const WATCHERS: usize = 16;
/// How long requests that are under way may take to end once it is to stop: as
/// long as a platform may take by default, so that a change is never cut off.
const PATIENCE: Duration = Duration::from_secs(60);

/// Serves until it is told to stop.
pub(crate) async fn run(settings: Settings) -> Result<()> {
    // Watched for before anything is printed: whoever reads the address may
    // stop it at once.
    let stop = gateway::stop_signal().context("signals cannot be watched for")?;
    let told = Hangup::new().context("signals cannot be watched for")?;
    log(settings.log);
    std::panic::set_hook(Box::new(panic::note));
    let listener = bind(settings.listen).await?;
    let at = listener.local_addr()?;
    let dist = &settings.gateway.dist;
    if !dist.is_built().await {
        tracing::warn!(?dist, "the console has no page to show");
    }
    for upstream in &settings.gateway.connections {
        if let Some(words) = warnings::short_secret(upstream) {
            tracing::warn!(connection = upstream.connection.id, "{words}");
        }
    }
    if browsers_cannot_sign_in(&settings) {
        tracing::warn!(
            "browsers keep people signed in over https only: put a certificate into [tls], or \
             a proxy that speaks TLS in front and its address into public_url"
        );
    }
    let store = Store::open(&settings.audit).await?;
    let limits = settings.limits;
    let bounds = bounds(&limits, &settings.gateway);
    let tls = settings
        .tls
        .map(|files| tls::watched(files, told).map_err(|why| anyhow!(why)))
        .transpose()?;
    let counted = settings.metrics.map(|_| Arc::new(Metrics::default()));
    let scheme = if tls.is_some() { "https" } else { "http" };
    let mut config = settings.gateway;
    let below = config.public_url.as_ref().map(PublicUrl::path);
    let below = below.filter(|path| !path.is_empty());
    let below = below.map(|path| format!("{path}/")).unwrap_or_default();
    config.audit_log = Some(store.audit_log.clone());
    config.metrics.clone_from(&counted);
    config.https = tls.is_some();
    config.sessions = store.sessions.clone();
    if config.sign_in.is_some() && config.session_key.is_none() {
        config.session_key = Some(session_key::fallback(&settings.audit)?);
    }
    let metrics = counted
        .map(|counted| counted.router(&config.hosts, config.public_url.clone()))
        .transpose()?;
    let signed_in = config.signed_in.clone();
    let readiness = config.readiness.clone();
    let router = gateway::router(config)?;
    let mut said = format!("Console  {scheme}://{at}{below}\n");
    if let (Some(address), Some(metrics)) = (settings.metrics, metrics) {
        let listener = bind(address).await?;
        writeln!(said, "Metrics  http://{}/metrics", listener.local_addr()?)?;
        let bounds = Bounds {
            places: WATCHERS,
            per_address: WATCHERS,
            timeouts: limits.timeouts,
            knows_people: false,
            proxies: TrustedProxies::default(),
        };
        let server = Server::new(listener, metrics, None, bounds);
        // Until the process ends: the last changes are counted as well.
        tokio::spawn(server.until(std::future::pending()));
    }
    // Nobody listening is no reason not to serve.
    let _ = std::io::stdout().write_all(said.as_bytes());
    tracing::info!(%at, "serving");

    let drained = async {
        stop.await;
        drain(limits.drain_wait, &readiness).await;
    };
    let open = Server::new(listener, router, tls, bounds)
        .until(drained)
        .await;
    tracing::info!("stopping: requests that are under way may end");
    // Changes whose browser hung up have no connection any more, but an outcome.
    let ended = async {
        open.end().await;
        store.audit_log.settled().await;
    };
    if tokio::time::timeout(PATIENCE, ended).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    signed_in.end().await;
    Ok(())
}

/// Whether people are to sign in from other machines, and nothing says that
/// browsers come over https.
fn browsers_cannot_sign_in(settings: &Settings) -> bool {
    let config = &settings.gateway;
    let is_https = |url: &PublicUrl| url.is_https();
    config.sign_in.is_some()
        && !settings.listen.ip().is_loopback()
        && settings.tls.is_none()
        && !config.public_url.as_ref().is_some_and(is_https)
        && config.trusted_proxies.is_empty()
}

/// What browsers' connections may take on this machine.
fn bounds(limits: &ServerLimits, config: &Config) -> Bounds {
    let upstream = config.connections.iter();
    let upstream = upstream.map(|upstream| upstream.limits.concurrency).sum();
    let open_files = descriptors::raise_limit();
    let places = descriptors::places(open_files, limits.connections, upstream);
    tracing::info!(
        open_files,
        connections = places,
        "so many connections are open at once at most"
    );
    if let Some(wanted) = limits.connections.filter(|wanted| *wanted > places) {
        tracing::warn!(
            wanted,
            connections = places,
            "this process may not open enough files for so many connections: raise its hard limit \
             (LimitNOFILE in a systemd unit)"
        );
    }
    Bounds {
        places,
        per_address: limits.per_address,
        timeouts: limits.timeouts,
        knows_people: config.sign_in.is_some() || config.proxy.is_some(),
        proxies: config.all_trusted_proxies(),
    }
}

/// Says that this server is stopping, and waits for balancers to learn it or
/// for a second signal to stop.
async fn drain(wait: Duration, readiness: &Readiness) {
    // Watched for before anybody can know that the wait has begun.
    let again = gateway::stop_signal();
    readiness.withdraw();
    if wait.is_zero() {
        return;
    }
    let seconds = wait.as_secs();
    tracing::info!(
        seconds,
        "stopping: /readyz says so, connections are accepted for now"
    );
    match again {
        // Either of them ends the wait.
        Ok(again) => drop(tokio::time::timeout(wait, again).await),
        Err(error) => {
            tracing::warn!(%error, "a second signal cannot be watched for");
            tokio::time::sleep(wait).await;
        }
    }
}

pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} cannot be listened on"))
}

fn log(how: Log) {
    let builder = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(std::io::stderr)
        .with_target(false);
    match how {
        Log::Text => builder.with_ansi(false).init(),
        Log::Json => builder.json().flatten_event(true).init(),
    }
}
