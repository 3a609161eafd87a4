//! Binds the addresses, prints them, and serves until it is stopped.

use crate::args::Args;
use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::serve::ListenerExt;
use mock_server::{TOKEN, World, app, connections, fill_console, sign_ins};
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use wire::{Platform, catalogue};

/// How long calls in progress may take once it is stopped.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(1);

/// Serves until Ctrl-C or SIGTERM.
///
/// # Errors
/// If an address cannot be used.
pub(crate) async fn run(args: Args) -> Result<()> {
    // Installed before anything is printed: a program that reads the addresses
    // may stop it at once.
    let stop = gateway::stop_signal().context("signals cannot be watched for")?;
    let options = args.options();
    let (seed, generation) = (options.seed, options.generation);
    let apis = bind(args.listen(), "the platform APIs", "--listen 127.0.0.1:0").await?;
    let apis_at = apis.local_addr()?;
    let mut said = format!("Platform APIs  http://{apis_at}\n");
    let mut servers = vec![(apis, app(World::new(options)))];
    if let Some(address) = args.console() {
        let listener = bind(
            address,
            "the console",
            "--console 127.0.0.1:0, or do without it by --console off",
        )
        .await?;
        writeln!(said, "Console        http://{}", listener.local_addr()?)?;
        let mut upstreams = connections(apis_at, generation);
        for upstream in &mut upstreams {
            if args.asks(upstream.connection.platform) {
                upstream.credential = gateway::Credential::Asked;
            }
        }
        let console = gateway::router(gateway::Config::new(upstreams, args.dist().clone().into()))?;
        fill_console(&console, seed).await?;
        servers.push((listener, console));
        warn_if_app_is_missing(args.dist());
    }
    writeln!(
        said,
        "Try            curl -H '{}: {TOKEN}' http://{apis_at}{}",
        Platform::Pivot.secret_header(),
        catalogue::pivot::LIST_STATUSES.template
    )?;
    writeln!(said, "Look inside    http://{apis_at}/__mock/")?;
    said.push_str(&sign_ins());
    print_now(&said);
    serve(servers, stop).await
}

async fn bind(address: SocketAddr, what: &str, instead: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        anyhow!(
            "{address} cannot be used for {what}: {error}. \
             Choose another address with {instead} (port 0 takes any free port)"
        )
    })
}

fn warn_if_app_is_missing(dist: &Path) {
    let page = dist.join("index.html");
    if !page.is_file() {
        eprintln!(
            "mock-server: there is no {}, so the console has no page to show. \
             Build it with: cargo xtask build",
            page.display()
        );
    }
}

/// Prints at once, also into a pipe.
fn print_now(text: &str) {
    let mut stdout = std::io::stdout().lock();
    // It serves even if the output is closed.
    let _ = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
}

async fn serve(servers: Vec<(TcpListener, Router)>, stop: impl Future<Output = ()>) -> Result<()> {
    let (stopping, stopped) = watch::channel(());
    let mut tasks = tokio::task::JoinSet::new();
    for (listener, router) in servers {
        let mut stopped = stopped.clone();
        let listener = listener.tap_io(|stream| {
            // Without this option it is only slower.
            let _ = stream.set_nodelay(true);
        });
        tasks.spawn(
            axum::serve(listener, router)
                .with_graceful_shutdown(async move {
                    // An error means that the sender is gone: stop as well.
                    let _ = stopped.changed().await;
                })
                .into_future(),
        );
    }
    stop.await;
    drop(stopping);
    // Do not wait for calls that hang.
    let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, tasks.join_all()).await;
    Ok(())
}
