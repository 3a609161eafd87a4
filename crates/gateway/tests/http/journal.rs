//! Who signs in and out, and who reads the audit log, is recorded.

use crate::recording::Kept;
use crate::sign_in::{OTTO, SAME, VERA, attempt, enter, here};
use crate::support::{OURS, send, serve_with_addresses, upstream};
use crate::tricks::Noted;
use gateway::{Config, Event, InMemory, SessionStore};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use wire::Platform;
use wire::console::TrailEvent;

const READ: &str = "GET /api/connections";

async fn gateway(kept: &Arc<Kept>, idle: Duration, sessions: Arc<InMemory>) -> SocketAddr {
    let noted = Noted::new().await;
    let platform = upstream(Platform::Metabase, format!("http://{}", noted.platform));
    let mut config = Config::new(vec![platform], "-".into());
    config.sign_in = Some(here(idle));
    config.trail = Some(kept.clone());
    config.sessions = sessions;
    serve_with_addresses(gateway::router(config).unwrap()).await
}

async fn with(kept: &Arc<Kept>) -> SocketAddr {
    let sessions = Arc::new(InMemory::default());
    gateway(kept, Duration::from_secs(600), sessions).await
}

/// What an event says of whom, how and why.
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
    let kept = Arc::new(Kept::default());
    let at = with(&kept).await;
    let wrong = attempt(at, "name=%3Cvera%3E&password=planted-wrong").await;
    assert_eq!(wrong.status, 401);
    let unknown = attempt(at, "name=planted-name&password=planted-wrong").await;
    assert_eq!(unknown.status, 401);
    assert_eq!(wrong.body, unknown.body, "nobody is told which it was");
    let otto = enter(at, OTTO).await;
    let out = send(at, "POST /sign-out", &[&otto, SAME], "").await;
    assert_eq!(out.status, 303);
    // Signing out again, or with a cookie of somebody's own, is nobody's.
    send(at, "POST /sign-out", &[&otto, SAME], "").await;

    let events = kept.events();
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
    let kept = Arc::new(Kept::default());
    let at = gateway(&kept, Duration::ZERO, Arc::default()).await;
    let otto = enter(at, OTTO).await;
    for _ in 0..3 {
        assert_eq!(send(at, READ, &[&otto], "").await.status, 401);
    }
    let events = kept.events();
    assert_eq!(events.len(), 2, "{events:?}");
    assert_eq!(events[1].event, TrailEvent::SessionEnded);
    assert_eq!(events[1].actor.who.as_deref(), Some("otto+ü"));
    let reason = [("reason".to_owned(), "idle".to_owned())];
    assert_eq!(events[1].details, reason);
}

#[tokio::test]
async fn the_oldest_session_that_a_newer_one_replaces_is_recorded() {
    let kept = Arc::new(Kept::default());
    let at = with(&kept).await;
    let first = enter(at, OTTO).await;
    for _ in 0..20 {
        assert_eq!(send(at, READ, &[&first], "").await.status, 200);
        enter(at, OTTO).await;
    }
    let events = kept.events();
    assert_eq!(events.len(), 22);
    let reason = (
        "reason".to_owned(),
        "replaced by a newer session".to_owned(),
    );
    assert_eq!(events[21].details, [reason]);
}

#[tokio::test]
async fn nobody_comes_in_unrecorded_and_everybody_may_go() {
    let kept = Arc::new(Kept::default());
    let sessions = Arc::new(InMemory::default());
    let at = gateway(&kept, Duration::from_secs(600), sessions.clone()).await;
    let otto = enter(at, OTTO).await;
    kept.fill(true);
    let refused = attempt(at, VERA).await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("set-cookie"), None);
    assert_eq!(sessions.count().await, Ok(1), "otto's");
    // A wrong password is no more and no less wrong for that.
    let wrong = attempt(at, "name=%3Cvera%3E&password=wrong").await;
    assert_eq!(wrong.status, 401);
    let out = send(at, "POST /sign-out", &[&otto, SAME], "").await;
    assert_eq!(out.status, 303);
    assert_eq!(sessions.count().await, Ok(0));
}

#[tokio::test]
async fn failures_fill_no_disk_but_are_counted() {
    const ATTEMPTS: usize = 40;
    let kept = Arc::new(Kept::default());
    let at = with(&kept).await;
    for number in 0..ATTEMPTS {
        attempt(at, &format!("name=nobody-{number}&password=x")).await;
    }
    let events = kept.events();
    assert_eq!(events.len(), 5);
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(61)).await;
    tokio::time::resume();
    while kept.events().len() == 5 {
        tokio::task::yield_now().await;
    }
    let events = kept.events();
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
    let kept = Arc::new(Kept::readable());
    let at = with(&kept).await;
    let (vera, otto) = (enter(at, VERA).await, enter(at, OTTO).await);
    let get = async |path: &str, cookie: &str| {
        let answer = send(at, &format!("GET {path}"), &[cookie], "").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    };
    for page in ["?who=ada", "?before=7", "", ""] {
        get(&format!("/api/trail{page}"), &vera).await;
    }
    get("/api/trail", &otto).await;
    get("/api/trail/export?format=csv&search=bob&kind=change", &vera).await;
    get("/api/trail/export", &vera).await;
    let events = kept.events();
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
    for (kept, status) in [(Kept::readable(), 200), (Kept::default(), 503)] {
        let kept = Arc::new(kept);
        let at = with(&kept).await;
        let otto = enter(at, OTTO).await;
        kept.fill(true);
        // What could not be recorded is kept, so that it is the same sitting still.
        for path in ["/api/trail", "/api/trail", "/api/trail/export"] {
            let answer = send(at, &format!("GET {path}"), &[&otto], "").await;
            assert_eq!(answer.status, status, "{}", answer.body);
        }
        let tried = kept.events().len() - 1;
        assert_eq!(tried, if status == 200 { 2 } else { 0 });
    }
}

#[tokio::test]
async fn a_change_has_the_address_and_the_origin_of_whoever_made_it() {
    let kept = Arc::new(Kept::default());
    let at = with(&kept).await;
    let otto = enter(at, OTTO).await;
    let line = "DELETE /via/metabase/api/user/7";
    let changed = send(at, line, &[&otto, OURS[0], OURS[1]], "").await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let asked = &kept.asked()[0];
    assert_eq!(asked.who.as_deref(), Some("otto+ü"));
    assert_eq!(asked.via.as_deref(), Some("local"));
    assert_eq!(asked.address.as_deref(), Some("127.0.0.1"));
}
