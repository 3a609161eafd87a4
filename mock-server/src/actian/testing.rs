//! Helpers for calling Actian's routes in tests.

use crate::outbox::Mail;
use crate::testing::{Mock, TestResponse};
use serde_json::{Value, json};

/// The path prefix of the tenant `demo`.
pub(super) const DEMO: &str = "/api/auth/auth/demo";

/// The header with the well-known key.
pub(super) const KEY: (&str, &str) = ("x-tlm-key", "demo");

/// A call with the well-known key.
pub(super) async fn call(mock: &Mock, method: &str, path: &str) -> TestResponse {
    mock.call(method, path, &[KEY], None).await
}

/// The same with a JSON body.
pub(super) async fn call_json(mock: &Mock, method: &str, path: &str, body: &str) -> TestResponse {
    let headers = [KEY, ("content-type", "application/json")];
    mock.call(method, path, &headers, Some(body)).await
}

/// The same with a form as body.
pub(super) async fn call_form(mock: &Mock, method: &str, path: &str, body: &str) -> TestResponse {
    let headers = [KEY, ("content-type", "application/x-www-form-urlencoded")];
    mock.call(method, path, &headers, Some(body)).await
}

/// All data of both tenants, to check that nothing changed.
pub(super) async fn everything(mock: &Mock) -> [String; 2] {
    [
        call(mock, "GET", &format!("{DEMO}/users")).await.text,
        call(mock, "GET", "/api/auth/auth/finance/users").await.text,
    ]
}

/// Every email that was sent, oldest first.
pub(super) fn mails(mock: &Mock) -> Vec<Mail> {
    let outbox = mock.world.outbox();
    outbox.all().map(|sent| sent.mail.clone()).collect()
}

/// The token in an email's link.
pub(super) fn link_token(mail: &Mail) -> String {
    let link = mail.link.as_ref().unwrap();
    link.rsplit_once('/').unwrap().1.to_owned()
}

/// Requests a token with a password.
pub(super) async fn sign_in(mock: &Mock, email: &str, password: &str) -> TestResponse {
    let body = json!({ "grantType": "password", "username": email, "password": password });
    let headers = [("content-type", "application/json")];
    let path = "/api/auth/auth/token";
    mock.call("POST", path, &headers, Some(&body.to_string()))
        .await
}

/// Checks for Actian's error shape, with this status and these words in it.
#[track_caller]
pub(super) fn assert_refused(response: &TestResponse, status: u16, says: &str) {
    assert_eq!(response.status, status, "{response:?}");
    assert_eq!(response.header("content-type"), "application/json");
    let json = response.json();
    let Value::Object(object) = &json else {
        panic!("{response:?}");
    };
    assert_eq!(object.len(), 1, "{response:?}");
    let words = object["description"].as_str().unwrap();
    assert!(words.contains(says), "“{words}” says nothing of “{says}”");
    assert!(response.header("x-mock-note").starts_with("assumed"));
}
