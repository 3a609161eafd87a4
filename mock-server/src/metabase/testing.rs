//! A Metabase to call in tests.

use crate::metabase::Store;
use crate::testing::{Heard, Mock as Any};
use crate::{Options, Seed, TOKEN, World};
use serde_json::{Value, json};

pub(super) const ADMIN: &str = "admin@example.com";
pub(super) const ANALYST: &str = "analyst@example.com";
pub(super) const PASSWORD: &str = "rollcall-demo-1";

/// A mock of one's own; unless said otherwise its API key asks.
pub(super) struct Mock(Any);

impl Mock {
    pub(super) fn of(options: Options) -> Self {
        Self(Any::new(options))
    }

    /// One that holds one user of every kind, on a clock that stands still.
    pub(super) fn documented() -> Self {
        Self::of(options())
    }

    /// The same, behaving as the source was read.
    pub(super) fn observed() -> Self {
        Self::of(Options {
            as_observed: true,
            ..options()
        })
    }

    pub(super) fn world(&self) -> &World {
        &self.0.world
    }

    /// Changes what it holds behind its back.
    pub(super) fn edit(&self, change: impl FnOnce(&mut Store)) {
        change(&mut self.0.world.metabase_mut());
    }

    pub(super) async fn with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Heard {
        self.0.call(method, path, headers, body).await
    }

    pub(super) async fn send(&self, method: &str, path: &str, body: Option<&str>) -> Heard {
        self.with(method, path, &[("x-api-key", TOKEN)], body).await
    }

    pub(super) async fn get(&self, path: &str) -> Heard {
        self.send("GET", path, None).await
    }

    pub(super) async fn delete(&self, path: &str) -> Heard {
        self.send("DELETE", path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Heard {
        self.send("POST", path, Some(&body.to_string())).await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> Heard {
        self.send("PUT", path, Some(&body.to_string())).await
    }

    pub(super) async fn sign_in(&self, email: &str, password: &str) -> Heard {
        let body = json!({ "username": email, "password": password }).to_string();
        self.with("POST", "/api/session", &[], Some(&body)).await
    }

    /// A new session's key.
    pub(super) async fn session(&self, email: &str) -> String {
        let answer = self.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// As somebody who is signed in.
    pub(super) async fn as_session(
        &self,
        key: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Heard {
        let body = body.map(Value::to_string);
        let headers = [("x-metabase-session", key)];
        self.with(method, path, &headers, body.as_deref()).await
    }

    /// The id of whoever has this address.
    pub(super) async fn id(&self, email: &str) -> u64 {
        let listed = self
            .get(&format!("/api/user?status=all&query={email}"))
            .await;
        listed.json()["data"][0]["id"].as_u64().unwrap()
    }

    /// All that it shows, to see that nothing changed.
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

/// A bare text with this status.
#[track_caller]
pub(super) fn refused(heard: &Heard, status: u16, words: &str) {
    assert_eq!(
        (heard.status, heard.text.as_str()),
        (status, words),
        "{heard:?}"
    );
    assert_eq!(heard.header("content-type"), "text/plain");
}

/// 400 of the schema about this field.
#[track_caller]
pub(super) fn bad_field(heard: &Heard, field: &str, words: &str) {
    assert_eq!(heard.status, 400, "{heard:?}");
    assert_eq!(
        heard.header("content-type"),
        "application/json; charset=utf-8"
    );
    let json = heard.json();
    assert_eq!(json["errors"][field], words, "{heard:?}");
    let specific = json["specific-errors"][field].as_array().unwrap();
    assert!(
        !specific.is_empty() && specific.iter().all(Value::is_string),
        "{heard:?}"
    );
}

/// 400 of an endpoint about this field, and nothing else.
#[track_caller]
pub(super) fn only_field(heard: &Heard, field: &str, words: &str) {
    assert_eq!(heard.status, 400, "{heard:?}");
    assert_eq!(heard.json(), json!({ "errors": { field: words } }));
}

/// Memberships in these groups as a user shows them, none of them managed.
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
