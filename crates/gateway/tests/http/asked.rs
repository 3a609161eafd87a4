//! Connections whose secret comes with each request.

use gateway::{Config, Credential, Secret, Upstream};
use std::net::SocketAddr;
use std::sync::Arc;
use test_support::{MemoryAuditLog, Noted, TestApp, echo, upstream};
use wire::Platform;
use wire::console::SECRET_HEADER;
use wire::secrets::MASK;

fn asking(platform: SocketAddr) -> Upstream {
    let mut upstream = upstream(Platform::Pivot, format!("http://{platform}"));
    upstream.credential = Credential::Asked;
    upstream
}

#[tokio::test]
async fn a_secret_that_is_asked_for_reaches_its_platform_in_its_header() {
    let app = TestApp::with_connections(vec![asking(echo().await)]).await;
    for secret in ["planted", "p l\"a%41n+ted"] {
        let browser = app.browser().with_secret(secret);
        for answer in [browser.list_users().await, browser.delete_user("ada").await] {
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
    let app = TestApp::start(config).await;
    let header = |value: &str| {
        app.browser()
            .with_header(&format!("{SECRET_HEADER}: {value}"))
    };
    for (browser, words) in [
        (app.browser(), "the console asks for it"),
        (header(""), "no header can carry"),
        (header("%ff"), "no header can carry"),
        (header("planted%0d%0ax: y"), "no header can carry"),
        (header("planted%00"), "no header can carry"),
    ] {
        for answer in [browser.list_users().await, browser.delete_user("ada").await] {
            assert_eq!(answer.status, 400, "{browser:?}");
            assert!(answer.is_gateways_own());
            assert!(answer.body.contains(words), "{}", answer.body);
            assert!(!answer.body.contains("planted"), "{}", answer.body);
        }
    }
    assert_eq!(noted.take(), Vec::<String>::new());
    assert!(kept.asked.lock().unwrap().is_empty());

    let browser = app.browser().with_secret("planted");
    assert_eq!(browser.delete_user("ada").await.status, 200);
    let asked = kept.asked.lock().unwrap();
    assert_eq!(asked.len(), 1);
    assert!(!format!("{asked:?}").contains("planted"), "{asked:?}");
}

#[tokio::test]
async fn nobody_chooses_the_secret_of_a_connection_that_does_not_ask() {
    let app = TestApp::with_pivot(format!("http://{}", echo().await)).await;
    let answer = app.browser().with_secret("mine").list_users().await;
    let header = format!("x-imply-api-token: {MASK}\n");
    assert!(answer.body.contains(&header), "{}", answer.body);
    assert!(!answer.body.contains("mine"), "{}", answer.body);
}

#[tokio::test]
async fn connections_say_which_of_them_ask() {
    let platform = SocketAddr::from(([127, 0, 0, 1], 1));
    let mut other = upstream(Platform::Metabase, format!("http://{platform}"));
    other.credential = Secret::new("another".into()).into();
    let app = TestApp::with_connections(vec![asking(platform), other]).await;
    let answer = app.browser().list_connections().await;
    let asks: Vec<bool> = answer
        .body
        .split("\"id\"")
        .skip(1)
        .map(|one| one.contains("\"ask\":true"))
        .collect();
    assert_eq!(asks, [true, false], "{}", answer.body);
}
