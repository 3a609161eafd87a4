//! Every answer is marked as ours and says in whose session it was made; a change
//! that is meant for another session is refused.

use crate::support::gateway;
use crate::{proxy, sign_in};
use ::gateway::Role;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use test_support::{Answer, Noted, OTTO, OURS, send};

const READ: &str = "GET /via/metabase/api/user/7";
const WRITE: &str = "DELETE /via/metabase/api/user/7";
const MARK: &str = "x-rollcall";
const SESSION: &str = "x-rollcall-session";

/// The session that an answer names.
fn session(answer: &Answer) -> String {
    answer.header(SESSION).unwrap_or_default().to_owned()
}

async fn as_person(at: SocketAddr, line: &str, name: &str, role: &str, meant: &str) -> Answer {
    let (user, role) = (format!("x-user: {name}"), format!("x-role: {role}"));
    let meant = format!("{SESSION}: {meant}");
    let mut headers = vec![OURS[0], OURS[1], &user, &role];
    if !meant.ends_with(": ") {
        headers.push(&meant);
    }
    send(at, line, &headers, "").await
}

#[tokio::test]
async fn every_answer_is_marked_whatever_it_is() {
    let noted = Noted::new().await;
    let at = sign_in::gateway(&noted, Duration::from_secs(60)).await;
    let cookie = sign_in::enter(at, OTTO).await;
    for (line, status) in [
        ("GET /healthz", 200),
        ("GET /sign-in", 200),
        ("GET /api/connections", 200),
        ("GET /api/none", 404),
        ("GET /no/such/file", 404),
        (READ, 200),
        (WRITE, 200),
        ("GET /via/metabase/api/none", 404),
        ("GET /via/none/api/user/7", 404),
        ("TRACE /", 405),
        ("POST /sign-in", 303),
    ] {
        let body = if line == "POST /sign-in" { OTTO } else { "" };
        let answer = send(at, line, &[OURS[0], OURS[1], &cookie], body).await;
        assert_eq!(
            (answer.status, answer.header(MARK)),
            (status, Some("1")),
            "{line}"
        );
    }
    for (line, headers, status) in [
        (READ, vec![], 401),
        (WRITE, vec![], 403),
        ("GET /", vec!["Accept: text/html"], 303),
        ("GET /", vec!["Host: evil.example"], 421),
    ] {
        let answer = send(at, line, &headers, "").await;
        assert_eq!(
            (answer.status, answer.header(MARK)),
            (status, Some("1")),
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_change_that_is_meant_for_another_session_is_refused_and_not_sent() {
    let noted = Noted::new().await;
    let at = proxy::gateway(&noted, "127.0.0.1/32", Role::Operator).await;
    let ada = session(&as_person(at, READ, "ada", "operator", "").await);
    let otto = session(&as_person(at, READ, "otto", "operator", "").await);
    let viewer = session(&as_person(at, READ, "ada", "viewer", "").await);
    assert_eq!(ada.len(), 16, "{ada}");
    assert!(ada != otto && ada != viewer && otto != viewer);
    noted.take();
    for meant in [&ada, &viewer, "none", "", "ada", "é"] {
        if meant.is_empty() {
            continue;
        }
        let answer = as_person(at, WRITE, "otto", "operator", meant).await;
        assert_eq!(answer.status, 409, "{meant}");
        assert_eq!(answer.header("x-rollcall-error"), Some("1"));
        assert_eq!(session(&answer), otto);
        assert!(
            answer.body.contains("nothing was changed"),
            "{}",
            answer.body
        );
        // Who only looks sees whose session it is.
        let answer = as_person(at, READ, "otto", "operator", meant).await;
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
    let both = format!("{otto}\r\n{SESSION}: {ada}");
    assert_eq!(
        as_person(at, WRITE, "otto", "operator", &both).await.status,
        409
    );
    for meant in [&*otto, ""] {
        let answer = as_person(at, WRITE, "otto", "operator", meant).await;
        assert_eq!((answer.status, session(&answer)), (200, otto.clone()));
    }
    let start = as_person(at, "GET /api/connections", "otto", "operator", "").await;
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
        let at = sign_in::gateway(&noted, Duration::from_secs(60)).await;
        for _ in 0..2 {
            let cookie = sign_in::enter(at, OTTO).await;
            names.push(session(&send(at, READ, &[&cookie], "").await));
        }
    }
    assert_eq!(names, vec![names[0].clone(); 4]);
    assert_eq!(names[0].len(), 16);
}

#[tokio::test]
async fn where_nobody_has_to_sign_in_every_answer_says_so() {
    let noted = Noted::new().await;
    let at = gateway(format!("http://{}", noted.platform), Path::new("-")).await;
    let answer = send(at, "GET /api/connections", &[], "").await;
    assert_eq!(session(&answer), "none");
    let named = format!("{SESSION}: 0123456789abcdef");
    let line = "DELETE /via/pivot/api/v1/users/ada";
    let answer = send(at, line, &[OURS[0], OURS[1], &named], "").await;
    assert_eq!((answer.status, session(&answer)), (409, "none".to_owned()));
    // Who is not known is in no session.
    let at = sign_in::gateway(&noted, Duration::from_secs(60)).await;
    let answer = send(at, "GET /api/connections", &[], "").await;
    assert_eq!((answer.status, answer.header(SESSION)), (401, None));
}
