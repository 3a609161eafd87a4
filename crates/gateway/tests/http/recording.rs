//! Every change is recorded before it is forwarded, and not forwarded where it
//! cannot be.

use crate::support::{OURS, send, serve, upstream};
use crate::tricks::Noted;
use gateway::{
    Change, Config, Event, Filter, NotRead, NotRecorded, Outcome, Part, Reading, Recording, Trail,
    TrailReader,
};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use wire::Platform;
use wire::console::TrailPage;

/// A trail that keeps what it is told, or takes nothing.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) asked: Mutex<Vec<Change>>,
    pub(crate) ended: Mutex<Vec<(String, Outcome)>>,
    events: Mutex<Vec<Event>>,
    full: AtomicBool,
    /// Whether it can be read; nothing stands in it then.
    readable: bool,
}

impl Kept {
    pub(crate) fn asked(&self) -> Vec<Change> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap().clone()
    }

    pub(crate) fn new(full: bool) -> Self {
        let kept = Self::default();
        kept.fill(full);
        kept
    }

    pub(crate) fn readable() -> Self {
        Self {
            readable: true,
            ..Self::default()
        }
    }

    pub(crate) fn fill(&self, full: bool) {
        self.full.store(full, Ordering::Relaxed);
    }

    fn taken(&self) -> Recording<'_> {
        let full = self.full.load(Ordering::Relaxed);
        Box::pin(async move {
            if full {
                Err(NotRecorded("the disk is full".into()))
            } else {
                Ok(())
            }
        })
    }
}

impl Trail for Kept {
    fn asked(&self, change: Change) -> Recording<'_> {
        self.asked.lock().unwrap().push(change);
        self.taken()
    }

    fn ended(&self, id: &str, outcome: Outcome) -> Recording<'_> {
        self.ended.lock().unwrap().push((id.to_owned(), outcome));
        Box::pin(async { Ok(()) })
    }

    fn record_event(&self, event: Event) -> Recording<'_> {
        self.events.lock().unwrap().push(event);
        self.taken()
    }
}

impl TrailReader for Kept {
    fn changes<'a>(&'a self, _: &'a Filter, _: Part) -> Reading<'a> {
        let nothing = TrailPage {
            changes: Vec::new(),
            next: None,
        };
        let page = if self.readable {
            Ok(nothing)
        } else {
            Err(NotRead::Away("the disk is full".into()))
        };
        Box::pin(async move { page })
    }
}

async fn gateway(kept: &Arc<Kept>, platform: SocketAddr) -> SocketAddr {
    let connections = vec![upstream(Platform::Metabase, format!("http://{platform}"))];
    let mut config = Config::new(connections, "-".into());
    config.trail = Some(kept.clone());
    serve(gateway::router(config).unwrap()).await
}

#[tokio::test]
async fn a_change_is_recorded_with_its_outcome_and_without_its_secrets() {
    let (kept, noted) = (Arc::new(Kept::default()), Noted::new().await);
    let at = gateway(&kept, noted.platform).await;
    let line = "POST /via/metabase/api/user";
    let body = r#"{"email":"a@b.c","password":"planted"}"#;
    let answer = send(at, line, &OURS, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let asked = kept.asked.lock().unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(Some(asked[0].id.as_str()), answer.header("x-request-id"));
    assert_eq!(asked[0].action, "metabase.users.create");
    assert_eq!(
        asked[0].body,
        Some(json!({ "email": "a@b.c", "password": "***" }))
    );
    let ended = kept.ended.lock().unwrap();
    assert_eq!(*ended, [(asked[0].id.clone(), Outcome::Status(200))]);
}

#[tokio::test]
async fn what_reads_and_what_is_refused_leaves_no_trace() {
    let (kept, noted) = (Arc::new(Kept::default()), Noted::new().await);
    let at = gateway(&kept, noted.platform).await;
    for line in [
        "GET /via/metabase/api/user/7",
        "POST /via/metabase/api/session/password-check",
        "DELETE /via/metabase/api/user/x",
        "DELETE /via/other/api/user/7",
    ] {
        send(at, line, &OURS, "").await;
    }
    send(at, "DELETE /via/metabase/api/user/7", &[], "").await;
    assert_eq!(*kept.asked.lock().unwrap(), []);
}

#[tokio::test]
async fn a_change_that_cannot_be_recorded_is_not_made() {
    let noted = Noted::new().await;
    let kept = Arc::new(Kept::new(true));
    let at = gateway(&kept, noted.platform).await;
    let answer = send(at, "DELETE /via/metabase/api/user/7", &OURS, "").await;
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(answer.is_gateways_own());
    assert!(answer.body.contains("the disk is full"), "{}", answer.body);
    assert_eq!(noted.take(), Vec::<String>::new());
    let answer = send(at, "GET /via/metabase/api/user/7", &[], "").await;
    assert_eq!(answer.status, 200, "reading goes on");
}

#[tokio::test]
async fn a_platform_that_is_down_is_an_outcome() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    let kept = Arc::new(Kept::default());
    let at = gateway(&kept, nobody).await;
    send(at, "DELETE /via/metabase/api/user/7", &OURS, "").await;
    let ended = kept.ended.lock().unwrap();
    let Outcome::Failed(words) = &ended[0].1 else {
        panic!("{ended:?}")
    };
    assert!(words.contains("Connection refused"), "{words}");
}

#[tokio::test]
async fn a_trail_that_cannot_be_read_says_so_and_without_one_there_is_no_such_route() {
    let (kept, noted) = (Arc::new(Kept::default()), Noted::new().await);
    let at = gateway(&kept, noted.platform).await;
    for path in ["/api/trail", "/api/trail/export"] {
        let answer = send(at, &format!("GET {path}"), &[], "").await;
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(answer.is_gateways_own() && answer.body.contains("the disk is full"));
    }
    let config = Config::new(Vec::new(), "-".into());
    let at = serve(gateway::router(config).unwrap()).await;
    for path in ["/api/trail", "/api/trail/export"] {
        let answer = send(at, &format!("GET {path}"), &[], "").await;
        assert_eq!(answer.status, 404);
        assert!(answer.is_gateways_own());
    }
}
