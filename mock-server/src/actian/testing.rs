//! Calls of an Actian in tests.

use crate::outbox::Mail;
use crate::testing::{Heard, Mock};
use serde_json::{Value, json};

/// Below here are the users of the tenant `demo`.
pub(super) const DEMO: &str = "/api/auth/auth/demo";

/// The header that a key is sent in.
pub(super) const KEY: (&str, &str) = ("x-tlm-key", "demo");

/// A call with the well-known key.
pub(super) async fn call(mock: &Mock, method: &str, path: &str) -> Heard {
    mock.call(method, path, &[KEY], None).await
}

/// The same with a JSON body.
pub(super) async fn call_json(mock: &Mock, method: &str, path: &str, body: &str) -> Heard {
    let headers = [KEY, ("content-type", "application/json")];
    mock.call(method, path, &headers, Some(body)).await
}

/// The same with a form for a body.
pub(super) async fn call_form(mock: &Mock, method: &str, path: &str, body: &str) -> Heard {
    let headers = [KEY, ("content-type", "application/x-www-form-urlencoded")];
    mock.call(method, path, &headers, Some(body)).await
}

/// All that both tenants hold, to see that nothing changed.
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

/// Asks for a token with a password: the answer's body.
pub(super) async fn sign_in(mock: &Mock, email: &str, password: &str) -> Heard {
    let body = json!({ "grantType": "password", "username": email, "password": password });
    let headers = [("content-type", "application/json")];
    let path = "/api/auth/auth/token";
    mock.call("POST", path, &headers, Some(&body.to_string()))
        .await
}

/// Actian's error shape, with this status and these words among its own.
#[track_caller]
pub(super) fn assert_refused(heard: &Heard, status: u16, says: &str) {
    assert_eq!(heard.status, status, "{heard:?}");
    assert_eq!(heard.header("content-type"), "application/json");
    let json = heard.json();
    let Value::Object(object) = &json else {
        panic!("{heard:?}");
    };
    assert_eq!(object.len(), 1, "{heard:?}");
    let words = object["description"].as_str().unwrap();
    assert!(words.contains(says), "“{words}” says nothing of “{says}”");
    assert!(heard.header("x-mock-note").starts_with("assumed"));
}
