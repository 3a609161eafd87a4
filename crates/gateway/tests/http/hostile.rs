//! Platforms that hang, break off, never end, answer garbage or send unexpected
//! headers.

use gateway::Limits;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use test_support::{Noted, SECRET, TestApp, send_raw, serve, upstream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wire::Platform;

/// What a platform does once it has answered.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Then {
    Close,
    Hold,
    /// Goes on with this for as long as anybody reads.
    Repeat(&'static [u8]),
}

pub(crate) struct Hostile {
    pub(crate) address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

impl Hostile {
    /// A platform that answers the head of every request with `answer`.
    pub(crate) async fn new(answer: &'static str, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let count = requests.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let count = count.clone();
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        head.push(stream.read_u8().await?);
                    }
                    count.fetch_add(1, Ordering::Relaxed);
                    stream.write_all(answer.as_bytes()).await?;
                    match then {
                        Then::Close => {}
                        // Until the gateway hangs up.
                        Then::Hold => while stream.read_u8().await.is_ok() {},
                        Then::Repeat(bytes) => while stream.write_all(bytes).await.is_ok() {},
                    }
                    std::io::Result::Ok(())
                });
            }
        });
        Self { address, requests }
    }

    /// A console before it.
    async fn app(&self, limits: Limits) -> TestApp {
        app(self.address, limits).await
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

/// A console before the platform at this address.
async fn app(platform: SocketAddr, limits: Limits) -> TestApp {
    let mut upstream = upstream(Platform::Pivot, format!("http://{platform}"));
    upstream.limits = limits;
    TestApp::with_connections(vec![upstream]).await
}

pub(crate) fn soon() -> Limits {
    Limits {
        answer: Duration::from_millis(200),
        total: Duration::from_millis(300),
        queue: Duration::from_millis(200),
        ..Limits::default()
    }
}

#[tokio::test]
async fn a_platform_that_hangs_is_given_up_and_harms_no_other() {
    let hostile = Hostile::new("", Then::Hold).await;
    let good = Noted::new().await;
    let mut hangs = upstream(Platform::Pivot, format!("http://{}", hostile.address));
    hangs.limits = Limits {
        concurrency: 1,
        answer: Duration::from_secs(20),
        ..soon()
    };
    let mut answers = upstream(Platform::Metabase, format!("http://{}", good.platform));
    answers.limits = hangs.limits;
    let app = TestApp::with_connections(vec![hangs, answers]).await;

    let first = tokio::spawn(async move { app.browser().list_users().await });
    while hostile.requests() == 0 {
        tokio::task::yield_now().await;
    }
    // Its only place is taken: further requests wait for it, and not for ever.
    let second = app.browser().list_users().await;
    assert_eq!(second.status, 503, "{}", second.body);
    assert!(second.is_gateways_own());
    assert_eq!(hostile.requests(), 1);
    let other = app.browser().read("/via/metabase/api/user/current").await;
    assert_eq!(other.status, 200, "{}", other.body);
    first.abort();

    let late = hostile.app(soon()).await.browser().list_users().await;
    assert_eq!(late.status, 504, "{}", late.body);
    assert!(late.is_gateways_own());
}

#[tokio::test]
async fn what_is_no_answer_is_told_in_words() {
    for (answer, status, words) in [
        ("HTTP/9.9 what\r\n\r\n", 502, "cannot be reached"),
        ("\0\0\0\0", 502, "cannot be reached"),
        ("", 502, "cannot be reached"),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf",
            502,
            "broke off",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n{",
            502,
            "larger than",
        ),
        (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
            502,
            "switch protocols",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
            502,
            "cannot be reached",
        ),
    ] {
        let hostile = Hostile::new(answer, Then::Close).await;
        let app = hostile.app(Limits::default()).await;
        let got = app.browser().list_users().await;
        assert_eq!(got.status, status, "{answer}: {}", got.body);
        assert!(got.is_gateways_own(), "{answer}");
        assert!(got.body.contains(words), "{answer}: {}", got.body);
        assert!(!got.body.contains(SECRET));
    }
}

#[tokio::test]
async fn an_answer_that_never_ends_is_cut_and_looks_cut() {
    let endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let request = "GET /via/pivot/api/v1/users HTTP/1.1\r\nHost: localhost\r\n\
                   Connection: close\r\n\r\n";
    // Too much of it, and too slowly.
    for (then, limits) in [
        (
            Then::Repeat(b"8\r\n12345678\r\n"),
            Limits {
                answer_bytes: 100_000,
                ..Limits::default()
            },
        ),
        (Then::Hold, soon()),
    ] {
        let hostile = Hostile::new(endless, then).await;
        let app = hostile.app(limits).await;
        let text = send_raw(app.address, request.as_bytes()).await;
        assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
        assert!(text.len() < 400_000, "{}", text.len());
        assert!(!text.ends_with("0\r\n\r\n"), "it looks whole");
    }
}

#[tokio::test]
async fn a_long_answer_within_its_bounds_arrives_whole() {
    let body = "of a list\n".repeat(40_000);
    let sent = body.clone();
    let platform = serve(axum::Router::new().fallback(move || async move { sent })).await;
    let limits = Limits {
        answer_bytes: body.len() as u64,
        ..Limits::default()
    };
    let app = app(platform, limits).await;
    let request = "GET /via/pivot/api/v1/users HTTP/1.0\r\nHost: localhost\r\n\r\n";
    let text = send_raw(app.address, request.as_bytes()).await;
    let (_, got) = text.split_once("\r\n\r\n").unwrap();
    assert!(got == body, "{} of {} bytes", got.len(), body.len());
}

#[tokio::test]
async fn no_header_of_a_platform_acts_in_our_name() {
    let answer = "HTTP/1.1 302 Found\r\nContent-Length: 8\r\nContent-Type: text/html\r\n\
                  Location: http://evil.example/\r\nSet-Cookie: a=b\r\n\
                  WWW-Authenticate: Basic\r\nAccess-Control-Allow-Origin: *\r\n\
                  Content-Security-Policy: script-src *\r\nx-rollcall-error: 1\r\n\
                  Clear-Site-Data: \"*\"\r\nRefresh: 0\r\nLink: </x>; rel=preload\r\n\
                  Service-Worker-Allowed: /\r\nProxy-Authenticate: Basic\r\n\
                  Strict-Transport-Security: max-age=1\r\nKeep-Alive: timeout=9\r\n\
                  Upgrade: h2c\r\nTrailer: x\r\nServer: x\r\n\r\n<script>";
    let hostile = Hostile::new(answer, Then::Hold).await;
    let app = hostile.app(Limits::default()).await;
    let got = app.browser().list_users().await;
    // The redirect is reported and not followed.
    assert_eq!((got.status, hostile.requests()), (302, 1));
    let mut names: Vec<String> = got
        .head
        .lines()
        .skip(1)
        .map(|line| line.split(':').next().unwrap().to_lowercase())
        .filter(|name| !name.starts_with("cross-origin-"))
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "cache-control",
            "connection",
            "content-disposition",
            "content-length",
            "content-security-policy",
            "content-type",
            "date",
            "permissions-policy",
            "referrer-policy",
            "x-content-type-options",
            "x-request-id",
            "x-rollcall",
            "x-rollcall-content-type",
            "x-rollcall-redirect",
            "x-rollcall-session",
        ]
    );
    assert_eq!(got.header("x-rollcall-redirect"), Some("evil.example"));
    assert_eq!(got.header("x-rollcall-content-type"), Some("text/html"));
    // Opened as a page it may not even run a script.
    let policy = got.header("content-security-policy").unwrap();
    assert_eq!(
        policy,
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    );
}

