//! What each status route does, and how it refuses bad requests.

use crate::testing::{Mock, assert_error};
use serde_json::{Value, json};
use wire::pivot::Generation;

const ALL: &str = "/api/v1/user-statuses";
const ADMIN: &str = "/api/v1/user-statuses/admin@company.com";
const ANALYST: &str = "/api/v1/user-statuses/analyst@company.com";
const UNKNOWN: &str = "/api/v1/user-statuses/nobody";

macro_rules! sample {
    ($file:literal) => {
        include_str!(concat!("../../../../tests/fixtures/pivot/", $file))
    };
}

fn json_of(sample: &str) -> Value {
    serde_json::from_str(sample).unwrap()
}

#[tokio::test]
async fn the_list_holds_the_samples_of_both_pages() {
    for generation in [Generation::V2023_01, Generation::Current] {
        let listed = Mock::of(generation).get(ALL).await;
        assert_eq!(listed.status, 200);
        assert_eq!(listed.header("content-type"), "application/json");
        assert_eq!(listed.header("x-mock-note"), "");
        let listed = listed.json();
        let old = json_of(sample!("2023.01/statuses.list.json"));
        let new = json_of(sample!("current/statuses.list.json"));
        assert_eq!(listed.as_object().unwrap().len(), 1);
        let listed = listed["userStatuses"].as_array().unwrap();
        assert_eq!(listed[..2], old["userStatuses"].as_array().unwrap()[..]);
        assert_eq!(listed[2..], new["userStatuses"].as_array().unwrap()[..]);
    }
}

#[tokio::test]
async fn one_is_shown_as_the_document_shows_it() {
    let mock = Mock::documented();
    for path in [ANALYST, "/api/v1/user-statuses/analyst%40company.com"] {
        let got = mock.get(path).await;
        assert_eq!(got.status, 200);
        assert_eq!(got.json(), json_of(sample!("2023.01/statuses.get.json")));
    }
}

#[tokio::test]
async fn every_404_has_its_own_documented_words() {
    let mock = Mock::documented();
    let texts = json_of(sample!("errors.json"));
    let words = |key: &str| json!({ "error": texts[key] });
    let body = r#"{"userStatus":{"name":"nobody"}}"#;
    for (answer, key) in [
        (mock.get(UNKNOWN).await, "statuses.get"),
        (mock.post(UNKNOWN, body).await, "statuses.set"),
        (mock.post(ADMIN, body).await, "statuses.set"),
        (mock.delete(UNKNOWN).await, "statuses.delete"),
    ] {
        assert_eq!((answer.status, answer.json()), (404, words(key)));
    }
}

#[tokio::test]
async fn setting_disables_and_enables_as_the_document_shows() {
    for (generation, path, disable, answer, enable) in [
        (
            Generation::V2023_01,
            ADMIN,
            sample!("2023.01/statuses.set.request.json"),
            sample!("2023.01/statuses.set.json"),
            sample!("2023.01/statuses.set.enable.request.json"),
        ),
        (
            Generation::Current,
            "/api/v1/user-statuses/admin@example.com",
            sample!("current/statuses.set.request.json"),
            sample!("current/statuses.set.json"),
            sample!("current/statuses.set.enable.request.json"),
        ),
    ] {
        let mock = Mock::of(generation);
        let disabled = mock.post(path, disable).await;
        assert_eq!((disabled.status, disabled.json()), (200, json_of(answer)));
        assert_eq!(disabled.header("x-mock-note"), "");
        let held = mock.get(path).await.json();
        assert_eq!(held["userStatuses"][0], json_of(disable)["userStatus"]);

        let enabled = mock.post(path, enable).await;
        assert_eq!(enabled.json()["userStatus"], json_of(enable)["userStatus"]);
        let held = mock.get(path).await.json();
        assert_eq!(held["userStatuses"][0], json_of(enable)["userStatus"]);
    }
}

