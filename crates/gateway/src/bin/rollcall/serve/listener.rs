//! Connections of browsers: accepted, bounded, and ended in order.

use anyhow::Result;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How long a browser may take to agree on TLS.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a browser may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);
/// A pause after an error of the machine's (no file handles left), so that it
/// is not asked again at once.
const BREATH: Duration = Duration::from_millis(100);

/// What serves one address.
pub(super) struct Server {
    listener: TcpListener,
    router: Router,
    /// What speaks TLS now, where TLS is spoken.
    tls: Option<watch::Receiver<TlsAcceptor>>,
    http: http1::Builder,
    places: Arc<Semaphore>,
}

impl Server {
    /// Serves `router` on `listener`, with `connections` open at once; further
    /// ones wait to be accepted.
    pub(super) fn new(
        listener: TcpListener,
        router: Router,
        tls: Option<watch::Receiver<TlsAcceptor>>,
        connections: usize,
    ) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT);
        Self {
            listener,
            router,
            tls,
            http,
            places: Arc::new(Semaphore::new(connections)),
        }
    }

    /// Accepts connections until `stop` ends. What it answers waits for those
    /// that are open then, once it is told to shut down.
    pub(super) async fn until(self, stop: impl Future<Output = ()>) -> GracefulShutdown {
        let graceful = GracefulShutdown::new();
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => return graceful,
                accepted = self.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer, place)) => {
                    self.serve(stream, peer, place, graceful.watcher());
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }

    async fn accept(&self) -> Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
        let place = self.places.clone().acquire_owned().await?;
        let (stream, peer) = self.listener.accept().await?;
        Ok((stream, peer, place))
    }

    fn serve(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        place: OwnedSemaphorePermit,
        watcher: Watcher,
    ) {
        // Only speed is lost where it cannot be set.
        let _ = stream.set_nodelay(true);
        let tls = self.tls.as_ref().map(|tls| tls.borrow().clone());
        let (http, router) = (self.http.clone(), self.router.clone());
        tokio::spawn(async move {
            let _place = place;
            let Some(tls) = tls else {
                return talk(&http, stream, router, peer, watcher).await;
            };
            match tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream)).await {
                Ok(Ok(stream)) => talk(&http, stream, router, peer, watcher).await,
                Ok(Err(error)) => tracing::debug!(%error, "no TLS was agreed on"),
                Err(_) => tracing::debug!("no TLS was agreed on in time"),
            }
        });
    }
}

/// Answers what comes on one connection, with the address it comes from.
async fn talk(
    http: &http1::Builder,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    peer: SocketAddr,
    watcher: Watcher,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http.serve_connection(TokioIo::new(stream), service);
    // Browsers hang up all the time.
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    /// Time stands still but for what waits for it, which is the time-out alone.
    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_is_hung_up_on() {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        let (_keep, tls) = watch::channel(TlsAcceptor::from(Arc::new(config)));
        for tls in [None, Some(tls)] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let at = listener.local_addr().unwrap();
            let server = Server::new(listener, Router::new(), tls, 1);
            tokio::spawn(server.until(std::future::pending()));
            // The second gets in only once the first is gone: there is one place.
            for _ in 0..2 {
                let mut stream = TcpStream::connect(at).await.unwrap();
                let mut answer = Vec::new();
                stream.read_to_end(&mut answer).await.unwrap();
                assert!(answer.is_empty(), "{answer:?}");
            }
        }
    }
}