#[tokio::test]
async fn no_browser_takes_an_answer_for_a_page_or_a_script_of_this_server() {
    for (came_as, passed_as, said) in [
        ("application/json", "application/json", None),
        ("Application/JSON;charset=latin-1", "application/json", None),
        ("application/problem+json", "application/json", None),
        (
            "text/html; charset=utf-16",
            "text/plain; charset=utf-8",
            Some("text/html"),
        ),
        (
            "image/svg+xml",
            "text/plain; charset=utf-8",
            Some("image/svg+xml"),
        ),
        ("text/css", "text/plain; charset=utf-8", Some("text/css")),
        (
            "application/javascript",
            "text/plain; charset=utf-8",
            Some("application/javascript"),
        ),
        (
            "text/json+javascript",
            "text/plain; charset=utf-8",
            Some("text/json+javascript"),
        ),
        (
            "multipart/mixed; boundary=x",
            "text/plain; charset=utf-8",
            Some("multipart/mixed"),
        ),
        (
            "application/json, text/javascript",
            "text/plain; charset=utf-8",
            None,
        ),
        ("no type", "text/plain; charset=utf-8", None),
        ("", "text/plain; charset=utf-8", None),
    ] {
        let platform = serve(
            axum::Router::new()
                .fallback(move || async move { ([("content-type", came_as)], "alert(1)") }),
        )
        .await;
        let app = TestApp::with_pivot(format!("http://{platform}")).await;
        let answer = app.browser().list_users().await;
        assert_eq!(answer.header("content-type"), Some(passed_as), "{came_as}");
        assert_eq!(answer.header("x-rollcall-content-type"), said, "{came_as}");
        let attached = (passed_as != "application/json").then_some("attachment");
        assert_eq!(answer.header("content-disposition"), attached, "{came_as}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.body, "alert(1)");
    }
}

#[tokio::test]
async fn what_changes_something_is_sent_once() {
    let hostile = Hostile::new("", Then::Close).await;
    let browser = hostile.app(Limits::default()).await.browser();
    let answer = browser.delete_user("ada").await;
    assert_eq!((answer.status, hostile.requests()), (502, 1));
    // What reads is tried once more, and not for ever.
    let answer = browser.list_users().await;
    assert_eq!((answer.status, hostile.requests()), (502, 3));
}

#[tokio::test]
async fn a_connection_that_the_platform_closed_meanwhile_costs_no_change() {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    let hostile = Hostile::new(answer, Then::Close).await;
    let browser = hostile.app(Limits::default()).await.browser();
    for number in 1..=20 {
        let answer = browser.list_users().await;
        assert_eq!(answer.status, 200, "{number}: {}", answer.body);
    }
    // Each read was answered; none needed more than its one further try.
    assert!((20..=40).contains(&hostile.requests()));
}
