//! The outbox as JSON, as pages and as files.

use crate::testing::{Mock, assert_error};
use serde_json::{Value, json};

const HOST: (&str, &str) = ("host", "127.0.0.1:9095");

/// A mock that has invited three people: one has no address, and the address of
/// one does not accept email.
async fn invited() -> Mock {
    let mock = Mock::documented();
    for name in ["ada@example.com", "robot", "bounces@example.com"] {
        let body =
            json!({ "user": { "name": name, "firstName": "<b>" }, "sendWelcomeEmail": true });
        let headers = [HOST, ("x-imply-api-token", "demo")];
        let path = format!("/api/v1/users/{name}");
        let created = mock
            .call("POST", &path, &headers, Some(&body.to_string()))
            .await;
        assert_eq!(created.status, 200);
    }
    mock
}

async fn mails(mock: &Mock, query: &str) -> Vec<Value> {
    let listed = mock.get(&format!("/__mock/outbox?{query}")).await;
    assert_eq!(listed.status, 200, "{listed:?}");
    listed.json()["mails"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_list_has_the_state_of_each_email_and_can_be_filtered() {
    let mock = invited().await;
    let all = mails(&mock, "").await;
    let fates: Vec<_> = all
        .iter()
        .map(|mail| mail["delivery"].as_str().unwrap())
        .collect();
    assert_eq!(fates, ["delivered", "undeliverable", "bounced"]);
    assert!(
        all.iter()
            .all(|mail| mail["smtp"] == json!({ "stage": "kept" }))
    );
    for (query, numbers) in [
        ("platform=pivot", &[1, 2, 3][..]),
        ("platform=actian", &[]),
        ("kind=invite", &[1, 2, 3]),
        ("kind=reset", &[]),
        ("to=ADA@example.com", &[1]),
        ("since=1", &[2, 3]),
        ("limit=1", &[3]),
    ] {
        let found = mails(&mock, query).await;
        let found: Vec<_> = found
            .iter()
            .map(|mail| mail["number"].as_i64().unwrap())
            .collect();
        assert_eq!(found, numbers, "{query}");
    }
    for query in ["platform=x", "since=x", "limit=x", "x=1"] {
        let refused = mock.get(&format!("/__mock/outbox?{query}")).await;
        assert_error(&refused, 400, "parameter");
    }
}

#[tokio::test]
async fn a_message_is_shown_in_a_sandbox() {
    let mock = invited().await;
    let page = mock.get("/__mock/outbox/1").await;
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains("<iframe sandbox title="),
        "{}",
        page.text
    );
    assert!(page.text.contains("src=\"/__mock/outbox/1.html\""));
    assert!(
        page.text
            .contains("href=\"http://127.0.0.1:9095/set-password/")
    );
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    let message = mock.get("/__mock/outbox/1.html").await;
    assert_eq!(message.header("content-type"), "text/html; charset=utf-8");
    let policy = message.header("content-security-policy");
    assert!(policy.starts_with("sandbox;") && !policy.contains("allow-"));
}

#[tokio::test]
async fn an_email_can_be_saved() {
    let mock = invited().await;
    let file = mock.get("/__mock/outbox/1.eml").await;
    assert_eq!(file.header("content-type"), "message/rfc822");
    assert!(file.text.contains("To: ada@example.com\r\n"));
    assert_error(&mock.get("/__mock/outbox/2.eml").await, 409, "no address");
    let json = mock.get("/__mock/outbox/1.json").await.json();
    assert_eq!(json, mails(&mock, "").await[0]);
    for path in [
        "/__mock/outbox/4",
        "/__mock/outbox/x",
        "/__mock/outbox/1.pdf",
    ] {
        assert_eq!(mock.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn an_emptied_outbox_goes_on_counting() {
    let mock = invited().await;
    let cleared = mock.delete("/__mock/outbox").await;
    assert_eq!(cleared.json(), json!({ "mails": [], "last": 3 }));
    assert_eq!(mock.get("/__mock/outbox/1").await.status, 404);
}

#[tokio::test]
async fn the_newest_email_to_an_address_is_one_link_away() {
    let mock = invited().await;
    let found = mock.get("/__mock/outbox/latest?to=Ada@example.com").await;
    assert_eq!(
        (found.status, found.header("location")),
        (303, "/__mock/outbox/1")
    );
    let unknown = mock
        .get("/__mock/outbox/latest?to=nobody@example.com")
        .await;
    assert_eq!(unknown.status, 404);
}
