//! What the token endpoint does, and how it refuses bad requests.

use crate::actian::testing::{DEMO, assert_refused, sign_in};
use crate::seed::people::{ADMIN, PASSWORD};
use crate::testing::{Mock, TestResponse};
use crate::{Options, Seed};
use serde_json::json;

const TOKEN: &str = "/api/auth/auth/token";
const SNAKE: &str = "grant_type=password&username=admin@example.com&password=rollcall-demo-1";
const CAMEL: &str = "clientId=telmai&grantType=password&username=admin%40example.com\
    &password=rollcall-demo-1&tenant=demo";

fn mock_at(time: &str, as_observed: bool) -> Mock {
    Mock::new(Options {
        seed: Seed::Documented,
        clock: time.parse().unwrap(),
        as_observed,
        ..Options::default()
    })
}

async fn post(mock: &Mock, query: &str, content_type: &str, body: &str) -> TestResponse {
    let headers = [("content-type", content_type)];
    let path = format!("{TOKEN}{query}");
    mock.call("POST", &path, &headers, Some(body)).await
}

/// Lists the users with a bearer token; returns the status.
async fn list(mock: &Mock, token: &str) -> u16 {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let path = format!("{DEMO}/users");
    mock.call("GET", &path, &headers, None).await.status
}

fn field(response: &TestResponse, key: &str) -> String {
    response.json()[key].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_is_given_for_a_password_however_it_is_sent() {
    const FORM: &str = "application/x-www-form-urlencoded";
    for as_observed in [false, true] {
        let mock = mock_at("2026-01-15T09:30:00Z", as_observed);
        let json = json!({ "grantType": "password", "username": ADMIN, "password": PASSWORD });
        for (query, content_type, body) in [
            (format!("?{SNAKE}"), FORM, String::new()),
            (format!("?{CAMEL}"), FORM, String::new()),
            (String::new(), FORM, SNAKE.to_owned()),
            (String::new(), FORM, CAMEL.to_owned()),
            (String::new(), "application/json", json.to_string()),
        ] {
            let given = post(&mock, &query, content_type, &body).await;
            assert_eq!(given.status, 200, "{given:?}");
            let object = given.json();
            assert_eq!(object["expires"], 3600);
            assert_eq!(object["token_type"], "Bearer");
            let keys: Vec<_> = object.as_object().unwrap().keys().cloned().collect();
            assert_eq!(
                keys,
                ["expires", "access_token", "refresh_token", "token_type"]
            );
            assert!(
                given
                    .header("x-mock-note")
                    .starts_with("parameters came in")
            );
            assert_eq!(given.header("x-mock-endpoint"), "actian.token");
            assert_eq!(list(&mock, &field(&given, "access_token")).await, 200);
            assert_eq!(list(&mock, &field(&given, "refresh_token")).await, 401);
        }
    }
}

#[tokio::test]
async fn a_token_ends_after_an_hour_of_the_worlds_clock_and_can_be_renewed_for_a_day() {
    let mock = mock_at("2026-01-15T09:30:00Z", false);
    let clock = |time: &str| mock.world.clock().set(time.parse().unwrap());
    let given = sign_in(&mock, ADMIN, PASSWORD).await;
    let token = field(&given, "access_token");
    clock("2026-01-15T10:29:59Z");
    assert_eq!(list(&mock, &token).await, 200);
    clock("2026-01-15T10:30:00Z");
    assert_eq!(list(&mock, &token).await, 401);
    let refresh = field(&given, "refresh_token");
    for query in [
        format!("?grantType=refresh_token&refreshToken={refresh}"),
        format!("?grant_type=refresh_token&refresh_token={refresh}"),
    ] {
        let renewed = post(&mock, &query, "text/plain", "").await;
        assert_eq!(renewed.status, 200, "{renewed:?}");
        let token = field(&renewed, "access_token");
        assert_eq!(list(&mock, &token).await, 200);
        assert_eq!(field(&renewed, "refresh_token"), refresh);
    }
    clock("2026-01-16T09:30:00Z");
    let query = format!("?grantType=refresh_token&refreshToken={refresh}");
    assert_refused(
        &post(&mock, &query, "text/plain", "").await,
        401,
        "Unauthorized",
    );
}

#[tokio::test]
async fn tokens_are_not_readable_in_the_worlds_data() {
    let mock = Mock::documented();
    let given = sign_in(&mock, ADMIN, PASSWORD).await;
    let actian = mock.world.actian();
    let held = format!("{actian:?} {}", serde_json::to_string(&*actian).unwrap());
    for key in ["access_token", "refresh_token"] {
        assert!(!held.contains(&field(&given, key)), "{key}");
    }
}

#[tokio::test]
async fn a_failed_sign_in_is_401_without_a_reason() {
    let mock = Mock::documented();
    let before = format!("{:?}", mock.world.actian());
    for (email, password) in [
        (ADMIN, "wrong"),
        ("nobody@example.com", PASSWORD),
        ("admin", PASSWORD),
    ] {
        let refused = sign_in(&mock, email, password).await;
        assert_refused(&refused, 401, "Unauthorized");
        assert_eq!(refused.text, r#"{"description":"Unauthorized"}"#);
    }
    let query = "?grantType=refresh_token&refreshToken=made-up";
    assert_refused(&post(&mock, query, "text/plain", "").await, 401, "");
    assert_eq!(format!("{:?}", mock.world.actian()), before);
}

#[tokio::test]
async fn another_tenant_is_403() {
    let mock = Mock::documented();
    let query = format!("?{SNAKE}&tenant=nowhere");
    assert_refused(
        &post(&mock, &query, "text/plain", "").await,
        403,
        "Forbidden",
    );
}

#[tokio::test]
async fn an_invalid_request_is_400_and_names_the_field() {
    let mock = Mock::documented();
    for (body, says) in [
        ("", "grantType is missing"),
        ("{", "not valid JSON"),
        (r#"{"grantType":5}"#, "grantType must be a string"),
        (r#"{"grantType":"code"}"#, "grantType must be password or"),
        (r#"{"grantType":"password"}"#, "username is missing"),
        (
            r#"{"grantType":"password","username":"a"}"#,
            "password is missing",
        ),
        (
            r#"{"grantType":"password","username":"a","password":["s3cret"]}"#,
            "password must be a string",
        ),
        (
            r#"{"grantType":"password","username":"","password":"a"}"#,
            "username must not be empty",
        ),
        (
            r#"{"grantType":"refresh_token"}"#,
            "refreshToken is missing",
        ),
    ] {
        let refused = post(&mock, "", "application/json", body).await;
        assert_refused(&refused, 400, says);
        assert!(!refused.text.contains("s3cret"));
    }
    let large = format!(r#"{{"username":"{}"}}"#, "x".repeat(1024 * 1024));
    let refused = post(&mock, "", "application/json", &large).await;
    assert_refused(&refused, 413, "1 MiB");
}
