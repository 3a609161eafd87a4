//! A mock of one's own, and a native client for it.

use axum::body::Bytes;
use axum::http;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use mock_server::{Options, Seed, World};
use roster::{Transport, TransportError};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use wire::console::SignIn;
use wire::pivot::Generation;
use wire::{Platform, Request, Response};

/// The token every mock knows (`demo`).
const TOKEN: &str = "demo";

/// A mock server of its own on a free port, and a client that speaks to it.
pub(crate) struct Mock {
    pub(crate) address: SocketAddr,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Mock {
    /// One that holds the documents' samples.
    pub(crate) async fn documented() -> Self {
        Self::start(Seed::Documented, Generation::V2023_01).await
    }

    /// One with this seed, answering as this generation documents.
    pub(crate) async fn start(seed: Seed, generation: Generation) -> Self {
        let world = World::new(Options {
            seed,
            generation,
            ..Options::default()
        });
        Self::serve(mock_server::app(world)).await
    }

    /// Anything else on a free port, and the same client for it.
    pub(crate) async fn serve(router: axum::Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            client: Client::builder(TokioExecutor::new()).build_http(),
        }
    }

    /// Sends anything, as written.
    pub(crate) async fn raw(
        &self,
        method: &str,
        target: &str,
        token: Option<&str>,
        body: Option<&str>,
    ) -> Response {
        let mut headers = Vec::new();
        headers.extend(token.map(|token| ("x-imply-api-token", token)));
        headers.extend(body.map(|_| ("content-type", "application/json")));
        self.call(method, target, &headers, body).await
    }

    /// Sends anything to any platform.
    pub(crate) async fn call(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Response {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("http://{}{target}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Full::new(Bytes::from(body.unwrap_or_default().to_owned()));
        let answer = self
            .client
            .request(request.body(body).unwrap())
            .await
            .unwrap();
        let (parts, body) = answer.into_parts();
        let header = |name: &str| {
            let value = parts.headers.get(name)?;
            Some(value.to_str().unwrap().to_owned())
        };
        Response {
            status: parts.status.as_u16(),
            content_type: header("content-type").unwrap_or_default(),
            redirect: None,
            retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
            request_id: String::new(),
            body: String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned(),
        }
    }

    /// Sends anything with the right token and reads the answer's JSON.
    pub(crate) async fn json(&self, method: &str, target: &str, body: Option<&str>) -> Value {
        let answer = self.raw(method, target, Some(TOKEN), body).await;
        serde_json::from_str(&answer.body).unwrap_or(Value::Null)
    }

    /// Makes the mock answer `endpoint` wrongly, `times` times.
    pub(crate) async fn fault(&self, endpoint: &str, answer: Value, times: u32) {
        let fault = serde_json::json!({ "endpoint": endpoint, "answer": answer, "times": times })
            .to_string();
        let answer = self.raw("POST", "/__mock/faults", None, Some(&fault)).await;
        assert!(answer.is_success(), "{}", answer.body);
    }

    /// Everything the mock holds, to see that nothing changed.
    pub(crate) async fn everything(&self) -> (Value, Value) {
        (
            self.json("GET", "/api/v1/users", None).await,
            self.json("GET", "/api/v1/user-statuses", None).await,
        )
    }
}

/// The mock as a connection reaches it that signs in this way, with this secret.
pub(crate) struct SignedIn<'a> {
    pub(crate) mock: &'a Mock,
    pub(crate) sign_in: SignIn,
    pub(crate) secret: &'a str,
}

impl Transport for SignedIn<'_> {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let platform = request.route.platform;
        let secrets: Vec<(&str, String)> = self
            .sign_in
            .headers(platform)
            .iter()
            .map(|(name, prefix)| (*name, format!("{prefix}{}", self.secret)))
            .collect();
        let mut headers: Vec<(&str, &str)> = secrets
            .iter()
            .map(|(name, secret)| (*name, secret.as_str()))
            .collect();
        let body = request.body.as_ref();
        headers.extend(body.map(|body| ("content-type", body.format.content_type())));
        let method = request.route.method.as_str();
        let body = body.map(|body| body.text.as_str());
        Ok(self
            .mock
            .call(method, &request.target(), &headers, body)
            .await)
    }

    /// Real time would tell nothing here.
    async fn pause(&self, _seconds: u32) {}
}

impl Transport for Mock {
    /// With the key that every mock knows.
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let sign_in = match request.route.platform {
            Platform::Pivot => SignIn::ApiToken,
            Platform::Actian | Platform::Metabase => SignIn::ApiKey,
        };
        let connection = SignedIn {
            mock: self,
            sign_in,
            secret: TOKEN,
        };
        connection.send(request).await
    }

    /// Real time would tell nothing here.
    async fn pause(&self, _seconds: u32) {}
}
