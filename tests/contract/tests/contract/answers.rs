//! What the mock refuses, in the platform's error shape and without a trace.

use crate::mock::Mock;
use serde_json::Value;

const STATUS: &str = "/api/v1/user-statuses/admin@company.com";
const STATUSES: &str = "/api/v1/user-statuses";
const USER: &str = "/api/v1/users/admin@company.com";

#[tokio::test]
async fn a_body_that_cannot_be_taken_is_400_and_changes_nothing() {
    let mock = Mock::documented().await;
    let before = mock.everything().await;
    for (target, body, says) in [
        (STATUS, "", "JSON"),
        (STATUS, "{", "JSON"),
        (STATUS, "[]", "userStatus"),
        (STATUS, "{}", "userStatus"),
        (STATUS, r#"{"userStatus":5}"#, "userStatus"),
        (STATUS, r#"{"userStatus":{}}"#, "name"),
        (STATUS, r#"{"userStatus":{"name":5}}"#, "name"),
        (
            STATUS,
            r#"{"userStatus":{"name":"admin@company.com","disabled":5}}"#,
            "disabled",
        ),
        (
            STATUS,
            r#"{"userStatus":{"name":"admin@company.com","disabled":"soon"}}"#,
            "disabled",
        ),
        (STATUSES, r#"{"userStatus":{"name":""}}"#, "name"),
        (STATUSES, r#"{"userStatus":{"name":".."}}"#, "name"),
        (USER, "{}", "user"),
        (USER, r#"{"name":"admin@company.com"}"#, "user"),
        (
            USER,
            r#"{"user":{"name":"admin@company.com","users":"x"}}"#,
            "users",
        ),
        (
            USER,
            r#"{"user":{"name":"admin@company.com","firstName":5}}"#,
            "firstName",
        ),
        (
            USER,
            r#"{"user":{"name":"admin@company.com"},"sendWelcomeEmail":"yes"}"#,
            "sendWelcomeEmail",
        ),
        (
            USER,
            r#"{"user":{"name":"admin@company.com"},"clientUrl":"nowhere"}"#,
            "clientUrl",
        ),
    ] {
        let answer = mock.raw("POST", target, Some("demo"), Some(body)).await;
        assert_eq!(answer.status, 400, "{target} {body}: {}", answer.body);
        let error: Value = serde_json::from_str(&answer.body).unwrap();
        let words = error["error"].as_str().unwrap();
        assert!(words.contains(says), "{body}: {words}");
    }
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn an_unknown_route_is_404_in_the_platforms_shape() {
    let mock = Mock::documented().await;
    for (method, target) in [
        ("GET", "/api/v1/nothing"),
        ("GET", "/"),
        ("PUT", "/api/v1/users/a"),
        ("PATCH", "/api/v1/users"),
        ("GET", "/api/v1/users/"),
        ("GET", "/api/v1/users/a/b"),
    ] {
        let answer = mock.raw(method, target, Some("demo"), None).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (404, r#"{"error":"Not found."}"#),
            "{method} {target}"
        );
    }
}

#[tokio::test]
async fn pretty_is_the_same_on_more_lines() {
    let mock = Mock::documented().await;
    for target in ["/api/v1/users?pretty", "/api/v1/users?pretty=true"] {
        let pretty = mock.raw("GET", target, Some("demo"), None).await.body;
        assert!(pretty.contains("\n  "));
        let plain = mock.json("GET", "/api/v1/users", None).await;
        assert_eq!(serde_json::from_str::<Value>(&pretty).unwrap(), plain);
    }
}

#[tokio::test]
async fn a_body_over_one_mebibyte_is_413() {
    let mock = Mock::documented().await;
    let large = format!(r#"{{"user":{{"name":"{}"}}}}"#, "x".repeat(1024 * 1024));
    let answer = mock.raw("POST", USER, Some("demo"), Some(&large)).await;
    assert_eq!(answer.status, 413);
    assert!(answer.body.starts_with(r#"{"error":""#));
}
