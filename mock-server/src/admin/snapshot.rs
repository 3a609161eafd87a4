//! `/__mock/snapshot`: the whole world as one JSON document, which can be
//! restored later or in another process.
//!
//! It includes everything that determines the world's answers: hashes of
//! passwords, sessions, and the tokens of open links. They all belong to this
//! mock and give access to nothing else. The journal is not included.

use crate::answer::{JSON, Refusal};
use crate::faults::Fault;
use crate::outbox::Sent;
use crate::seed::MOST_USERS;
use crate::{Clock, Seed, World, actian, metabase, pivot};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http_body_util::{BodyExt, Limited};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// The largest snapshot, in bytes: 32 MiB.
const LIMIT: usize = 32 * 1024 * 1024;

/// The version of the format. Other versions are refused.
const VERSION: u32 = 1;

pub(super) fn router() -> Router<World> {
    Router::new().route("/snapshot", get(take).put(restore))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snapshot<'a> {
    version: u32,
    seed: Seed,
    clock: Clock,
    pivot: Cow<'a, pivot::Store>,
    actian: Cow<'a, actian::Store>,
    metabase: Cow<'a, metabase::Store>,
    faults: Vec<Value>,
    outbox: Mails<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mails<'a> {
    /// How many emails have ever been sent.
    posted: u64,
    mails: Vec<Cow<'a, Sent>>,
}

async fn take(State(world): State<World>) -> Result<Response, Refusal> {
    // Locks everything at once, so that the parts are from the same moment.
    let pivot = world.pivot();
    let actian = world.actian();
    let metabase = world.metabase();
    let faults = world.faults();
    let outbox = world.outbox();
    let snapshot = Snapshot {
        version: VERSION,
        seed: world.seed(),
        clock: world.clock().get(),
        pivot: Cow::Borrowed(&pivot),
        actian: Cow::Borrowed(&actian),
        metabase: Cow::Borrowed(&metabase),
        faults: faults
            .all()
            .iter()
            .map(|fault| serde_json::json!(fault))
            .collect(),
        outbox: Mails {
            posted: outbox.posted(),
            mails: outbox.all().map(|sent| Cow::Borrowed(&**sent)).collect(),
        },
    };
    // Strings, numbers and maps with string keys: serializing them cannot fail.
    let json = serde_json::to_vec(&snapshot).unwrap_or_default();
    if json.len() > LIMIT {
        return Err(Refusal::conflict(
            "This world is larger than a snapshot may be (32 MiB), and could not be restored. \
             Plant the same seed instead.",
        ));
    }
    Ok(([(CONTENT_TYPE, JSON)], json).into_response())
}

/// Replaces everything with a snapshot, or refuses it and changes nothing.
async fn restore(State(world): State<World>, body: Body) -> Result<Response, Refusal> {
    let bytes = Limited::new(body, LIMIT).collect().await.map_err(|_| {
        let words = "The snapshot is larger than 32 MiB, or ended before all of it was sent.";
        Refusal::documented(StatusCode::PAYLOAD_TOO_LARGE, words)
    })?;
    let snapshot: Snapshot = serde_json::from_slice(&bytes.to_bytes()).map_err(|error| {
        Refusal::bad_request(format!("the body is not a snapshot of a mock: {error}"))
    })?;
    if snapshot.version != VERSION {
        return Err(Refusal::bad_request(format!(
            "the snapshot is of version {}, and this mock reads version {VERSION}",
            snapshot.version
        )));
    }
    if matches!(snapshot.seed, Seed::Users(count) if count > MOST_USERS) {
        return Err(Refusal::bad_request(format!(
            "the seed of the snapshot has more than {MOST_USERS} users"
        )));
    }
    let faults = snapshot.faults.into_iter().map(Fault::read);
    let faults: Vec<Fault> = faults.collect::<Result<_, _>>()?;
    {
        let mut pivot = world.pivot_mut();
        let mut actian = world.actian_mut();
        let mut metabase = world.metabase_mut();
        let mut pending = world.faults();
        let mut outbox = world.outbox();
        *pivot = snapshot.pivot.into_owned();
        *actian = snapshot.actian.into_owned();
        *metabase = snapshot.metabase.into_owned();
        pending.clear();
        for fault in faults {
            pending.add(fault);
        }
        let mails = snapshot.outbox.mails.into_iter().map(Cow::into_owned);
        outbox.restore(mails.collect(), snapshot.outbox.posted);
    }
    world.remember(snapshot.seed);
    world.clock().set(snapshot.clock);
    take(State(world)).await
}

#[cfg(test)]
mod tests {
    use crate::testing::{Mock, TestResponse, assert_error};
    use crate::{Options, Seed};
    use serde_json::{Value, json};

    const SNAPSHOT: &str = "/__mock/snapshot";

