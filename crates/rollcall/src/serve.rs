//! `rollcall serve`.

mod bodies;
mod connection;
mod connections;
mod file_limit;
mod listener;
mod stream;

use crate::config::{Log, ServerLimits, Settings};
use crate::panic_log;
use crate::session_key;
use crate::store_error::explain;
use crate::tls::{self, HangupSignal};
use crate::warnings;
use anyhow::{Context, Result, anyhow};
use audit_store::Store;
use connections::ConnectionLimits;
use gateway::{Config, Metrics, PublicUrl, Readiness, TrustedProxies};
use listener::Server;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How many connections may be open at once to the metrics.
const METRICS_CONNECTIONS: usize = 16;
/// How long requests that are under way may take once the server stops: as long
/// as a platform may take by default, so that a change is never cut off.
const STOP_TIMEOUT: Duration = Duration::from_secs(60);

/// Serves until a signal stops it.
pub(crate) async fn run(settings: Settings) -> Result<()> {
    // Before anything is printed: a program that reads the address may stop the
    // server at once.
    let stop = gateway::stop_signal().context("signals cannot be watched for")?;
    let hangup = HangupSignal::new().context("signals cannot be watched for")?;
    init_log(settings.log);
    std::panic::set_hook(Box::new(panic_log::log_panic));
    let listener = bind(settings.listen).await?;
    let at = listener.local_addr()?;
    let dist = &settings.gateway.console_files;
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
    let store = Store::open(&settings.audit).await.map_err(explain)?;
    let limits = settings.limits;
    let connection_limits = connection_limits(&limits, &settings.gateway);
    let tls = settings
        .tls
        .map(|files| tls::watch(files, hangup).map_err(|why| anyhow!(why)))
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
    config.people = store.people.clone();
    config.reviews = store.reviews.clone();
    if config.sign_in.is_some() && config.session_key.is_none() {
        config.session_key = Some(session_key::fallback(&settings.audit)?);
    }
    let metrics = counted
        .map(|counted| counted.router(&config.hosts, config.public_url.clone()))
        .transpose()?;
    let signed_in = config.signed_in.clone();
    let readiness = config.readiness.clone();
    let router = gateway::router(config)?;
    let mut addresses = format!("Console  {scheme}://{at}{below}\n");
    if let (Some(address), Some(metrics)) = (settings.metrics, metrics) {
        let listener = bind(address).await?;
        writeln!(
            addresses,
            "Metrics  http://{}/metrics",
            listener.local_addr()?
        )?;
        let connection_limits = ConnectionLimits {
            total: METRICS_CONNECTIONS,
            per_address: METRICS_CONNECTIONS,
            timeouts: limits.timeouts,
            has_people: false,
            proxies: TrustedProxies::default(),
        };
        let server = Server::new(listener, metrics, None, connection_limits);
        // Until the process ends, so that the last changes are counted as well.
        tokio::spawn(server.serve_until(std::future::pending()));
    }
    // If standard output is closed, the server still serves.
    let _ = std::io::stdout().write_all(addresses.as_bytes());
    tracing::info!(%at, "serving");

    let drained = async {
        stop.await;
        drain(limits.drain_wait, &readiness).await;
    };
    let open = Server::new(listener, router, tls, connection_limits)
        .serve_until(drained)
        .await;
    tracing::info!("stopping: requests that are under way may end");
    // Changes whose browser hung up have no connection any more, but an outcome.
    let ended = async {
        open.end().await;
        store.audit_log.settled().await;
    };
    if tokio::time::timeout(STOP_TIMEOUT, ended).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    signed_in.end().await;
    Ok(())
}

/// Whether people have to sign in from other machines, and no setting says that
/// browsers use https.
fn browsers_cannot_sign_in(settings: &Settings) -> bool {
    let config = &settings.gateway;
    let is_https = |url: &PublicUrl| url.is_https();
    config.sign_in.is_some()
        && !settings.listen.ip().is_loopback()
        && settings.tls.is_none()
        && !config.public_url.as_ref().is_some_and(is_https)
        && config.trusted_proxies.is_empty()
}

/// How many connections of browsers this machine allows.
fn connection_limits(limits: &ServerLimits, config: &Config) -> ConnectionLimits {
    let upstream = config.connections.iter();
    let upstream = upstream.map(|upstream| upstream.limits.concurrency).sum();
    let open_files = file_limit::raise();
    let total = file_limit::connections_within(open_files, limits.connections, upstream);
    tracing::info!(
        open_files,
        connections = total,
        "the most connections that may be open at once"
    );
    if let Some(wanted) = limits.connections.filter(|wanted| *wanted > total) {
        tracing::warn!(
            wanted,
            connections = total,
            "this process may not open enough files for so many connections: raise its hard limit \
             (LimitNOFILE in a systemd unit)"
        );
    }
    ConnectionLimits {
        total,
        per_address: limits.per_address,
        timeouts: limits.timeouts,
        has_people: config.sign_in.is_some() || config.proxy.is_some(),
        proxies: config.all_trusted_proxies(),
    }
}

/// Reports on `/readyz` that this server is stopping, and waits until load
/// balancers have noticed, or for a second signal.
async fn drain(wait: Duration, readiness: &Readiness) {
    // Before the wait can be noticed, so that no signal is missed.
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

fn init_log(format: Log) {
    let builder = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(std::io::stderr)
        .with_target(false);
    match format {
        Log::Text => builder.with_ansi(false).init(),
        Log::Json => builder.json().flatten_event(true).init(),
    }
}
