//! `/__mock/seed`: fills the platforms with other people, now and after every
//! reset.

use super::parameters::Parameters;
use crate::World;
use crate::answer::{Answer, Refusal};
use crate::extract::JsonBody;
use crate::seed::{MOST_USERS, Seed};
use axum::Router;
use axum::extract::FromRequest;
use axum::extract::{Request, State};
use axum::routing::get;
use serde::Serialize;
use serde_json::Value;

pub(super) fn router() -> Router<World> {
    Router::new().route("/seed", get(shown).post(plant))
}

#[derive(Serialize)]
struct Shown {
    seed: Seed,
}

async fn shown(State(world): State<World>) -> Answer {
    Answer::ok(&Shown { seed: world.seed() })
}

/// The seed is in the query (`?seed=demo`, `?users=1000`) or in the body.
async fn plant(
    State(world): State<World>,
    parameters: Parameters,
    request: Request,
) -> Result<Answer, Refusal> {
    let seed = if parameters.0.is_empty() {
        let JsonBody(body) = JsonBody::from_request(request, &()).await?;
        of_body(&body)
    } else {
        of_query(&parameters)
    };
    let seed = seed.ok_or_else(refusal)?;
    let planted = world.clone();
    // Large seeds take a while to make; other calls are answered meanwhile.
    tokio::task::spawn_blocking(move || planted.plant(seed))
        .await
        .map_err(|_| Refusal::bad_request("the seed could not be made"))?;
    Ok(shown(State(world)).await)
}

fn of_body(body: &Value) -> Option<Seed> {
    let fields = body.as_object().filter(|fields| fields.len() == 1)?;
    match fields.get("seed")? {
        Value::String(name) => name.parse().ok(),
        Value::Object(seed) if seed.len() == 1 => users(seed.get("users")?.as_u64()?),
        _ => None,
    }
}

fn of_query(parameters: &Parameters) -> Option<Seed> {
    match parameters.0.as_slice() {
        [(name, value)] if name == "seed" => value.parse().ok(),
        [(name, value)] if name == "users" => users(value.parse().ok()?),
        _ => None,
    }
}

fn users(count: u64) -> Option<Seed> {
    let count = u32::try_from(count)
        .ok()
        .filter(|count| *count <= MOST_USERS)?;
    Some(Seed::Users(count))
}

fn refusal() -> Refusal {
    Refusal::bad_request(format!(
        "the body must be {{\"seed\":\"documented\"}}, {{\"seed\":\"demo\"}} or \
         {{\"seed\":{{\"users\":N}}}} with N up to {MOST_USERS}"
    ))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Mock, TestResponse, assert_error};
    use serde_json::json;

    async fn plant(mock: &Mock, body: &str) -> TestResponse {
        mock.send("POST", "/__mock/seed", None, Some(body)).await
    }

    async fn count(mock: &Mock) -> usize {
        let users = mock.get("/api/v1/users").await.json();
        users.as_array().unwrap().len()
    }

    #[tokio::test]
    async fn a_world_can_be_seeded_again_and_resets_to_that_seed() {
        let mock = Mock::documented();
        assert_eq!(
            mock.get("/__mock/seed").await.json(),
            json!({ "seed": "documented" })
        );
        assert_eq!(count(&mock).await, 4);
        let planted = plant(&mock, r#"{"seed":"demo"}"#).await;
        assert_eq!(planted.json(), json!({ "seed": "demo" }));
        assert!(count(&mock).await > 50);
        let planted = plant(&mock, r#"{"seed":{"users":250}}"#).await;
        assert_eq!(planted.json(), json!({ "seed": { "users": 250 } }));
        assert_eq!(count(&mock).await, 250);
        let path = "/api/v1/users/admin@example.com";
        assert_eq!(mock.delete(path).await.status, 200);
        mock.send("POST", "/__mock/reset", None, None).await;
        assert_eq!(count(&mock).await, 250);
        for (query, people) in [("seed=documented", 4), ("users=0", 0)] {
            let path = format!("/__mock/seed?{query}");
            assert_eq!(mock.send("POST", &path, None, None).await.status, 200);
            assert_eq!(count(&mock).await, people);
        }
    }

    #[tokio::test]
    async fn the_same_number_is_the_same_people() {
        let (one, other) = (Mock::documented(), Mock::documented());
        for mock in [&one, &other] {
            plant(mock, r#"{"seed":{"users":120}}"#).await;
        }
        let snapshots = [
            one.get("/__mock/snapshot").await.text,
            other.get("/__mock/snapshot").await.text,
        ];
        assert_eq!(snapshots[0], snapshots[1]);
    }

    #[tokio::test]
    async fn an_invalid_seed_is_refused_and_changes_nothing() {
        let mock = Mock::documented();
        let before = mock.everything().await;
        for body in [
            "{}",
            "[]",
            r#"{"seed":"everybody"}"#,
            r#"{"seed":{"users":100001}}"#,
            r#"{"seed":{"users":-1}}"#,
            r#"{"seed":{"users":"5"}}"#,
            r#"{"seed":{"users":5,"more":1}}"#,
            r#"{"seed":"demo","more":1}"#,
        ] {
            assert_error(&plant(&mock, body).await, 400, "with N up to 100000");
        }
        let query = mock.send("POST", "/__mock/seed?users=x", None, None).await;
        assert_error(&query, 400, "with N up to 100000");
        assert_eq!(mock.everything().await, before);
    }
}