    async fn put(mock: &Mock, body: &str) -> TestResponse {
        mock.send("PUT", SNAPSHOT, None, Some(body)).await
    }

    /// A world in which something of every kind has happened.
    async fn lived_in() -> Mock {
        let mock = Mock::new(Options {
            seed: Seed::Demo,
            ..Options::default()
        });
        mock.stop_clock_at("2026-01-15T09:30:00Z").await;
        let fault = json!({
            "path": "/api", "method": "get", "probability": 0.25, "seed": 9,
            "answer": { "kind": "slow_lognormal", "median_ms": 1, "sigma": 0.5, "seed": 3 },
        });
        mock.send("POST", "/__mock/faults", None, Some(&fault.to_string()))
            .await;
        for _ in 0..5 {
            mock.get("/api/v1/users").await;
        }
        let user = r#"{"user":{"name":"ada@example.com","x":[1.5,null]},"sendWelcomeEmail":true}"#;
        assert_eq!(
            mock.post("/api/v1/users/ada@example.com", user)
                .await
                .status,
            200
        );
        let status = r#"{"userStatus":{"name":"ghost","disabled":null,"zeta":{"b":1,"a":2}}}"#;
        assert_eq!(mock.post("/api/v1/user-statuses", status).await.status, 200);
        let actian =
            "/api/auth/auth/demo/users?email=ada@example.com&first_name=A&last_name=L&role=user";
        let bearer = [("authorization", "Bearer demo")];
        mock.call("POST", actian, &bearer, None).await;
        let sign_in = r#"{"username":"admin@example.com","password":"rollcall-demo-1"}"#;
        let json = [("content-type", "application/json")];
        let signed_in = mock
            .call("POST", "/api/session", &json, Some(sign_in))
            .await;
        assert_eq!(signed_in.status, 200);
        mock
    }

    #[tokio::test]
    async fn a_snapshot_restored_in_another_process_is_the_same_world() {
        let (mock, other) = (lived_in().await, Mock::documented());
        let taken = mock.get(SNAPSHOT).await;
        assert_eq!(taken.status, 200);
        let restored = put(&other, &taken.text).await;
        assert_eq!(
            (restored.status, restored.text.as_str()),
            (200, taken.text.as_str())
        );
        assert_eq!(other.get(SNAPSHOT).await.text, taken.text);
        for path in [
            "/api/v1/users",
            "/api/v1/user-statuses",
            "/__mock/outbox",
            "/__mock/faults",
        ] {
            let (one, two) = (mock.get(path).await, other.get(path).await);
            assert_eq!(one.text, two.text, "{path}");
        }
        // The open links work there as well.
        let outbox = other.get("/__mock/outbox").await.json();
        for mail in outbox["mails"].as_array().unwrap() {
            let link = mail["link"].as_str().unwrap();
            let path = link.split_once("//").unwrap().1;
            let path = &path[path.find('/').unwrap()..];
            assert_eq!(other.get(path).await.status, 200, "{path}");
        }
    }

    #[tokio::test]
    async fn a_world_too_large_to_restore_is_not_exported() {
        let mock = Mock::documented();
        let users = "/__mock/seed?users=60000";
        assert_eq!(mock.send("POST", users, None, None).await.status, 200);
        assert_error(&mock.get(SNAPSHOT).await, 409, "32 MiB");
    }

    #[tokio::test]
    async fn no_password_can_be_read_in_it() {
        let mock = lived_in().await;
        assert!(!mock.get(SNAPSHOT).await.text.contains("rollcall-demo-1"));
    }

    #[tokio::test]
    async fn an_invalid_snapshot_is_refused_and_changes_nothing() {
        let mock = lived_in().await;
        let before = mock.get(SNAPSHOT).await.text;
        let change = |key: &str, value: Value| {
            let mut snapshot: Value = serde_json::from_str(&before).unwrap();
            snapshot[key] = value;
            snapshot.to_string()
        };
        for body in [
            String::new(),
            "{}".to_owned(),
            "[1]".to_owned(),
            before.replacen('{', "[", 1),
            change("version", json!(2)),
            change("pivot", json!(null)),
            change("actian", json!({ "accounts": [] })),
            change("metabase", json!({})),
            change(
                "faults",
                json!([{ "endpoint": "x", "answer": { "kind": "empty" } }]),
            ),
            change("seed", json!({ "users": 100_001 })),
            change("more", json!(1)),
        ] {
            let refused = put(&mock, &body).await;
            assert_error(&refused, 400, "");
            assert_eq!(mock.get(SNAPSHOT).await.text, before);
        }
        let large = " ".repeat(super::LIMIT + 1);
        assert_error(&put(&mock, &large).await, 413, "32 MiB");
        assert_eq!(mock.get(SNAPSHOT).await.text, before);
    }
}
