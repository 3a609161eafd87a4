//! A gateway before a platform that says what reached it, and a client that
//! sends a request to the letter: no URL library tidies it up first.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::IntoResponse;
use gateway::{Config, Limits, Secret, Upstream};
use std::fmt::Write;
use std::net::SocketAddr;
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wire::Platform;
use wire::console::{Connection, Environment, SignIn};

pub(crate) const SECRET: &str = "planted-secret";

/// The address of a gateway whose one connection, `pivot`, is at `base`.
pub(crate) async fn gateway(base: String, dist: &Path) -> SocketAddr {
    gateway_with(base, dist, Limits::default()).await
}

/// The same with bounds of its own.
pub(crate) async fn gateway_with(base: String, dist: &Path, limits: Limits) -> SocketAddr {
    let mut upstream = upstream(Platform::Pivot, base);
    upstream.limits = limits;
    serve(gateway::router(Config::new(vec![upstream], dist.into())).unwrap()).await
}

/// A connection to `platform`, named after it, at `base`.
pub(crate) fn upstream(platform: Platform, base: String) -> Upstream {
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
    };
    Upstream::new(connection, base, Secret::new(SECRET.into()))
}

/// The address of a platform that answers every request with what it got:
/// request line, headers, body.
pub(crate) async fn echo() -> SocketAddr {
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

pub(crate) async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// The same, told the address of each connection.
pub(crate) async fn serve_with_addresses(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    address
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// Whether the gateway answered for itself.
    pub(crate) fn is_gateways_own(&self) -> bool {
        self.header(wire::console::GATEWAY_ERROR_HEADER).is_some()
    }
}

/// What the console's page says of itself with a change.
pub(crate) const OURS: [&str; 2] = ["Sec-Fetch-Site: same-origin", "x-rollcall: 1"];

/// Sends `line` (method and target) with `headers` and `body`, as they are.
pub(crate) async fn send(to: SocketAddr, line: &str, headers: &[&str], body: &str) -> Answer {
    let mut request = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("Host")) {
        request.push_str("Host: localhost\r\n");
    }
    for header in headers {
        request.push_str(header);
        request.push_str("\r\n");
    }
    write!(request, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();

    let text = send_raw(to, request.as_bytes()).await;
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.replace("\r\n", "\n"),
        body: body.to_owned(),
    }
}

/// Sends `bytes` as they are and reads until the other end closes.
pub(crate) async fn send_raw(to: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).await.unwrap();
    // A server that refuses early may close before everything is written, and
    // reset what it did not read.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}
