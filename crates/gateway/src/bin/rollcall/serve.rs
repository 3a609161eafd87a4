//! `rollcall serve`.

use crate::file::{Log, Settings};
use crate::trail::Written;
use anyhow::{Context, Result};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// How long a browser may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);
/// How many connections are open at once; further ones wait to be accepted.
const CONNECTIONS: usize = 1024;
/// How long requests that are under way may take to end once it is to stop: as
/// long as a platform may take by default, so that a change is never cut off.
const PATIENCE: Duration = Duration::from_secs(60);
/// A pause after an error of the machine's (no file handles left), so that it
/// is not asked again at once.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until it is told to stop.
pub(crate) async fn run(settings: Settings) -> Result<()> {
    // Watched for before anything is printed: whoever reads the address may
    // stop it at once.
    let stop = gateway::stop_signal().context("signals cannot be watched for")?;
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
    let mut config = settings.gateway;
    config.trail = Some(trail.clone());
    let router = gateway::router(config)?;
    // Nobody listening is no reason not to serve.
    let _ = writeln!(std::io::stdout(), "Console  http://{at}");
    tracing::info!(%at, "serving");

    let service = TowerToHyperService::new(router);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let (stream, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        // Only speed is lost where it cannot be set.
        let _ = stream.set_nodelay(true);
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            // Browsers hang up all the time.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
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

type Accepted = (tokio::net::TcpStream, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> std::io::Result<Accepted> {
    let place = places
        .clone()
        .acquire_owned()
        .await
        .map_err(std::io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((stream, place))
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
