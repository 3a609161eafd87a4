//! A panic is one request's, and tells nobody what it was about.

use axum::Router;
use gateway::{
    AuditLog, AuditLogReader, Change, Config, Event, Filter, Keeping, Metrics, Outcome, Part,
    Reading, Recording, Session, SessionStore, StoredSession, TokenHash,
};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use test_support::{OURS, SECRET, here, send, serve, upstream};
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
async fn broken(change: impl FnOnce(&mut Config)) -> (SocketAddr, SocketAddr) {
    let platform = serve(Router::new().fallback(|| async { "{}" })).await;
    let metrics = Arc::new(Metrics::default());
    let pivot = upstream(Platform::Pivot, format!("http://{platform}"));
    let mut config = Config::new(vec![pivot], "-".into());
    config.audit_log = Some(Arc::new(Broken));
    config.metrics = Some(metrics.clone());
    change(&mut config);
    let console = serve(gateway::router(config).unwrap()).await;
    (console, serve(metrics.router(&[], None).unwrap()).await)
}

#[tokio::test]
async fn a_panic_is_answered_with_a_number_and_without_what_it_was_about() {
    let (console, metrics) = broken(|_| ()).await;
    let change = "DELETE /via/pivot/api/v1/users/ada";
    for line in ["GET /api/trail", "GET /api/trail/export", change] {
        let answer = send(console, line, &OURS, "").await;
        assert_eq!(answer.status, 500, "{line}: {}", answer.body);
        assert!(answer.is_gateways_own());
        assert_eq!(answer.header("x-request-id").unwrap().len(), 16);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(!answer.body.contains(SECRET) && !answer.head.contains(SECRET));
    }
    // Everybody else's requests go on.
    let read = send(console, "GET /via/pivot/api/v1/users", &OURS, "").await;
    assert_eq!(read.status, 200);
    let counted = send(metrics, "GET /metrics", &[], "").await;
    let own = r#"rollcall_requests_total{connection="",endpoint="",status="5xx"} 2"#;
    assert!(counted.body.contains(own), "{}", counted.body);
    assert!(!counted.body.contains(SECRET));
}

#[tokio::test]
async fn a_panic_at_the_door_lets_nobody_in() {
    let (console, _) = broken(|config| {
        config.sessions = Arc::new(Broken);
        config.sign_in = Some(here(Duration::from_secs(60)));
    })
    .await;
    let token = format!("Cookie: __Host-rollcall={}", "A".repeat(43));
    let read = "GET /via/pivot/api/v1/users";
    let form = "name=otto%2B%C3%BC&password=%C3%BC%2Botto";
    for (line, body) in [
        (read, ""),
        ("GET /sign-in", ""),
        ("POST /sign-in", form),
        ("POST /sign-out", ""),
    ] {
        let answer = send(console, line, &[&token, OURS[0], OURS[1]], body).await;
        assert_eq!(answer.status, 500, "{line}: {}", answer.body);
        assert_eq!(answer.header("set-cookie"), None);
        assert!(!answer.body.contains(SECRET), "{}", answer.body);
    }
    assert_eq!(send(console, read, &OURS, "").await.status, 401);
}
