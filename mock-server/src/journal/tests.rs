//! What the journal stores, and what it leaves out.

use crate::testing::{Mock, assert_error};
use serde_json::{Value, json};

const REQUESTS: &str = "/__mock/requests";

async fn requests(mock: &Mock, query: &str) -> Vec<Value> {
    let response = mock.get(&format!("{REQUESTS}?{query}")).await;
    assert_eq!(response.status, 200, "{response:?}");
    response.json()["requests"].as_array().unwrap().clone()
}

async fn last(mock: &Mock) -> Value {
    requests(mock, "limit=1").await.remove(0)
}

#[tokio::test]
async fn calls_to_platforms_are_recorded_and_calls_to_the_mock_are_not() {
    let mock = Mock::documented();
    mock.get("/__mock/faults").await;
    mock.stop_clock_at("2026-01-15T09:30:00Z").await;
    let path = "/api/v1/user-statuses/admin%40company.com";
    let body = r#"{"userStatus": {"name":"admin@company.com"}}"#;
    mock.post(&format!("{path}?pretty"), body).await;
    let listed = mock.get(REQUESTS).await.json();
    assert_eq!(listed["last"], 1);
    let mut call = listed["requests"][0].clone();
    let ms = call["duration_ms"].take().as_f64().unwrap();
    assert!((0.0..60_000.0).contains(&ms), "{ms}");
    assert_eq!(
        call,
        json!({
            "number": 1,
            "time": "2026-01-15T09:30:00Z",
            "platform": "pivot",
            "endpoint": "pivot.statuses.set",
            "method": "POST",
            "path": path,
            "query": "pretty",
            "headers": { "x-imply-api-token": "•••" },
            "body": body,
            "body_bytes": body.len(),
            "status": 200,
            "duration_ms": null,
            "documented": true,
            "note": null,
            "fault": null,
            "refusal": null,
        })
    );
}

#[tokio::test]
async fn assumptions_are_marked_and_refusals_have_a_reason() {
    let mock = Mock::documented();
    mock.post("/api/v1/users", "{").await;
    let call = last(&mock).await;
    assert_eq!(
        (&call["status"], &call["documented"]),
        (&json!(400), &json!(false))
    );
    assert!(call["note"].as_str().unwrap().starts_with("assumed"));
    assert!(call["refusal"].as_str().unwrap().contains("not valid JSON"));
    assert_eq!(call["body"], "{");
    mock.get("/api/v1/nothing").await;
    let call = last(&mock).await;
    assert_eq!(
        (&call["platform"], &call["endpoint"]),
        (&json!("pivot"), &json!(null))
    );
    assert_eq!(call["documented"], false);
}

