//! A server, and a client that sends a request to the letter: no URL library tidies
//! it up first.

use crate::described;
use axum::Router;
use std::fmt::{self, Display, Formatter, Write};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Serves `router` on an address of this machine.
pub async fn serve(router: Router) -> SocketAddr {
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
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The status line and the headers.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The cookie called `name` that it sets, as a browser sends it: `name=value`.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.head.lines().find_map(|line| {
            let set = line.strip_prefix("set-cookie: ")?;
            let value = set.strip_prefix(name)?.strip_prefix('=')?;
            Some(format!("{name}={}", value.split(';').next()?))
        })
    }

    /// The cookie of the session that it begins, as a browser sends it. It is named
    /// after the path that the console is below.
    pub fn session_cookie(&self) -> Option<String> {
        self.head.lines().find_map(|line| {
            let (pair, _) = line.strip_prefix("set-cookie: ")?.split_once("; ")?;
            let (name, value) = pair.split_once('=')?;
            let path = name
                .strip_prefix("__Host-rollcall")
                .or_else(|| name.strip_prefix("__Secure-rollcall"))?;
            (!path.contains('-') && !value.is_empty()).then(|| pair.to_owned())
        })
    }

    /// Whether the gateway answered for itself.
    pub fn is_gateways_own(&self) -> bool {
        self.header(wire::console::GATEWAY_ERROR_HEADER).is_some()
    }
}

impl Display for Answer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { head, body, .. } = self;
        write!(f, "{head}\n\n{body}")
    }
}

/// What the console's page says of itself with a change.
pub const OURS: [&str; 2] = ["Sec-Fetch-Site: same-origin", "x-rollcall: 1"];

/// What a form of the console says of where it is from.
pub const SAME: &str = "Sec-Fetch-Site: same-origin";

/// Sends `line` (method and target) with `headers` and `body`, as they are. An
/// answer of the console's API must be as described.
pub async fn send(to: SocketAddr, line: &str, headers: &[&str], body: &str) -> Answer {
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
    let answer = Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.replace("\r\n", "\n"),
        body: body.to_owned(),
    };
    described::check(line, &answer);
    answer
}

/// Sends `bytes` as they are and reads until the other end closes.
pub async fn send_raw(to: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).await.unwrap();
    // A server that refuses early may close before everything is written, and
    // reset what it did not read.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}
