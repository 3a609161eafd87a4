//! Who signs in and out, and who reads the audit log, is recorded.

use gateway::{Config, Event, InMemory, SessionStore};
use std::sync::Arc;
use std::time::Duration;
use test_support::{MemoryAuditLog, Noted, OPERATOR, TestApp, VIEWER, here, upstream};
use wire::Platform;
use wire::console::TrailEvent;

async fn app_with(log: &Arc<MemoryAuditLog>, idle: Duration, sessions: Arc<InMemory>) -> TestApp {
    let noted = Noted::new().await;
    let platform = upstream(Platform::Metabase, format!("http://{}", noted.platform));
    let mut config = Config::new(vec![platform], "-".into());
    config.sign_in = Some(here(idle));
    config.audit_log = Some(log.clone());
    config.sessions = sessions;
    TestApp::start(config).await
}

async fn app(log: &Arc<MemoryAuditLog>) -> TestApp {
    app_with(log, Duration::from_secs(600), Arc::default()).await
}

/// What an event says about the person, the way of signing in and the reason.
fn told(event: &Event) -> (TrailEvent, Option<&str>, Option<&str>, Option<&str>) {
    let actor = &event.actor;
    (
        event.event,
        actor.who.as_deref(),
        actor.via.as_deref(),
        event.failure.as_deref(),
    )
}

#[tokio::test]
async fn signing_in_and_out_is_recorded_with_the_address_and_without_what_was_typed() {
    let log = Arc::new(MemoryAuditLog::default());
    let app = app(&log).await;
    let wrong = app.browser().sign_in("<vera>", "planted-wrong").await;
    assert_eq!(wrong.status, 401);
    let unknown = app.browser().sign_in("planted-name", "planted-wrong").await;
    assert_eq!(unknown.status, 401);
    assert_eq!(wrong.body, unknown.body, "nobody is told which it was");
    let otto = app.signed_in(OPERATOR).await;
    assert_eq!(otto.sign_out().await.status, 303);
    // The session is over: signing out again is recorded for no person.
    otto.sign_out().await;

    let events = log.events();
    let local = Some("local");
    assert_eq!(
        events.iter().map(told).collect::<Vec<_>>(),
        [
            (
                TrailEvent::SignInFailed,
                Some("<vera>"),
                local,
                Some("wrong password")
            ),
            (TrailEvent::SignInFailed, None, local, Some("unknown name")),
            (TrailEvent::SignedIn, Some("otto+ü"), local, None),
            (TrailEvent::SignedOut, Some("otto+ü"), local, None),
        ]
    );
    let ids = [&wrong, &unknown].map(|answer| answer.header("x-request-id"));
    assert_eq!(ids, [0, 1].map(|at: usize| Some(&*events[at].id)));
    for event in &events {
        assert_eq!(event.actor.address.as_deref(), Some("127.0.0.1"));
        let text = serde_json::to_string(event).unwrap();
        assert!(!text.contains("planted"), "{text}");
    }
}

#[tokio::test]
async fn a_session_that_ends_by_itself_is_recorded_once() {
    let log = Arc::new(MemoryAuditLog::default());
    let app = app_with(&log, Duration::ZERO, Arc::default()).await;
    let otto = app.signed_in(OPERATOR).await;
    for _ in 0..3 {
        assert_eq!(otto.list_connections().await.status, 401);
    }
    let events = log.events();
    assert_eq!(events.len(), 2, "{events:?}");
    assert_eq!(events[1].event, TrailEvent::SessionEnded);
    assert_eq!(events[1].actor.who.as_deref(), Some("otto+ü"));
    let reason = [("reason".to_owned(), "idle".to_owned())];
    assert_eq!(events[1].details, reason);
}

#[tokio::test]
async fn the_oldest_session_that_a_newer_one_replaces_is_recorded() {
    let log = Arc::new(MemoryAuditLog::default());
    let app = app(&log).await;
    let first = app.signed_in(OPERATOR).await;
    for _ in 0..20 {
        assert_eq!(first.list_connections().await.status, 200);
        app.signed_in(OPERATOR).await;
    }
    let events = log.events();
    assert_eq!(events.len(), 22);
    let reason = (
        "reason".to_owned(),
        "replaced by a newer session".to_owned(),
    );
    assert_eq!(events[21].details, [reason]);
}