#[tokio::test]
async fn setting_replaces_and_keeps_unknown_fields_in_their_order() {
    let mock = Mock::documented();
    let body =
        r#"{"userStatus":{"zeta":[1,{"b":1,"a":2}],"name":"analyst@company.com","alpha":null}}"#;
    mock.post(ANALYST, body).await;
    assert_eq!(
        mock.get(ANALYST).await.text,
        r#"{"userStatuses":[{"name":"analyst@company.com","zeta":[1,{"b":1,"a":2}],"alpha":null}]}"#
    );
    // It has kept its place in the list.
    let names = mock.get(ALL).await.json();
    assert_eq!(names["userStatuses"][1]["name"], "analyst@company.com");
    mock.post(ANALYST, r#"{"userStatus":{"name":"analyst@company.com"}}"#)
        .await;
    let held = mock.get(ANALYST).await.json();
    assert_eq!(
        held["userStatuses"],
        json!([{ "name": "analyst@company.com" }])
    );
}

#[tokio::test]
async fn null_counts_as_absent() {
    let mock = Mock::documented();
    let body = r#"{"userStatus":{"name":"analyst@company.com","disabled":null}}"#;
    let answer = mock.post(ANALYST, body).await.json();
    assert_eq!(
        answer["userStatus"],
        json!({ "name": "analyst@company.com" })
    );
}

#[tokio::test]
async fn a_status_is_created_for_any_name_or_replaced() {
    let mock = Mock::documented();
    let body = r#"{"userStatus":{"name":"ghost","disabled":"2022-07-21T19:01:25.872Z","x":1}}"#;
    let created = mock.post(ALL, body).await;
    assert_eq!(created.status, 200);
    assert_eq!(
        created.text,
        r#"{"status":"ok","message":"Created successfully","userStatus":{"name":"ghost","disabled":"2022-07-21T19:01:25.872Z","x":1}}"#
    );
    assert!(created.header("x-mock-note").starts_with("assumed"));
    let again = mock.post(ALL, r#"{"userStatus":{"name":"ghost"}}"#).await;
    assert_eq!(again.status, 200);
    assert!(again.header("x-mock-note").contains("replaces"));
    let held = mock.get(ALL).await.json();
    assert_eq!(held["userStatuses"][4], json!({ "name": "ghost" }));
    assert_eq!(held["userStatuses"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn deleting_removes_the_record_and_nothing_else() {
    let mock = Mock::documented();
    let deleted = mock.delete(ANALYST).await;
    assert_eq!(deleted.status, 200);
    assert_eq!(
        deleted.json(),
        json_of(sample!("2023.01/statuses.delete.json"))
    );
    assert_eq!(mock.get(ANALYST).await.status, 404);
    let names: Vec<_> = mock.get(ALL).await.json()["userStatuses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|status| status["name"].clone())
        .collect();
    let left = [
        "admin@company.com",
        "admin@example.com",
        "analyst@example.com",
    ];
    assert_eq!(names, left);
    assert_eq!(
        mock.get("/api/v1/users/analyst@company.com").await.status,
        200
    );
}

#[tokio::test]
async fn an_invalid_body_is_refused_with_the_place_of_the_error() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    for path in [ADMIN, ALL] {
        for (body, says) in [
            ("", "the body is empty"),
            ("{", "not valid JSON: EOF while parsing an object at line 1"),
            ("\"\\ud800\"", "not valid JSON"),
            ("[]", "an object with the field userStatus, not an array"),
            ("null", "an object with the field userStatus, not null"),
            ("{}", "userStatus is missing"),
            (r#"{"name":"admin@company.com"}"#, "userStatus is missing"),
            (r#"{"userStatus":"x"}"#, "userStatus must be an object"),
            (r#"{"userStatus":{}}"#, "userStatus.name is missing"),
            (
                r#"{"userStatus":{"name":5}}"#,
                "userStatus.name must be a string",
            ),
            (
                r#"{"userStatus":{"name":null}}"#,
                "userStatus.name must be a string",
            ),
            (
                r#"{"userStatus":{"name":""}}"#,
                "userStatus.name must not be empty",
            ),
            (
                r#"{"userStatus":{"name":"."}}"#,
                "userStatus.name must not be “.”",
            ),
            (
                r#"{"userStatus":{"name":".."}}"#,
                "userStatus.name must not be “..”",
            ),
            (
                r#"{"userStatus":{"name":"admin@company.com","disabled":true}}"#,
                "userStatus.disabled must be a string",
            ),
            (
                r#"{"userStatus":{"name":"admin@company.com","disabled":"soon"}}"#,
                "userStatus.disabled must be an RFC 3339 time",
            ),
            (
                r#"{"userStatus":{"name":"admin@company.com","disabled":""}}"#,
                "userStatus.disabled must be an RFC 3339 time",
            ),
        ] {
            let answer = mock.post(path, body).await;
            assert_error(&answer, 400, says);
            assert!(answer.header("x-mock-note").starts_with("assumed"));
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_error(&mock.post(path, &deep).await, 400, "not valid JSON");
        let large = format!(
            r#"{{"userStatus":{{"name":"{}"}}}}"#,
            "x".repeat(1024 * 1024)
        );
        assert_error(&mock.post(path, &large).await, 413, "1 MiB");
    }
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn a_body_of_one_mebibyte_is_taken() {
    let mock = Mock::documented();
    let wrapped = r#"{"userStatus":{"name":""}}"#.len();
    let name = "x".repeat(1024 * 1024 - wrapped);
    let body = format!(r#"{{"userStatus":{{"name":"{name}"}}}}"#);
    assert_eq!(body.len(), 1024 * 1024);
    assert_eq!(mock.post(ALL, &body).await.status, 200);
}

#[tokio::test]
async fn the_sentinels_status_cannot_be_written() {
    let mock = Mock::documented();
    let name = "sentinel-503@company.com";
    let user = format!(r#"{{"user":{{"name":"{name}"}}}}"#);
    assert_eq!(mock.post("/api/v1/users", &user).await.status, 200);
    let before = mock.everything().await;
    let body = format!(r#"{{"userStatus":{{"name":"{name}"}}}}"#);
    for path in [ALL.to_owned(), format!("{ALL}/{name}")] {
        let failed = mock.post(&path, &body).await;
        assert_error(&failed, 503, "The user store is not available.");
        assert_eq!(failed.header("x-mock-fault"), "sentinel");
    }
    assert_eq!(mock.everything().await, before);
    let other = r#"{"userStatus":{"name":"sentinel-5030@company.com"}}"#;
    assert_eq!(mock.post(ALL, other).await.status, 200);
}