#[tokio::test]
async fn no_secret_is_recorded() {
    const SECRET: &str = "S3cret-of-mine+1";
    let mock = Mock::documented();
    let json = [("content-type", "application/json")];
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let encoded = "S3cret-of-mine%2B1";
    let users = "/api/auth/auth/demo/users";
    for (method, path, headers, body) in [
        (
            "GET",
            "/api/v1/users".to_owned(),
            &[("x-imply-api-token", SECRET)][..],
            None,
        ),
        (
            "GET",
            users.to_owned(),
            &[("authorization", "Bearer S3cret-of-mine+1")],
            None,
        ),
        ("GET", users.to_owned(), &[("authentication", SECRET)], None),
        ("GET", users.to_owned(), &[("x-tlm-key", SECRET)], None),
        (
            "GET",
            "/api/user".to_owned(),
            &[("cookie", "metabase.SESSION=S3cret-of-mine+1")],
            None,
        ),
        (
            "GET",
            "/api/user".to_owned(),
            &[("x-metabase-session", SECRET)],
            None,
        ),
        (
            "POST",
            "/api/session".to_owned(),
            &json,
            Some(format!(r#"{{"username":"a","password":"{SECRET}"}}"#)),
        ),
        (
            "POST",
            "/api/session".to_owned(),
            &json,
            Some(format!(r#"{{"password":["{SECRET}"]}}"#)),
        ),
        // Cut off, so that it is not JSON.
        (
            "POST",
            "/api/session".to_owned(),
            &json,
            Some(format!(r#"{{"password":"{SECRET}"#)),
        ),
        (
            "POST",
            users.to_owned(),
            &form,
            Some(format!("email=a&password={encoded}")),
        ),
        (
            "POST",
            format!("{users}?email=a&password={encoded}"),
            &[],
            None,
        ),
        (
            "POST",
            format!("{users}?email=a&pass%77ord={encoded}"),
            &[],
            None,
        ),
        // To the wrong endpoint.
        (
            "POST",
            format!("/api/v1/users?token={encoded}"),
            &json,
            Some(format!(r#"{{"user":{{"password":"{SECRET}"}}}}"#)),
        ),
    ] {
        mock.call(method, &path, headers, body.as_deref()).await;
        let call = last(&mock).await;
        let text = call.to_string();
        assert!(!text.contains("S3cret"), "{text}");
        assert_eq!(
            (&call["method"], call["path"].as_str()),
            (&json!(method), path.split('?').next())
        );
    }
    assert_eq!(last(&mock).await["number"], 13);
}

#[tokio::test]
async fn a_long_key_shows_its_end_and_a_short_one_nothing() {
    let mock = Mock::documented();
    for (key, shown) in [("12345678", "•••"), ("123456789", "•••89")] {
        mock.send("GET", "/api/v1/users", Some(key), None).await;
        assert_eq!(last(&mock).await["headers"]["x-imply-api-token"], shown);
    }
}

#[tokio::test]
async fn a_long_body_is_clipped_after_its_secrets_are_masked() {
    let mock = Mock::documented();
    let filler = "ä".repeat(20_000);
    let body = format!(r#"{{"user":{{"name":"x","filler":"{filler}"}},"password":"S3cret"}}"#);
    mock.post("/api/v1/users", &body).await;
    let call = last(&mock).await;
    let kept = call["body"].as_str().unwrap();
    assert!((16_000..16_500).contains(&kept.len()), "{}", kept.len());
    assert!(kept.ends_with('…'));
    assert_eq!(call["body_bytes"], body.len());
}

#[tokio::test]
async fn the_list_can_be_filtered() {
    let mock = Mock::documented();
    for path in [
        "/api/v1/users",
        "/api/v1/users/nobody",
        "/api/v1/user-statuses",
    ] {
        mock.get(path).await;
    }
    mock.post("/api/v1/users", "{").await;
    mock.call("GET", "/api/user", &[], None).await;
    for (query, expected) in [
        ("", &[1, 2, 3, 4, 5][..]),
        ("platform=metabase", &[5]),
        ("endpoint=pivot.users.get", &[2]),
        ("method=post", &[4]),
        ("status=404", &[2]),
        ("status=4xx", &[2, 4, 5]),
        ("status=2xx&platform=pivot", &[1, 3]),
        ("limit=2", &[4, 5]),
        ("since=1&limit=2", &[2, 3]),
        ("since=5", &[]),
    ] {
        let found = requests(&mock, query).await;
        let numbers: Vec<_> = found
            .iter()
            .map(|call| call["number"].as_i64().unwrap())
            .collect();
        assert_eq!(numbers, expected, "{query}");
    }
    for query in [
        "platform=x",
        "endpoint=x",
        "status=6xx",
        "status=x",
        "since=x",
        "limit=0",
        "x=1",
    ] {
        let refused = mock.get(&format!("{REQUESTS}?{query}")).await;
        assert_error(&refused, 400, "parameter");
    }
}

#[tokio::test]
async fn the_journal_can_be_cleared_and_numbers_go_on() {
    let mock = Mock::documented();
    mock.get("/api/v1/users").await;
    let cleared = mock.delete(REQUESTS).await;
    assert_eq!(cleared.json(), json!({ "requests": [], "last": 1 }));
    mock.get("/api/v1/users").await;
    assert_eq!(requests(&mock, "").await[0]["number"], 2);
}

#[tokio::test]
async fn only_the_newest_ten_thousand_are_kept() {
    let world = crate::World::new(crate::Options::default());
    for _ in 0..10_005 {
        world.journal().add(super::Entry::default());
    }
    let found = world.journal().find(&super::Filter::newest(usize::MAX));
    assert_eq!(found.len(), 10_000);
    assert_eq!((found[0].number, found[9_999].number), (6, 10_005));
}

#[tokio::test(start_paused = true)]
async fn a_call_without_an_answer_is_recorded_when_the_client_disconnects() {
    let mock = Mock::documented();
    let fault = r#"{"endpoint":"pivot.users.list","answer":{"kind":"hang"}}"#;
    mock.send("POST", "/__mock/faults", None, Some(fault)).await;
    let hour = std::time::Duration::from_secs(3600);
    let left = tokio::time::timeout(hour, mock.get("/api/v1/users")).await;
    assert!(left.is_err());
    let call = last(&mock).await;
    assert_eq!(
        (&call["status"], &call["fault"]),
        (&json!(null), &json!("hang"))
    );
    assert_eq!(requests(&mock, "status=none").await.len(), 1);
}

#[tokio::test]
async fn a_fault_is_recorded_with_its_kind() {
    let mock = Mock::documented();
    let fault = r#"{"platform":"pivot","answer":{"kind":"status","status":503}}"#;
    mock.send("POST", "/__mock/faults", None, Some(fault)).await;
    mock.get("/api/v1/users").await;
    let call = last(&mock).await;
    assert_eq!(
        (&call["status"], &call["fault"]),
        (&json!(503), &json!("status"))
    );
    assert_eq!(call["documented"], false);
}
