//! Requests to the identity provider: bounded, and never redirected.

use crate::tls;
use axum::body::Bytes;
use axum::http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::pin::Pin;
use std::time::Duration;
use tokio::time::timeout;

/// How long the provider may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// How long it may take in all.
const TOTAL: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes: keys and tokens are a few
/// thousand.
const LARGEST: usize = 1024 * 1024;

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoAnswer {
    #[error("it cannot be reached: {0}")]
    Unreachable(String),
    #[error("it did not answer within {} seconds", TOTAL.as_secs())]
    TimedOut,
    #[error("its answer broke off, or is longer than {LARGEST} bytes")]
    Incomplete,
}

#[derive(Debug)]
pub(super) struct Http {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl Http {
    /// Asks over TLS alone if `secure`, and without it if not.
    pub(super) fn new(ca: Option<&[u8]>, secure: bool) -> Result<Self, String> {
        let mut tcp = HttpConnector::new();
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_nodelay(true);
        let connector = tls::connector(ca, tcp, secure)?;
        let client = Client::builder(TokioExecutor::new())
            // It is asked too seldom for a connection to be worth keeping.
            .pool_max_idle_per_host(0)
            .build(connector);
        Ok(Self { client })
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, Full::new(Bytes::from(body)));
        let answer = self.client.request(request).await;
        let answer = answer.map_err(|error| NoAnswer::Unreachable(tls::reason(&error)))?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, LARGEST)
            .collect()
            .await
            .map_err(|_| NoAnswer::Incomplete)?;
        Ok(Response::from_parts(parts, body.to_bytes().to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async {
            timeout(TOTAL, self.ask(request))
                .await
                .map_err(|_| NoAnswer::TimedOut)?
        })
    }
}
