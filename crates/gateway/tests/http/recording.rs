//! Every change is recorded before it is forwarded, and not forwarded where it
//! cannot be.

use gateway::{Config, Outcome};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use test_support::{MemoryAuditLog, Noted, TestApp, send, upstream};
use wire::Platform;
use wire::secrets::MASK;

async fn app(log: &Arc<MemoryAuditLog>, platform: SocketAddr) -> TestApp {
    let connections = vec![upstream(Platform::Metabase, format!("http://{platform}"))];
    let mut config = Config::new(connections, "-".into());
    config.audit_log = Some(log.clone());
    TestApp::start(config).await
}

#[tokio::test]
async fn a_change_is_recorded_with_its_outcome_and_without_its_secrets() {
    let (log, noted) = (Arc::new(MemoryAuditLog::default()), Noted::new().await);
    let app = app(&log, noted.platform).await;
    let user = r#"{"email":"a@b.c","password":"planted"}"#;
    let answer = app.browser().invite_user(user).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let asked = log.asked.lock().unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(Some(asked[0].id.as_str()), answer.header("x-request-id"));
    assert_eq!(asked[0].action, "metabase.users.create");
    assert_eq!(
        asked[0].body,
        Some(json!({ "email": "a@b.c", "password": MASK }))
    );
    let ended = log.ended.lock().unwrap();
    assert_eq!(*ended, [(asked[0].id.clone(), Outcome::Status(200))]);
}

#[tokio::test]
async fn what_reads_and_what_is_refused_leaves_no_trace() {
    let (log, noted) = (Arc::new(MemoryAuditLog::default()), Noted::new().await);
    let app = app(&log, noted.platform).await;
    let browser = app.browser();
    browser.view_user(7).await;
    for (method, path) in [
        ("POST", "/via/metabase/api/session/password-check"),
        ("DELETE", "/via/metabase/api/user/x"),
        ("DELETE", "/via/other/api/user/7"),
    ] {
        browser.change(method, path, "").await;
    }
    // Without the headers of the console's own page.
    send(app.address, "DELETE /via/metabase/api/user/7", &[], "").await;
    assert_eq!(*log.asked.lock().unwrap(), []);
}

#[tokio::test]
async fn a_change_that_cannot_be_recorded_is_not_made() {
    let noted = Noted::new().await;
    let log = Arc::new(MemoryAuditLog::new(true));
    let app = app(&log, noted.platform).await;
    let answer = app.browser().deactivate_user(7).await;
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(answer.is_gateways_own());
    assert!(answer.body.contains("the disk is full"), "{}", answer.body);
    assert_eq!(noted.take(), Vec::<String>::new());
    let answer = app.browser().view_user(7).await;
    assert_eq!(answer.status, 200, "reading goes on");
}

#[tokio::test]
async fn a_platform_that_is_down_is_an_outcome() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    let log = Arc::new(MemoryAuditLog::default());
    let app = app(&log, nobody).await;
    app.browser().deactivate_user(7).await;
    let ended = log.ended.lock().unwrap();
    let Outcome::Failed(words) = &ended[0].1 else {
        panic!("{ended:?}")
    };
    assert!(words.contains("Connection refused"), "{words}");
}

#[tokio::test]
async fn a_trail_that_cannot_be_read_says_so_and_without_one_there_is_no_such_route() {
    let (log, noted) = (Arc::new(MemoryAuditLog::default()), Noted::new().await);
    let app = app(&log, noted.platform).await;
    let browser = app.browser();
    for answer in [
        browser.read_audit_log("").await,
        browser.export_audit_log("").await,
    ] {
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(answer.is_gateways_own() && answer.body.contains("the disk is full"));
    }
    let browser = TestApp::start(Config::new(Vec::new(), "-".into()))
        .await
        .browser();
    for answer in [
        browser.read_audit_log("").await,
        browser.export_audit_log("").await,
    ] {
        assert_eq!(answer.status, 404);
        assert!(answer.is_gateways_own());
    }
}
