//! What only shows on a real connection: the live journal, and a connection
//! that ends without an answer.

use crate::{Options, Seed, World, app};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

async fn mock() -> SocketAddr {
    let world = World::new(Options {
        seed: Seed::Documented,
        ..Options::default()
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app(world)).await.unwrap() });
    address
}

/// Sends a request and leaves the connection open for its answer.
async fn send(address: SocketAddr, head: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let request = format!(
        "{head} HTTP/1.1\r\nHost: {address}\r\nX-Imply-Api-Token: demo\r\nConnection: close\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

async fn answer(address: SocketAddr, head: &str, body: &str) -> Vec<u8> {
    let mut answer = Vec::new();
    // A connection that ends with an error has ended as well.
    let _ = send(address, head, body)
        .await
        .read_to_end(&mut answer)
        .await;
    answer
}

struct Events {
    lines: tokio::io::Lines<BufReader<TcpStream>>,
}

impl Events {
    async fn open(address: SocketAddr, query: &str) -> Self {
        let head = format!("GET /__mock/requests/stream{query}");
        let mut lines = BufReader::new(send(address, &head, "").await).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.is_empty() {
                break;
            }
            if line.starts_with("content-type") {
                assert_eq!(line, "content-type: text/event-stream");
            }
        }
        Self { lines }
    }

    async fn next(&mut self) -> Value {
        loop {
            let line = self.lines.next_line().await.unwrap().unwrap();
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn calls_are_streamed_as_they_happen() {
    let address = mock().await;
    let mut all = Events::open(address, "").await;
    let mut refused = Events::open(address, "?status=4xx").await;
    for path in ["/api/v1/users", "/api/v1/users/nobody"] {
        answer(address, &format!("GET {path}"), "").await;
        let call = all.next().await;
        assert_eq!(call["path"], path);
        assert_eq!(call["headers"]["x-imply-api-token"], "•••");
    }
    assert_eq!(refused.next().await["number"], 2);
    // A listener who connects later can still get what it missed.
    let mut late = Events::open(address, "?since=1").await;
    assert_eq!(late.next().await["number"], 2);
    answer(address, "GET /api/v1/user-statuses", "").await;
    assert_eq!(late.next().await["number"], 3);
}

#[tokio::test]
async fn a_connection_that_is_reset_ends_without_an_answer() {
    let address = mock().await;
    let fault = r#"{"endpoint":"pivot.users.list","answer":{"kind":"reset"},"times":1}"#;
    answer(address, "POST /__mock/faults", fault).await;
    assert_eq!(answer(address, "GET /api/v1/users", "").await, b"");
    let again = answer(address, "GET /api/v1/users", "").await;
    assert!(again.starts_with(b"HTTP/1.1 200"));
    let journal = answer(address, "GET /__mock/requests?status=none", "").await;
    let journal = String::from_utf8_lossy(&journal);
    assert!(journal.contains("\"fault\":\"reset\""), "{journal}");
}
