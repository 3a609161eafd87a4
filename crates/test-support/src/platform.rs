//! Platforms for a gateway.

use crate::http::{send_raw, serve};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::IntoResponse;
use gateway::{Config, Secret, Upstream};
use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use wire::Platform;
use wire::console::{Connection, Environment, SignIn};

/// The secret of every connection.
pub const SECRET: &str = "planted-secret";

/// A connection to `platform`, named after it, at `base`.
pub fn upstream(platform: Platform, base: String) -> Upstream {
    let connection = Connection {
        id: platform.id().into(),
        platform,
        label: "Pivot".into(),
        environment: Environment::Demo,
        sign_in: match platform {
            Platform::Pivot => SignIn::ApiToken,
            _ => SignIn::ApiKey,
        },
        generation: wire::pivot::Generation::V2023_01,
        tenant: String::new(),
        parameters: wire::actian::Parameters::Query,
        token_tail: String::new(),
        ask: false,
        public_url: String::new(),
        outbox: String::new(),
        approval: false,
    };
    Upstream::new(connection, base, Secret::new(SECRET.into()))
}

/// The address of a platform that answers every request with what it got:
/// request line, headers, body.
pub async fn echo() -> SocketAddr {
    serve(Router::new().fallback(|request: Request| async {
        let (parts, body) = request.into_parts();
        let mut text = format!("{} {}\n", parts.method, parts.uri);
        for (name, value) in &parts.headers {
            writeln!(text, "{name}: {}", value.to_str().unwrap()).unwrap();
        }
        let body = to_bytes(body, usize::MAX).await.unwrap();
        text.push_str(str::from_utf8(&body).unwrap());
        (
            [
                ("x-mock-note", "echo"),
                ("set-cookie", "a=b"),
                ("server", "echo"),
            ],
            text,
        )
            .into_response()
    }))
    .await
}

/// Platforms that note the request lines they get, and a gateway before them.
#[derive(Debug)]
pub struct Noted {
    /// The gateway.
    pub gateway: SocketAddr,
    /// What all connections of it lead to.
    pub platform: SocketAddr,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Noted {
    /// Serves both.
    pub async fn new() -> Self {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let noted = lines.clone();
        let platform = serve(Router::new().fallback(move |request: Request| {
            let line = format!("{} {}", request.method(), request.uri());
            noted.lock().unwrap().push(line);
            async { "{}" }
        }))
        .await;
        let mut connections: Vec<_> = Platform::ALL
            .into_iter()
            .map(|one| upstream(one, format!("http://{platform}")))
            .collect();
        connections[1].connection.tenant = "acme".into();
        let config = Config::new(connections, "nowhere".into());
        Self {
            gateway: serve(gateway::router(config).unwrap()).await,
            platform,
            lines,
        }
    }

    /// What reached a platform since this was last asked.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }

    /// Sends a request of this line that nothing else is wrong with.
    pub async fn ask(&self, line: &str) -> String {
        let request = format!(
            "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Sec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\nContent-Length: 0\r\n\r\n"
        );
        send_raw(self.gateway, request.as_bytes()).await
    }
}
