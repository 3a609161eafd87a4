//! Connections whose secret comes with each request.

use gateway::{Config, Credential, Secret, Upstream};
use std::net::SocketAddr;
use std::sync::Arc;
use test_support::{Answer, MemoryAuditLog, Noted, OURS, echo, send, serve, upstream};
use wire::Platform;
use wire::console::{SECRET_HEADER, header_of_secret};
use wire::secrets::MASK;

const READ: &str = "GET /via/pivot/api/v1/users";
const CHANGE: &str = "DELETE /via/pivot/api/v1/users/ada";

fn asking(platform: SocketAddr) -> Upstream {
    let mut upstream = upstream(Platform::Pivot, format!("http://{platform}"));
    upstream.credential = Credential::Asked;
    upstream
}

/// A request with this secret, as the console sends it.
async fn with(to: SocketAddr, line: &str, secret: &str) -> Answer {
    let header = format!("{SECRET_HEADER}: {}", header_of_secret(secret));
    send(to, line, &[&header, OURS[0], OURS[1]], "").await
}

#[tokio::test]
async fn a_secret_that_is_asked_for_reaches_its_platform_in_its_header() {
    let config = Config::new(vec![asking(echo().await)], "-".into());
    let gateway = serve(gateway::router(config).unwrap()).await;
    for secret in ["planted", "p l\"a%41n+ted"] {
        for line in [READ, CHANGE] {
            let answer = with(gateway, line, secret).await;
            // What is masked is the very secret that was typed.
            let header = format!("x-imply-api-token: {MASK}\n");
            assert!(answer.body.contains(&header), "{}", answer.body);
            assert!(!answer.body.contains(SECRET_HEADER), "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn without_a_secret_that_fits_nothing_is_sent_and_nothing_recorded() {
    let (noted, kept) = (Noted::new().await, Arc::new(MemoryAuditLog::default()));
    let mut config = Config::new(vec![asking(noted.platform)], "-".into());
    config.audit_log = Some(kept.clone());
    let gateway = serve(gateway::router(config).unwrap()).await;
    let header = |value: &str| format!("{SECRET_HEADER}: {value}");
    for (headers, words) in [
        (vec![], "the console asks for it"),
        (vec![header("")], "no header can carry"),
        (vec![header("%ff")], "no header can carry"),
        (vec![header("planted%0d%0ax: y")], "no header can carry"),
        (vec![header("planted%00")], "no header can carry"),
    ] {
        for line in [READ, CHANGE] {
            let mut headers: Vec<&str> = headers.iter().map(String::as_str).collect();
            headers.extend(OURS);
            let answer = send(gateway, line, &headers, "").await;
            assert_eq!(answer.status, 400, "{headers:?}");
            assert!(answer.is_gateways_own());
            assert!(answer.body.contains(words), "{}", answer.body);
            assert!(!answer.body.contains("planted"), "{}", answer.body);
        }
    }
    assert_eq!(noted.take(), Vec::<String>::new());
    assert!(kept.asked.lock().unwrap().is_empty());

    assert_eq!(with(gateway, CHANGE, "planted").await.status, 200);
    let asked = kept.asked.lock().unwrap();
    assert_eq!(asked.len(), 1);
    assert!(!format!("{asked:?}").contains("planted"), "{asked:?}");
}

#[tokio::test]
async fn nobody_chooses_the_secret_of_a_connection_that_does_not_ask() {
    let platform = echo().await;
    let ours = upstream(Platform::Pivot, format!("http://{platform}"));
    let gateway = serve(gateway::router(Config::new(vec![ours], "-".into())).unwrap()).await;
    let answer = with(gateway, READ, "mine").await;
    let header = format!("x-imply-api-token: {MASK}\n");
    assert!(answer.body.contains(&header), "{}", answer.body);
    assert!(!answer.body.contains("mine"), "{}", answer.body);
}

#[tokio::test]
async fn connections_say_which_of_them_ask() {
    let platform = SocketAddr::from(([127, 0, 0, 1], 1));
    let mut other = upstream(Platform::Metabase, format!("http://{platform}"));
    other.credential = Secret::new("another".into()).into();
    let config = Config::new(vec![asking(platform), other], "-".into());
    let gateway = serve(gateway::router(config).unwrap()).await;
    let answer = send(gateway, "GET /api/connections", &[], "").await;
    let asks: Vec<bool> = answer
        .body
        .split("\"id\"")
        .skip(1)
        .map(|one| one.contains("\"ask\":true"))
        .collect();
    assert_eq!(asks, [true, false], "{}", answer.body);
}