#[tokio::test]
async fn nobody_comes_in_unrecorded_and_everybody_may_go() {
    let log = Arc::new(MemoryAuditLog::default());
    let sessions = Arc::new(InMemory::default());
    let app = app_with(&log, Duration::from_secs(600), sessions.clone()).await;
    let otto = app.signed_in(OPERATOR).await;
    log.fill(true);
    let mut vera = app.browser();
    let refused = vera.sign_in(VIEWER.0, VIEWER.1).await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("set-cookie"), None);
    assert_eq!(sessions.count().await, Ok(1), "otto's");
    // A wrong password is no more and no less wrong for that.
    let wrong = vera.sign_in(VIEWER.0, "wrong").await;
    assert_eq!(wrong.status, 401);
    assert_eq!(otto.sign_out().await.status, 303);
    assert_eq!(sessions.count().await, Ok(0));
}

#[tokio::test]
async fn failures_fill_no_disk_but_are_counted() {
    const ATTEMPTS: usize = 40;
    let log = Arc::new(MemoryAuditLog::default());
    let app = app(&log).await;
    for number in 0..ATTEMPTS {
        let name = format!("nobody-{number}");
        app.browser().sign_in(&name, "x").await;
    }
    let events = log.events();
    assert_eq!(events.len(), 5);
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(61)).await;
    tokio::time::resume();
    while log.events().len() == 5 {
        tokio::task::yield_now().await;
    }
    let events = log.events();
    assert_eq!(events.len(), 6);
    let summary = &events[5];
    assert_eq!(summary.event, TrailEvent::SignInFailed);
    assert_eq!(summary.actor.address.as_deref(), Some("127.0.0.1"));
    let attempts = ("attempts".to_owned(), (ATTEMPTS - 5).to_string());
    assert_eq!(summary.details, [attempts]);
    assert!(!summary.id.is_empty());
}

#[tokio::test]
async fn reading_the_log_is_recorded_once_a_sitting_and_every_export() {
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app(&log).await;
    let (vera, otto) = (app.signed_in(VIEWER).await, app.signed_in(OPERATOR).await);
    for query in ["who=ada", "before=7", "", ""] {
        assert_eq!(vera.read_audit_log(query).await.status, 200, "{query}");
    }
    assert_eq!(otto.read_audit_log("").await.status, 200);
    for query in ["format=csv&search=bob&kind=change", ""] {
        assert_eq!(vera.export_audit_log(query).await.status, 200, "{query}");
    }
    let events = log.events();
    let read: Vec<_> = events[2..].iter().map(told).collect();
    let (vera, otto, local) = (Some("<vera>"), Some("otto+ü"), Some("local"));
    assert_eq!(
        read,
        [
            (TrailEvent::LogRead, vera, local, None),
            (TrailEvent::LogRead, otto, local, None),
            (TrailEvent::LogExported, vera, local, None),
            (TrailEvent::LogExported, vera, local, None),
        ]
    );
    let details = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        pairs.iter().map(owned).collect()
    };
    assert_eq!(events[2].details, details(&[("who", "ada")]));
    assert_eq!(
        events[4].details,
        details(&[("format", "csv"), ("kind", "change"), ("search", "bob")])
    );
}

#[tokio::test]
async fn a_log_that_cannot_be_written_can_be_read_and_one_that_was_not_read_says_nothing() {
    for (log, status) in [
        (MemoryAuditLog::readable(), 200),
        (MemoryAuditLog::default(), 503),
    ] {
        let log = Arc::new(log);
        let app = app(&log).await;
        let otto = app.signed_in(OPERATOR).await;
        log.fill(true);
        // It could not be recorded, but it is still the same reading session.
        for answer in [
            otto.read_audit_log("").await,
            otto.read_audit_log("").await,
            otto.export_audit_log("").await,
        ] {
            assert_eq!(answer.status, status, "{}", answer.body);
        }
        let tried = log.events().len() - 1;
        assert_eq!(tried, if status == 200 { 2 } else { 0 });
    }
}

#[tokio::test]
async fn a_change_has_the_address_and_the_origin_of_whoever_made_it() {
    let log = Arc::new(MemoryAuditLog::default());
    let app = app(&log).await;
    let changed = app.signed_in(OPERATOR).await.deactivate_user(7).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let asked = &log.asked()[0];
    assert_eq!(asked.who.as_deref(), Some("otto+ü"));
    assert_eq!(asked.via.as_deref(), Some("local"));
    assert_eq!(asked.address.as_deref(), Some("127.0.0.1"));
}
