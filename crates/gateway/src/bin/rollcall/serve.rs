//! `rollcall serve`.

mod listener;

use crate::file::{Log, Settings};
use crate::tls::{self, Hangup};
use crate::trail::Written;
use anyhow::{Context, Result, anyhow};
use listener::Server;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How many connections are open at once; further ones wait to be accepted.
const CONNECTIONS: usize = 1024;
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
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", settings.listen))?;
    let at = listener.local_addr()?;
    let index = settings.gateway.dist.join("index.html");
    if !index.is_file() {
        tracing::warn!(
            "there is no {}: the console has no page to show",
            index.display()
        );
    }
    let trail = Arc::new(Written::start(&settings.audit).await?);
    let tls = settings
        .tls
        .map(|files| tls::watched(files, told).map_err(|why| anyhow!(why)))
        .transpose()?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let mut config = settings.gateway;
    config.trail = Some(trail.clone());
    config.https = tls.is_some();
    let router = gateway::router(config)?;
    // Nobody listening is no reason not to serve.
    let _ = writeln!(std::io::stdout(), "Console  {scheme}://{at}");
    tracing::info!(%at, "serving");

    let graceful = Server::new(listener, router, tls, CONNECTIONS)
        .until(stop)
        .await;
    tracing::info!("stopping: requests that are under way may end");
    // Changes whose browser hung up have no connection any more, but an outcome.
    let ended = async {
        graceful.shutdown().await;
        trail.settled().await;
    };
    if tokio::time::timeout(PATIENCE, ended).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    Ok(())
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
