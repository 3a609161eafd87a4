//! Platforms behind TLS, with certificates made here.

use gateway::{Config, Limits, Upstream, probe};
use std::net::SocketAddr;
use test_support::{Answer, Authority, SECRET, TestApp, serve, upstream};
use wire::Platform;

fn pivot(scheme: &str, at: SocketAddr, ca: Option<&str>) -> Upstream {
    let mut upstream = upstream(Platform::Pivot, format!("{scheme}://{at}/prefix"));
    upstream.ca = ca.map(|pem| pem.as_bytes().to_vec());
    upstream.limits = Limits::default();
    upstream
}

async fn list_users(upstream: Upstream) -> Answer {
    let app = TestApp::with_connections(vec![upstream]).await;
    app.browser().list_users().await
}

#[tokio::test]
async fn a_platform_with_a_trusted_certificate_is_reached() {
    let authority = Authority::new("one");
    let at = authority.platform("127.0.0.1", 2100).await;
    let answer = list_users(pivot("https", at, Some(&authority.pem))).await;
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
        (good, None, "from an issuer that this server does not trust"),
        (
            good,
            Some(&other.pem),
            "from an issuer that this server does not trust",
        ),
        (foreign, Some(&authority.pem), "is for another name"),
        (old, Some(&authority.pem), "has expired"),
    ] {
        let answer = list_users(pivot("https", at, ca.map(String::as_str))).await;
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
        let answer = list_users(pivot(scheme, at, Some(&authority.pem))).await;
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
    assert!(why.contains("does not trust"), "{why}");

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
