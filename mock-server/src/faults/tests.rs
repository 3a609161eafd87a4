//! Each kind of fault, how often it is injected, and invalid faults.

use crate::testing::{Mock, TestResponse, assert_error};
use serde_json::{Value, json};
use std::time::Duration;

const USERS: &str = "/api/v1/users";
const STATUS: &str = "/api/v1/user-statuses/admin@company.com";
const DISABLE: &str =
    r#"{"userStatus":{"name":"admin@company.com","disabled":"2022-07-21T19:01:25.872Z"}}"#;

async fn add(mock: &Mock, endpoint: &str, answer: Value) -> TestResponse {
    let fault = json!({ "endpoint": endpoint, "answer": answer, "times": 1 }).to_string();
    let added = mock
        .send("POST", "/__mock/faults", None, Some(&fault))
        .await;
    assert_eq!(added.status, 200, "{added:?}");
    added
}

/// Disables the administrator while a fault with this `answer` is active.
/// Returns what the client receives, and whether the platform did it all the
/// same.
async fn disable(answer: Value) -> (TestResponse, bool) {
    let mock = Mock::documented();
    add(&mock, "pivot.statuses.set", answer).await;
    let response = mock.post(STATUS, DISABLE).await;
    assert_eq!(response.header("x-mock-endpoint"), "pivot.statuses.set");
    let done = mock.get(STATUS).await.text.contains("disabled");
    (response, done)
}

#[tokio::test]
async fn an_injected_status_is_exact_and_changes_nothing() {
    let (response, done) = disable(
        json!({ "kind": "status", "status": 503, "body": "busy?", "content_type": "text/plain" }),
    )
    .await;
    assert_eq!((response.status, response.text.as_str()), (503, "busy?"));
    assert_eq!(response.header("content-type"), "text/plain");
    assert_eq!(response.header("x-mock-fault"), "status");
    assert!(!done);
    let (response, _) = disable(json!({ "kind": "status", "status": 404 })).await;
    assert_eq!((response.status, response.text.as_str()), (404, ""));
    assert_eq!(response.header("content-type"), "application/json");
}

#[tokio::test]
async fn an_injected_page_keeps_the_call_from_the_platform() {
    let (response, done) = disable(json!({ "kind": "html" })).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
    assert!(response.text.contains("<title>Sign in</title>"));
    assert!(!done);
}

