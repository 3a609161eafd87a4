//! Every answer is marked as ours and says in whose session it was made; a change
//! that is meant for another session is refused.

use crate::{proxy, sign_in};
use gateway::Role;
use std::time::Duration;
use test_support::{Answer, Browser, Noted, OPERATOR, TestApp, send};
const MARK: &str = "x-rollcall";
const SESSION: &str = "x-rollcall-session";

/// The session that an answer names.
fn session(answer: &Answer) -> String {
    answer.header(SESSION).unwrap_or_default().to_owned()
}

/// The browser of a person that a proxy signs in with this role.
fn browser_of(app: &TestApp, name: &str, role: &str) -> Browser {
    app.browser()
        .with_header(&format!("x-user: {name}"))
        .with_header(&format!("x-role: {role}"))
}

/// The same browser with requests that are meant for this session.
fn meant_for(browser: &Browser, session: &str) -> Browser {
    browser
        .clone()
        .with_header(&format!("{SESSION}: {session}"))
}

/// That this answer has the mark of the console's server, whatever it is.
fn is_marked(answer: &Answer, status: u16) {
    let found = (answer.status, answer.header(MARK));
    assert_eq!(found, (status, Some("1")), "{answer:?}");
}

#[tokio::test]
async fn every_answer_is_marked_whatever_it_is() {
    let noted = Noted::new().await;
    let app = sign_in::app(&noted, Duration::from_secs(60)).await;
    let mut otto = app.signed_in(OPERATOR).await;
    for (path, status) in [
        ("/healthz", 200),
        ("/sign-in", 200),
        ("/api/connections", 200),
        ("/api/none", 404),
        ("/no/such/file", 404),
        ("/via/metabase/api/none", 404),
        ("/via/none/api/user/7", 404),
    ] {
        is_marked(&otto.read(path).await, status);
    }
    is_marked(&otto.view_user(7).await, 200);
    is_marked(&otto.deactivate_user(7).await, 200);
    is_marked(&otto.change("TRACE", "/", "").await, 405);
    is_marked(&otto.sign_in(OPERATOR.0, OPERATOR.1).await, 303);

    let stranger = app.browser();
    is_marked(&stranger.view_user(7).await, 401);
    is_marked(&stranger.open("/").await, 303);
    // Of another site's page, and by another name of the server.
    let forged = "DELETE /via/metabase/api/user/7";
    is_marked(&send(app.address, forged, &[], "").await, 403);
    let foreign = stranger.with_header("Host: evil.example");
    is_marked(&foreign.read("/").await, 421);
}

#[tokio::test]
async fn a_change_that_is_meant_for_another_session_is_refused_and_not_sent() {
    let noted = Noted::new().await;
    let app = proxy::app(&noted, "127.0.0.1/32", Role::Operator).await;
    let browser = browser_of(&app, "otto", "operator");
    let otto = session(&browser.view_user(7).await);
    let ada = session(&browser_of(&app, "ada", "operator").view_user(7).await);
    let viewer = session(&browser_of(&app, "ada", "viewer").view_user(7).await);
    assert_eq!(ada.len(), 16, "{ada}");
    assert!(ada != otto && ada != viewer && otto != viewer);
    noted.take();
    for meant in [&ada, &viewer, "none", "ada", "é"] {
        let browser = meant_for(&browser, meant);
        let answer = browser.deactivate_user(7).await;
        assert_eq!(answer.status, 409, "{meant}");
        assert_eq!(answer.header("x-rollcall-error"), Some("1"));
        assert_eq!(session(&answer), otto);
        assert!(
            answer.body.contains("nothing was changed"),
            "{}",
            answer.body
        );
        // Who only looks sees whose session it is.
        let answer = browser.view_user(7).await;
        assert_eq!((answer.status, session(&answer)), (200, otto.clone()));
    }
    assert_eq!(
        noted
            .take()
            .iter()
            .filter(|line| line.starts_with("DELETE"))
            .count(),
        0
    );
    // Several say nothing clear; a request that says nothing is a command line's.
    let both = meant_for(&meant_for(&browser, &otto), &ada);
    assert_eq!(both.deactivate_user(7).await.status, 409);
    for browser in [&meant_for(&browser, &otto), &browser] {
        let answer = browser.deactivate_user(7).await;
        assert_eq!((answer.status, session(&answer)), (200, otto.clone()));
    }
    let start = browser.list_connections().await;
    assert!(
        start.body.contains(&format!("\"id\":\"{otto}\"")),
        "{}",
        start.body
    );
}

#[tokio::test]
async fn a_session_is_named_alike_by_every_server_and_after_signing_in_again() {
    let noted = Noted::new().await;
    let mut names = Vec::new();
    for _ in 0..2 {
        let app = sign_in::app(&noted, Duration::from_secs(60)).await;
        for _ in 0..2 {
            let otto = app.signed_in(OPERATOR).await;
            names.push(session(&otto.view_user(7).await));
        }
    }
    assert_eq!(names, vec![names[0].clone(); 4]);
    assert_eq!(names[0].len(), 16);
}

#[tokio::test]
async fn where_nobody_has_to_sign_in_every_answer_says_so() {
    let noted = Noted::new().await;
    let open = TestApp::with_pivot(format!("http://{}", noted.platform)).await;
    let browser = open.browser();
    assert_eq!(session(&browser.list_connections().await), "none");
    let named = meant_for(&browser, "0123456789abcdef");
    let answer = named.delete_user("ada").await;
    assert_eq!((answer.status, session(&answer)), (409, "none".to_owned()));
    // Who is not known is in no session.
    let closed = sign_in::app(&noted, Duration::from_secs(60)).await;
    let answer = closed.browser().list_connections().await;
    assert_eq!((answer.status, answer.header(SESSION)), (401, None));
}
