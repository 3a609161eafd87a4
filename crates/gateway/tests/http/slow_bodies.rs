//! Bodies that do not arrive.

use gateway::Config;
use std::net::SocketAddr;
use std::time::Duration;
use test_support::{Noted, OURS, TestApp, here, upstream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::interval;
use wire::Platform;

/// A gateway that waits for a body for a moment only.
async fn gateway(noted: &Noted, with_sign_in: bool) -> SocketAddr {
    let platform = upstream(Platform::Metabase, format!("http://{}", noted.platform));
    let mut config = Config::new(vec![platform], "-".into());
    config.body_timeout = Duration::from_millis(200);
    config.sign_in = with_sign_in.then(|| here(Duration::from_secs(60)));
    TestApp::start(config).await.address
}

/// Sends `line` and `headers`, and `dribble` once and again and again until the
/// other end hangs up; answers what it said.
async fn send_slowly(to: SocketAddr, line: &str, headers: &[&str], dribble: &str) -> String {
    let stream = TcpStream::connect(to).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: localhost\r\n{}\r\n\r\n",
        headers.join("\r\n")
    );
    writer.write_all(head.as_bytes()).await.unwrap();
    let dribble = dribble.to_owned();
    tokio::spawn(async move {
        let mut moments = interval(Duration::from_millis(10));
        loop {
            moments.tick().await;
            if writer.write_all(dribble.as_bytes()).await.is_err() {
                return;
            }
        }
    });
    let mut answer = Vec::new();
    // What it did not read resets the connection, after the answer.
    let _ = reader.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

const SLOW: [(&str, &str); 3] = [
    ("Content-Length: 97", ""),
    ("Content-Length: 4000", "x"),
    ("Transfer-Encoding: chunked", "1\r\nx\r\n"),
];

#[tokio::test]
async fn every_route_that_reads_a_body_gives_up_on_one_that_does_not_arrive() {
    let noted = Noted::new().await;
    for (with_sign_in, line) in [
        (true, "POST /sign-in"),
        (false, "POST /via/metabase/api/user"),
        (false, "GET /via/metabase/api/user"),
    ] {
        let at = gateway(&noted, with_sign_in).await;
        for (framing, dribble) in SLOW {
            let headers = [OURS[0], OURS[1], framing];
            let answer = send_slowly(at, line, &headers, dribble).await;
            assert!(
                answer.starts_with("HTTP/1.1 408 "),
                "{line} {framing}: {answer}"
            );
            assert!(answer.contains("connection: close\r\n"), "{answer}");
        }
    }
    assert_eq!(noted.take(), Vec::<String>::new());
}

#[tokio::test]
async fn a_route_that_reads_no_body_answers_at_once_and_closes() {
    let noted = Noted::new().await;
    for (with_sign_in, line, status) in [
        (true, "GET /healthz", 200),
        (true, "GET /sign-in", 200),
        (true, "POST /sign-out", 303),
        (true, "POST /via/metabase/api/user", 401),
        (false, "GET /api/connections", 200),
        (false, "POST /nowhere", 405),
    ] {
        let at = gateway(&noted, with_sign_in).await;
        for (framing, dribble) in SLOW {
            let headers = [OURS[0], OURS[1], framing];
            // It ends, so the connection was closed.
            let answer = send_slowly(at, line, &headers, dribble).await;
            let expected = format!("HTTP/1.1 {status} ");
            assert!(answer.starts_with(&expected), "{line} {framing}: {answer}");
        }
    }
}
