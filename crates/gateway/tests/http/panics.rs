//! A panic ends one request, and its answer reveals nothing about the cause.

use axum::Router;
use gateway::{
    AuditLog, AuditLogReader, Change, Config, Event, Filter, Keeping, Metrics, Outcome, Part,
    PeopleFuture, PeopleRow, PeopleRows, PeopleStore, Reading, ReadingEntries, ReceiptRow,
    Recording, Revision, RowKind, RowWrite, Session, SessionStore, StoredSession, TokenHash,
    WriteResult,
};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use test_support::{OPERATOR, SECRET, TestApp, here, send, serve, upstream};
use wire::Platform;

/// What breaks down, with a secret in its words, whatever it is asked.
#[derive(Debug)]
struct Broken;

#[allow(clippy::panic, reason = "that is what is tested")]
fn break_down() -> ! {
    panic!("{SECRET}")
}

impl SessionStore for Broken {
    fn put(&self, _: TokenHash, _: Session, _: usize) -> Keeping<'_, Vec<StoredSession>> {
        break_down()
    }

    fn get(&self, _: TokenHash) -> Keeping<'_, Option<Session>> {
        Box::pin(async { break_down() })
    }

    fn seen(&self, _: TokenHash, _: Session) -> Keeping<'_, ()> {
        break_down()
    }

    fn remove(&self, _: TokenHash) -> Keeping<'_, bool> {
        break_down()
    }

    fn sweep(&self, _: i64, _: i64, _: usize) -> Keeping<'_, Vec<StoredSession>> {
        break_down()
    }

    fn count(&self) -> Keeping<'_, u64> {
        break_down()
    }
}

impl AuditLogReader for Broken {
    fn changes<'a>(&'a self, _: &'a Filter, _: Part) -> Reading<'a> {
        break_down()
    }

    fn entries<'a>(&'a self, _: &'a [String]) -> ReadingEntries<'a> {
        break_down()
    }
}

impl PeopleStore for Broken {
    fn revision(&self) -> PeopleFuture<'_, Revision> {
        break_down()
    }

    fn rows(&self, _: &'static [RowKind]) -> PeopleFuture<'_, PeopleRows> {
        break_down()
    }

    fn find(&self, _: RowKind, _: Vec<String>) -> PeopleFuture<'_, Vec<PeopleRow>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn write(&self, _: RowKind, _: String, _: Vec<RowWrite>) -> PeopleFuture<'_, WriteResult> {
        Box::pin(async { break_down() })
    }

    fn add_receipt(&self, _: String, _: ReceiptRow) -> PeopleFuture<'_, Option<u64>> {
        break_down()
    }

    fn receipts(
        &self,
        _: Option<String>,
        _: Option<u64>,
        _: usize,
    ) -> PeopleFuture<'_, Vec<(u64, String)>> {
        break_down()
    }

    fn known_receipts(&self, _: Vec<String>) -> PeopleFuture<'_, Vec<String>> {
        break_down()
    }

    fn receipt(&self, _: String) -> PeopleFuture<'_, Option<String>> {
        break_down()
    }
}

impl AuditLog for Broken {
    fn begin(&self, _: Change) -> Recording<'_> {
        Box::pin(async { break_down() })
    }

    fn finish(&self, _: &str, _: Outcome) -> Recording<'_> {
        break_down()
    }

    fn record_event(&self, _: Event) -> Recording<'_> {
        break_down()
    }
}

/// A console in which everything breaks down that can, and what it counts.
async fn broken(change: impl FnOnce(&mut Config)) -> (TestApp, SocketAddr) {
    let platform = serve(Router::new().fallback(|| async { "{}" })).await;
    let metrics = Arc::new(Metrics::default());
    let pivot = upstream(Platform::Pivot, format!("http://{platform}"));
    let mut config = Config::new(vec![pivot], "-".into());
    config.audit_log = Some(Arc::new(Broken));
    config.people = Arc::new(Broken);
    config.metrics = Some(metrics.clone());
    change(&mut config);
    let app = TestApp::start(config).await;
    (app, serve(metrics.router(&[], None).unwrap()).await)
}

#[tokio::test]
async fn a_panic_is_answered_with_a_number_and_without_what_it_was_about() {
    let (app, metrics) = broken(|_| ()).await;
    let browser = app.browser();
    for answer in [
        browser.read_audit_log("").await,
        browser.export_audit_log("").await,
        browser.delete_user("ada").await,
        browser.load_people().await,
        browser.mark_departed("ada", 0, "Ada").await,
    ] {
        assert_eq!(answer.status, 500, "{}", answer.body);
        assert!(answer.is_gateways_own());
        assert_eq!(answer.header("x-request-id").unwrap().len(), 16);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(!answer.body.contains(SECRET) && !answer.head.contains(SECRET));
    }
    // Everybody else's requests go on.
    assert_eq!(browser.list_users().await.status, 200);
    let counted = send(metrics, "GET /metrics", &[], "").await;
    let own = r#"rollcall_requests_total{connection="",endpoint="",status="5xx"} 4"#;
    assert!(counted.body.contains(own), "{}", counted.body);
    assert!(!counted.body.contains(SECRET));
}

#[tokio::test]
async fn a_panic_at_the_door_lets_nobody_in() {
    let (app, _) = broken(|config| {
        config.sessions = Arc::new(Broken);
        config.sign_in = Some(here(Duration::from_secs(60)));
    })
    .await;
    let token = format!("Cookie: __Host-rollcall={}", "A".repeat(43));
    let mut browser = app.browser().with_header(&token);
    for answer in [
        browser.list_users().await,
        browser.open("/sign-in").await,
        browser.sign_in(OPERATOR.0, OPERATOR.1).await,
        browser.sign_out().await,
    ] {
        assert_eq!(answer.status, 500, "{}", answer.body);
        assert_eq!(answer.header("set-cookie"), None);
        assert!(!answer.body.contains(SECRET), "{}", answer.body);
    }
    assert_eq!(app.browser().list_users().await.status, 401);
}