#[tokio::test]
async fn a_damaged_answer_follows_a_change_that_was_made() {
    let whole = Mock::documented().post(STATUS, DISABLE).await.text;
    for (kind, text) in [
        ("empty", ""),
        ("truncated", &whole[..whole.len() / 2]),
        ("malformed", &format!("{{{whole}")),
        ("wrong_shape", r#"{"unexpected":["shape",5,null]}"#),
    ] {
        let (response, done) = disable(json!({ "kind": kind })).await;
        assert_eq!(
            (response.status, response.text.as_str()),
            (200, text),
            "{kind}"
        );
        assert_eq!(response.header("x-mock-fault"), kind);
        assert_eq!(response.header("content-length"), text.len().to_string());
        assert!(done);
    }
}

#[tokio::test]
async fn a_429_says_when_to_try_again() {
    let (response, done) = disable(json!({ "kind": "rate_limited", "retry_after": 7 })).await;
    assert_eq!(
        (response.status, response.header("retry-after")),
        (429, "7")
    );
    assert_eq!(response.header("x-mock-fault"), "rate_limited");
    assert!(!done);
}

#[tokio::test]
async fn a_malformed_answer_is_not_json() {
    let (response, _) = disable(json!({ "kind": "malformed" })).await;
    assert!(serde_json::from_str::<Value>(&response.text).is_err());
}

#[tokio::test(start_paused = true)]
async fn random_delays_are_the_same_in_every_run() {
    let run = async || {
        let mock = Mock::documented();
        let fault = json!({
            "endpoint": "pivot.users.list",
            "answer": { "kind": "slow_lognormal", "median_ms": 300, "sigma": 0.8, "seed": 5 },
        });
        mock.send("POST", "/__mock/faults", None, Some(&fault.to_string()))
            .await;
        let mut waits = Vec::new();
        for _ in 0..20 {
            let started = tokio::time::Instant::now();
            let response = mock.get(USERS).await;
            assert_eq!(
                (response.status, response.header("x-mock-fault")),
                (200, "slow_lognormal")
            );
            waits.push(started.elapsed());
        }
        waits
    };
    let waits = run().await;
    assert_eq!(waits, run().await);
    let median = Duration::from_millis(300);
    let faster = waits.iter().filter(|wait| **wait < median).count();
    assert!((4..=16).contains(&faster), "{waits:?}");
    assert!(waits.iter().any(|wait| *wait != waits[0]));
}

#[tokio::test]
async fn a_fault_affects_only_matching_calls() {
    let calls = [
        ("GET", "/api/v1/users"),
        ("DELETE", "/api/v1/users/nobody"),
        ("GET", "/api/v1/nothing"),
        ("GET", "/api/auth/auth/demo/users"),
        ("GET", "/api/session/properties"),
    ];
    for (names, met) in [
        (
            json!({ "platform": "pivot" }),
            [true, true, true, false, false],
        ),
        (
            json!({ "platform": "actian" }),
            [false, false, false, true, false],
        ),
        (
            json!({ "platform": "metabase" }),
            [false, false, false, false, true],
        ),
        (
            json!({ "method": "delete" }),
            [false, true, false, false, false],
        ),
        (
            json!({ "path": "/api/v1/" }),
            [true, true, true, false, false],
        ),
        (
            json!({ "path": "/api/v1/users", "method": "GET" }),
            [true, false, false, false, false],
        ),
        (
            json!({ "endpoint": "pivot.users.list", "platform": "actian" }),
            [false; 5],
        ),
    ] {
        let mock = Mock::documented();
        let mut fault = names.clone();
        fault["answer"] = json!({ "kind": "status", "status": 418 });
        let added = mock
            .send("POST", "/__mock/faults", None, Some(&fault.to_string()))
            .await;
        assert_eq!(added.status, 200, "{added:?}");
        let mut response = Vec::new();
        for (method, path) in calls {
            let headers = [
                ("x-imply-api-token", "demo"),
                ("authorization", "Bearer demo"),
            ];
            response.push(mock.call(method, path, &headers, None).await.status == 418);
        }
        assert_eq!(response, met, "{names}");
    }
}

#[tokio::test]
async fn a_random_fault_is_reproducible() {
    let run = async |seed: u64| {
        let mock = Mock::documented();
        let fault = json!({
            "endpoint": "pivot.users.list", "answer": { "kind": "empty" },
            "probability": 0.5, "seed": seed, "times": 10,
        });
        mock.send("POST", "/__mock/faults", None, Some(&fault.to_string()))
            .await;
        let mut met = Vec::new();
        for _ in 0..60 {
            met.push(!mock.get(USERS).await.header("x-mock-fault").is_empty());
        }
        met
    };
    let met = run(1).await;
    assert_eq!(met, run(1).await);
    assert_ne!(met, run(2).await);
    // It is injected ten times, after however many calls.
    assert_eq!(met.iter().filter(|met| **met).count(), 10);
    assert!(met[..10].contains(&false));
}

#[tokio::test(start_paused = true)]
async fn a_slow_answer_is_correct_but_late() {
    let started = tokio::time::Instant::now();
    let (response, done) = disable(json!({ "kind": "slow", "ms": 5_000 })).await;
    assert!(started.elapsed() >= Duration::from_secs(5));
    assert_eq!(
        (response.status, response.header("x-mock-fault")),
        (200, "slow")
    );
    assert!(done);
}

#[tokio::test(start_paused = true)]
async fn a_hanging_answer_never_arrives_and_delays_no_other_call() {
    let mock = Mock::documented();
    add(&mock, "pivot.users.list", json!({ "kind": "hang" })).await;
    let hangs = mock.get(USERS);
    let day = Duration::from_secs(24 * 60 * 60);
    assert!(tokio::time::timeout(day, hangs).await.is_err());
    assert_eq!(mock.get(USERS).await.status, 200);
}

#[tokio::test]
async fn a_fault_is_injected_as_often_as_requested_and_only_there() {
    let mock = Mock::documented();
    let fault = |times: Value, status: u16| {
        json!({ "endpoint": "pivot.users.list", "answer": { "kind": "status", "status": status }, "times": times })
            .to_string()
    };
    for body in [fault(json!(2), 500), fault(json!(1), 502)] {
        mock.send("POST", "/__mock/faults", None, Some(&body)).await;
    }
    assert_eq!(
        mock.get("/api/v1/users/admin@company.com").await.status,
        200
    );
    assert_eq!(mock.get("/api/v1/user-statuses").await.status, 200);
    let mut response = Vec::new();
    for _ in 0..4 {
        response.push(mock.get(USERS).await.status);
    }
    assert_eq!(response, [500, 500, 502, 200]);
}

#[tokio::test]
async fn without_a_number_it_happens_until_it_is_cleared() {
    for (method, path) in [("DELETE", "/__mock/faults"), ("POST", "/__mock/reset")] {
        let mock = Mock::documented();
        let fault = r#"{"endpoint":"pivot.users.list","answer":{"kind":"empty"}}"#;
        mock.send("POST", "/__mock/faults", None, Some(fault)).await;
        for _ in 0..3 {
            assert_eq!(mock.get(USERS).await.text, "");
        }
        let cleared = mock.send(method, path, None, None).await;
        assert_eq!(cleared.json(), json!({ "faults": [] }));
        assert_ne!(mock.get(USERS).await.text, "");
    }
}

#[tokio::test]
async fn remaining_faults_can_be_listed_and_sent_again() {
    let mock = Mock::documented();
    let answers = [
        json!({ "kind": "status", "status": 503, "body": "{}", "content_type": "text/plain" }),
        json!({ "kind": "slow", "ms": 20 }),
        json!({ "kind": "wrong_shape" }),
    ];
    for answer in &answers {
        add(&mock, "pivot.users.get", answer.clone()).await;
    }
    let listed = mock.send("GET", "/__mock/faults", None, None).await.json();
    let faults: Vec<_> = answers
        .iter()
        .map(|answer| json!({ "endpoint": "pivot.users.get", "answer": answer, "times": 1 }))
        .collect();
    assert_eq!(listed, json!({ "faults": faults }));
}

#[tokio::test]
async fn a_call_without_a_token_uses_no_fault_up() {
    let mock = Mock::documented();
    add(&mock, "pivot.users.list", json!({ "kind": "empty" })).await;
    assert_eq!(mock.send("GET", USERS, None, None).await.status, 401);
    assert_eq!(mock.get(USERS).await.header("x-mock-fault"), "empty");
}

#[tokio::test]
async fn an_invalid_fault_is_refused_with_a_reason() {
    let mock = Mock::documented();
    let with = |answer: &str| format!(r#"{{"endpoint":"pivot.users.list","answer":{answer}}}"#);
    for (body, says) in [
        (String::new(), "the body is empty"),
        ("{".into(), "not valid JSON"),
        ("[]".into(), "with the field endpoint"),
        ("{}".into(), "endpoint is missing"),
        (
            r#"{"endpoint":"pivot.nothing"}"#.into(),
            "endpoint must be an endpoint's id",
        ),
        (
            r#"{"endpoint":"pivot.users.list"}"#.into(),
            "answer is missing",
        ),
        (with("{}"), "answer.kind is missing"),
        (
            with(r#"{"kind":"explode"}"#),
            "answer.kind must be status, html",
        ),
        (with(r#"{"kind":"status"}"#), "answer.status is missing"),
        (
            with(r#"{"kind":"status","status":"503"}"#),
            "answer.status must be a whole number",
        ),
        (
            with(r#"{"kind":"status","status":100}"#),
            "answer.status must be a number from 200",
        ),
        (
            with(r#"{"kind":"status","status":503,"body":{}}"#),
            "answer.body must be a string",
        ),
        (
            with(r#"{"kind":"status","status":503,"content_type":"a\nb"}"#),
            "answer.content_type must be a header's value",
        ),
        (with(r#"{"kind":"slow"}"#), "answer.ms is missing"),
        (
            with(r#"{"kind":"slow","ms":-1}"#),
            "answer.ms must be a whole number",
        ),
        (
            with(r#"{"kind":"slow","ms":600001}"#),
            "answer.ms must be at most 600000",
        ),
        (
            with(r#"{"kind":"slow_lognormal","median_ms":5}"#),
            "answer.sigma is missing",
        ),
        (
            with(r#"{"kind":"slow_lognormal","median_ms":5,"sigma":-1}"#),
            "answer.sigma must be a number above 0",
        ),
        (
            r#"{"path":"api","answer":{"kind":"empty"}}"#.into(),
            "path must be the beginning of a path",
        ),
        (
            r#"{"platform":"x","answer":{"kind":"empty"}}"#.into(),
            "platform must be pivot",
        ),
        (
            r#"{"path":"/","answer":{"kind":"empty"},"probability":1.5}"#.into(),
            "probability must be a number above 0 and up to 1",
        ),
        (
            r#"{"path":"/","answer":{"kind":"empty"},"seed":1}"#.into(),
            "seed must be left out",
        ),
        (
            with(r#"{"kind":"empty","ms":5}"#),
            "answer.ms means nothing here",
        ),
        (
            r#"{"endpoint":"pivot.users.list","answer":{"kind":"empty"},"times":0}"#.into(),
            "times must be at least 1",
        ),
        (
            r#"{"endpoint":"pivot.users.list","answer":{"kind":"empty"},"time":1}"#.into(),
            "time means nothing here",
        ),
    ] {
        let refused = mock.send("POST", "/__mock/faults", None, Some(&body)).await;
        assert_error(&refused, 400, says);
    }
    let listed = mock.send("GET", "/__mock/faults", None, None).await;
    assert_eq!(listed.json(), json!({ "faults": [] }));
}

#[tokio::test]
async fn an_unknown_route_of_the_mock_is_404_with_a_list_of_routes() {
    let mock = Mock::documented();
    for (method, path) in [
        ("GET", "/__mock/nothing"),
        ("GET", "/__mock/reset"),
        ("PUT", "/__mock/faults"),
    ] {
        let answer = mock.send(method, path, None, None).await;
        assert_error(&answer, 404, "/__mock/faults (GET, POST, DELETE)");
    }
}
