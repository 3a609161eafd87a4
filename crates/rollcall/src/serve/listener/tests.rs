use super::*;
use crate::config::ClientTimeouts;
use axum::routing::get;
use gateway::TrustedProxies;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Notify;

fn limits(total: usize, per_address: usize) -> ConnectionLimits {
    ConnectionLimits {
        total,
        per_address,
        timeouts: ClientTimeouts {
            head: Duration::from_secs(15),
            idle: Duration::from_secs(60),
            write: Duration::from_secs(30),
        },
        has_people: true,
        proxies: TrustedProxies::default(),
    }
}

async fn serve(
    router: Router,
    tls: Option<watch::Receiver<TlsAcceptor>>,
    limits: ConnectionLimits,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let server = Server::new(listener, router, tls, limits);
    tokio::spawn(server.serve_until(std::future::pending()));
    at
}

/// All that comes until the other end hangs up.
async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // It may be reset rather than closed.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// Time stands still but for what waits for it, which is the time-out alone.
#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_hung_up_on() {
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
        let at = serve(Router::new(), tls, limits(8, 8)).await;
        let mut stream = TcpStream::connect(at).await.unwrap();
        assert_eq!(read_to_end(&mut stream).await, "");
    }
}

const GET: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The next answer, which has no body.
async fn next_answer(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => answer.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(answer).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_not_used_again_is_closed() {
    let at = serve(Router::new(), None, limits(8, 8)).await;
    let mut stream = TcpStream::connect(at).await.unwrap();
    stream.write_all(GET.as_bytes()).await.unwrap();
    let answer = next_answer(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    assert_eq!(read_to_end(&mut stream).await, "");
}

#[tokio::test]
async fn a_connection_ends_after_so_many_requests() {
    let at = serve(Router::new(), None, limits(8, 8)).await;
    let mut stream = TcpStream::connect(at).await.unwrap();
    for number in 1..=MOST_REQUESTS {
        stream.write_all(GET.as_bytes()).await.unwrap();
        let answer = next_answer(&mut stream).await;
        let closes = answer.contains("connection: close\r\n");
        assert_eq!(closes, number == MOST_REQUESTS, "{number}: {answer}");
    }
    assert_eq!(read_to_end(&mut stream).await, "");
}

#[tokio::test]
async fn the_connection_that_waited_longest_makes_room_for_the_next() {
    for limits in [limits(2, 100), limits(100, 2)] {
        let at = serve(Router::new(), None, limits).await;
        let mut first = TcpStream::connect(at).await.unwrap();
        let mut others = Vec::new();
        for _ in 0..2 {
            others.push(TcpStream::connect(at).await.unwrap());
        }
        assert_eq!(read_to_end(&mut first).await, "");
        let mut last = others.pop().unwrap();
        last.write_all(GET.as_bytes()).await.unwrap();
        let answer = next_answer(&mut last).await;
        assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    }
}

#[tokio::test]
async fn where_all_connections_are_at_work_health_checks_are_answered_and_nothing_else() {
    let at_work_now = Arc::new(Notify::new());
    let announce = at_work_now.clone();
    let work = get(move || {
        announce.notify_one();
        std::future::pending::<()>()
    });
    let router = Router::new()
        .route("/work", work)
        .route("/healthz", get(async || "ok"));
    let at = serve(router, None, limits(2, 100)).await;
    let ask = async |path: &str| {
        let mut stream = TcpStream::connect(at).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    };
    let mut at_work = Vec::new();
    for _ in 0..2 {
        at_work.push(ask("/work").await);
        at_work_now.notified().await;
    }
    let refused = read_to_end(&mut ask("/other").await).await;
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    assert!(refused.contains("too many connections"), "{refused}");
    let healthy = read_to_end(&mut ask("/healthz").await).await;
    assert!(healthy.starts_with("HTTP/1.1 200 "), "{healthy}");
}
