//! A Metabase to call in tests.

use crate::metabase::Store;
use crate::testing::{Mock as Any, TestResponse};
use crate::{Options, Seed, TOKEN, World};
use serde_json::{Value, json};

pub(super) const ADMIN: &str = "admin@example.com";
pub(super) const ANALYST: &str = "analyst@example.com";
pub(super) const PASSWORD: &str = "rollcall-demo-1";

/// A mock for one test; calls use its API key unless stated otherwise.
pub(super) struct Mock(Any);

impl Mock {
    pub(super) fn of(options: Options) -> Self {
        Self(Any::new(options))
    }

    /// With one user of every kind and a fixed clock.
    pub(super) fn documented() -> Self {
        Self::of(options())
    }

    /// The same, behaving like the source.
    pub(super) fn observed() -> Self {
        Self::of(Options {
            as_observed: true,
            ..options()
        })
    }

    pub(super) fn world(&self) -> &World {
        &self.0.world
    }

    /// Changes its data directly.
    pub(super) fn edit(&self, change: impl FnOnce(&mut Store)) {
        change(&mut self.0.world.metabase_mut());
    }

    pub(super) async fn with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> TestResponse {
        self.0.call(method, path, headers, body).await
    }

    pub(super) async fn send(&self, method: &str, path: &str, body: Option<&str>) -> TestResponse {
        self.with(method, path, &[("x-api-key", TOKEN)], body).await
    }

    pub(super) async fn get(&self, path: &str) -> TestResponse {
        self.send("GET", path, None).await
    }

    pub(super) async fn delete(&self, path: &str) -> TestResponse {
        self.send("DELETE", path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> TestResponse {
        self.send("POST", path, Some(&body.to_string())).await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> TestResponse {
        self.send("PUT", path, Some(&body.to_string())).await
    }

    pub(super) async fn sign_in(&self, email: &str, password: &str) -> TestResponse {
        let body = json!({ "username": email, "password": password }).to_string();
        self.with("POST", "/api/session", &[], Some(&body)).await
    }

    /// The key of a new session.
    pub(super) async fn session(&self, email: &str) -> String {
        let answer = self.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Sends a request with a session.
    pub(super) async fn as_session(
        &self,
        key: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> TestResponse {
        let body = body.map(Value::to_string);
        let headers = [("x-metabase-session", key)];
        self.with(method, path, &headers, body.as_deref()).await
    }

    /// The ID of the user with this address.
    pub(super) async fn id(&self, email: &str) -> u64 {
        let listed = self
            .get(&format!("/api/user?status=all&query={email}"))
            .await;
        listed.json()["data"][0]["id"].as_u64().unwrap()
    }

    /// All its data, to check that nothing changed.
    pub(super) async fn everything(&self) -> [String; 3] {
        [
            self.get("/api/user?status=all").await.text,
            self.get("/api/permissions/group").await.text,
            self.get("/api/permissions/membership").await.text,
        ]
    }
}

fn options() -> Options {
    Options {
        seed: Seed::Documented,
        clock: "2026-01-15T09:30:00Z".parse().unwrap(),
        ..Options::default()
    }
}

/// The path of a user.
pub(super) fn user(id: u64) -> String {
    format!("/api/user/{id}")
}

/// Checks for a plain text with this status.
#[track_caller]
pub(super) fn refused(response: &TestResponse, status: u16, words: &str) {
    assert_eq!(
        (response.status, response.text.as_str()),
        (status, words),
        "{response:?}"
    );
    assert_eq!(response.header("content-type"), "text/plain");
}

/// Checks for the schema's 400 about this field.
#[track_caller]
pub(super) fn bad_field(response: &TestResponse, field: &str, words: &str) {
    assert_eq!(response.status, 400, "{response:?}");
    assert_eq!(
        response.header("content-type"),
        "application/json; charset=utf-8"
    );
    let json = response.json();
    assert_eq!(json["errors"][field], words, "{response:?}");
    let specific = json["specific-errors"][field].as_array().unwrap();
    assert!(
        !specific.is_empty() && specific.iter().all(Value::is_string),
        "{response:?}"
    );
}

/// Checks for an endpoint's 400 about this field and no other.
#[track_caller]
pub(super) fn only_field(response: &TestResponse, field: &str, words: &str) {
    assert_eq!(response.status, 400, "{response:?}");
    assert_eq!(response.json(), json!({ "errors": { field: words } }));
}

/// Memberships in these groups, none of them managed, as a user shows them.
pub(super) fn in_groups(ids: &[u64]) -> Value {
    let memberships = ids.iter();
    memberships
        .map(|id| json!({ "id": id, "is_group_manager": false }))
        .collect()
}

/// The names in an object, sorted.
pub(super) fn keys(json: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}
