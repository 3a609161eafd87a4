//! Platforms behind TLS, with certificates made here.

use crate::support::{SECRET, send, serve, upstream};
use gateway::{Config, Limits, Upstream, probe};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use wire::Platform;

/// Somebody who issues certificates.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(crate) pem: String,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            issuer: Issuer::new(params, key),
            pem,
        }
    }

    /// What speaks TLS by the name `name`, until `year`.
    fn acceptor(&self, name: &str, year: i32) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(year, 1, 1);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }

    /// TLS before a server without, on this machine.
    pub(crate) async fn before(&self, server: SocketAddr) -> SocketAddr {
        let acceptor = self.acceptor("127.0.0.1", 2100);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut outside = acceptor.accept(stream).await?;
                    let mut inside = TcpStream::connect(server).await?;
                    copy_bidirectional(&mut outside, &mut inside).await
                });
            }
        });
        address
    }

    /// A platform that answers every request with its head, by the name
    /// `name`, until `year`.
    async fn platform(&self, name: &str, year: i32) -> SocketAddr {
        let acceptor = self.acceptor(name, year);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut stream = acceptor.accept(stream).await?;
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        head.push(stream.read_u8().await?);
                    }
                    let length = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n", head.len());
                    let date = "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n";
                    stream.write_all(length.as_bytes()).await?;
                    stream.write_all(date.as_bytes()).await?;
                    stream.write_all(&head).await?;
                    stream.shutdown().await
                });
            }
        });
        address
    }
}

fn pivot(scheme: &str, at: SocketAddr, ca: Option<&str>) -> Upstream {
    let mut upstream = upstream(Platform::Pivot, format!("{scheme}://{at}/prefix"));
    upstream.ca = ca.map(|pem| pem.as_bytes().to_vec());
    upstream.limits = Limits::default();
    upstream
}

async fn ask(upstream: Upstream) -> crate::support::Answer {
    let router = gateway::router(Config::new(vec![upstream], "-".into())).unwrap();
    send(serve(router).await, "GET /via/pivot/api/v1/users", &[], "").await
}

#[tokio::test]
async fn a_platform_with_a_trusted_certificate_is_reached() {
    let authority = Authority::new("one");
    let at = authority.platform("127.0.0.1", 2100).await;
    let answer = ask(pivot("https", at, Some(&authority.pem))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.starts_with("GET /prefix/api/v1/users HTTP/1.1"));
    assert!(
        answer.body.contains("x-imply-api-token: "),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_gets_no_secret() {
    let (authority, other) = (Authority::new("one"), Authority::new("other"));
    let good = authority.platform("127.0.0.1", 2100).await;
    let foreign = authority.platform("other.example", 2100).await;
    let old = authority.platform("127.0.0.1", 2021).await;
    for (at, ca, words) in [
        (good, None, "issued by nobody this server trusts"),
        (
            good,
            Some(&other.pem),
            "issued by nobody this server trusts",
        ),
        (foreign, Some(&authority.pem), "is for another name"),
        (old, Some(&authority.pem), "has expired"),
    ] {
        let answer = ask(pivot("https", at, ca.map(String::as_str))).await;
        assert_eq!(answer.status, 502, "{words}: {}", answer.body);
        assert!(answer.is_gateways_own());
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        assert!(!answer.body.contains(SECRET));
    }
}

#[tokio::test]
async fn encrypted_and_plain_are_never_mixed_up() {
    let authority = Authority::new("one");
    let encrypted = authority.platform("127.0.0.1", 2100).await;
    let plain = serve(axum::Router::new().fallback(|| async { "plain" })).await;
    for (scheme, at) in [("http", encrypted), ("https", plain)] {
        let answer = ask(pivot(scheme, at, Some(&authority.pem))).await;
        assert_eq!(answer.status, 502, "{scheme}: {}", answer.body);
        assert!(!answer.body.contains(SECRET));
    }
}

#[tokio::test]
async fn a_file_without_a_certificate_is_no_ca_file() {
    let at: SocketAddr = ([127, 0, 0, 1], 1).into();
    for pem in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"] {
        let config = Config::new(vec![pivot("https", at, Some(pem))], "-".into());
        let error = gateway::router(config).unwrap_err().to_string();
        assert!(error.starts_with("connection “pivot”: "), "{pem}: {error}");
    }
}

#[tokio::test]
async fn a_probe_says_what_it_found() {
    let authority = Authority::new("one");
    let at = authority.platform("127.0.0.1", 2100).await;
    let report = probe(&pivot("https", at, Some(&authority.pem)))
        .await
        .unwrap();
    assert_eq!((&report.unreachable, &report.refused), (&None, &None));
    // Its clock stands still in the past.
    assert!(report.ahead.unwrap() < -1_000_000, "{report:?}");
    let report = probe(&pivot("https", at, None)).await.unwrap();
    let why = report.unreachable.unwrap();
    assert!(why.contains("issued by nobody"), "{why}");

    for (status, words) in [
        (401, "does not accept the secret"),
        (403, "may not manage users"),
        (500, "answered with status 500"),
    ] {
        let status = axum::http::StatusCode::from_u16(status).unwrap();
        let at = serve(axum::Router::new().fallback(move || async move { status })).await;
        let report = probe(&pivot("http", at, None)).await.unwrap();
        assert_eq!(report.unreachable, None);
        let why = report.refused.unwrap();
        assert!(why.contains(words), "{why}");
        assert!(report.ahead.unwrap().abs() < 60);
    }
}
