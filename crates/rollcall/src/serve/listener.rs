//! Accepts connections of browsers, limits their number, and ends them in
//! order.

use super::bodies::{RequestBody, ResponseBody};
use super::connection::Connection;
use super::connections::{ConnectionLimits, ConnectionSlot, Connections, RESERVED_SLOTS};
use super::stream::TrackedStream;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{MissedTickBehavior, interval};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;
use wire::console::GATEWAY_ERROR_HEADER;

/// The largest head of a request, in bytes.
const HEAD_LIMIT: usize = 32 * 1024;
/// How many requests one connection may carry, so that no connection lives for
/// ever. nginx has the same default.
const MOST_REQUESTS: u32 = 1000;
/// How often overdue connections are looked for.
const SWEEP_INTERVAL: Duration = Duration::from_millis(500);
/// The pause after `accept` failed (no file handles left), so that it is not
/// called again at once.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How many connections may be ending before the next one is accepted.
const MOST_ENDING: usize = 64;

/// Serves the connections of one address.
pub(super) struct Server {
    listener: TcpListener,
    router: Router,
    /// The current TLS acceptor, if this address uses TLS.
    tls: Option<watch::Receiver<TlsAcceptor>>,
    http: http1::Builder,
    connections: Arc<Connections>,
    /// One for each connection until it has really ended.
    permits: Arc<Semaphore>,
}

impl Server {
    /// Serves `router` on `listener` within these limits.
    pub(super) fn new(
        listener: TcpListener,
        router: Router,
        tls: Option<watch::Receiver<TlsAcceptor>>,
        limits: ConnectionLimits,
    ) -> Self {
        let mut http = http1::Builder::new();
        // The connections' own limits bound the time of heads as well, without a
        // timer for each request.
        http.header_read_timeout(None).max_header_size(HEAD_LIMIT);
        let permits = limits.total + RESERVED_SLOTS + MOST_ENDING;
        Self {
            listener,
            router,
            tls,
            http,
            connections: Connections::new(limits),
            permits: Arc::new(Semaphore::new(permits)),
        }
    }

    /// Accepts connections until `stop` ends, and returns those that are open then.
    pub(super) async fn serve_until(self, stop: impl Future<Output = ()>) -> OpenConnections {
        let graceful = GracefulShutdown::new();
        let mut ticks = interval(SWEEP_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                _ = ticks.tick() => {
                    self.connections.sweep();
                    continue;
                }
                accepted = self.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer, permit)) => {
                    if let Some(place) = self.connections.open_slot(peer.ip()) {
                        self.serve(stream, peer, (place, permit), graceful.watcher());
                    }
                }
                Err(error) => {
                    self.connections.make_room_after(&error);
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        OpenConnections {
            graceful,
            connections: self.connections,
        }
    }

    async fn accept(&self) -> std::io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
        let permit = self.permits.clone().acquire_owned().await;
        let permit = permit.map_err(std::io::Error::other)?;
        let (stream, peer) = self.listener.accept().await?;
        Ok((stream, peer, permit))
    }

    fn serve(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        held: (ConnectionSlot, OwnedSemaphorePermit),
        watcher: Watcher,
    ) {
        let connection = held.0.connection.clone();
        let stream = TrackedStream::new(stream, connection.clone());
        let tls = self.tls.as_ref().map(|tls| tls.borrow().clone());
        let (http, router) = (self.http.clone(), self.router.clone());
        let task = tokio::spawn(async move {
            // Both are freed when the task ends, also when it is aborted.
            let (place, _permit) = held;
            let connection = place.connection.clone();
            let Some(tls) = tls else {
                return serve_connection(&http, stream, router, peer, connection, watcher).await;
            };
            match tls.accept(stream).await {
                Ok(stream) => {
                    serve_connection(&http, stream, router, peer, connection, watcher).await;
                }
                Err(error) => tracing::debug!(%error, "the TLS handshake failed"),
            }
        });
        connection.set_task(task.abort_handle());
    }
}

/// The connections that are still open when a server has stopped accepting.
pub(super) struct OpenConnections {
    graceful: GracefulShutdown,
    connections: Arc<Connections>,
}

impl OpenConnections {
    /// Waits for the requests that are under way. Connections that only keep
    /// the server waiting end soon.
    pub(super) async fn end(self) {
        self.connections.stop();
        let mut ticks = interval(SWEEP_INTERVAL);
        let ended = self.graceful.shutdown();
        tokio::pin!(ended);
        loop {
            tokio::select! {
                () = &mut ended => return,
                _ = ticks.tick() => self.connections.sweep(),
            }
        }
    }
}

/// Answers the requests of one connection, which comes from `peer`.
async fn serve_connection(
    http: &http1::Builder,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    peer: SocketAddr,
    connection: Arc<Connection>,
    watcher: Watcher,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        answer(router.clone(), request, peer, connection.clone())
    });
    let connection = http.serve_connection(TokioIo::new(stream), service);
    // Browsers hang up all the time.
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn answer(
    router: Router,
    mut request: Request<Incoming>,
    peer: SocketAddr,
    connection: Arc<Connection>,
) -> Result<Response<ResponseBody<axum::body::Body>>, Infallible> {
    let number = connection.begin_request();
    let mut response = if connection.is_reserved && !is_health_check(request.uri().path()) {
        overloaded()
    } else {
        let extensions = request.extensions_mut();
        extensions.insert(ConnectInfo(peer));
        if let Some(recognition) = &connection.recognition
            && !recognition.is_set()
        {
            extensions.insert(recognition.clone());
        }
        let request = request.map(|body| RequestBody::new(body, connection.clone()));
        router.oneshot(request).await?
    };
    if number >= MOST_REQUESTS {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
    }
    Ok(response.map(|body| ResponseBody::new(body, connection)))
}

fn is_health_check(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz")
}

/// The answer to other requests on a connection that is reserved for health
/// checks.
fn overloaded() -> Response {
    let headers = [
        (HeaderName::from_static(GATEWAY_ERROR_HEADER), "1"),
        (CONNECTION, "close"),
        (RETRY_AFTER, "1"),
    ];
    let words = "{\"error\":\"this server has too many connections. Try again in a moment\"}";
    (StatusCode::SERVICE_UNAVAILABLE, headers, words).into_response()
}

#[cfg(test)]
mod tests;
