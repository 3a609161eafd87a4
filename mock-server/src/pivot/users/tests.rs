//! What each user route does, and how it refuses bad requests, in both
//! generations.

use crate::testing::{Mock, assert_error};
use serde_json::{Value, json};
use wire::pivot::Generation;

const ALL: &str = "/api/v1/users";
const ADMIN: &str = "/api/v1/users/admin@company.com";
const UNKNOWN: &str = "/api/v1/users/nobody";

macro_rules! sample {
    ($file:literal) => {
        include_str!(concat!("../../../../tests/fixtures/pivot/", $file))
    };
}

fn json_of(sample: &str) -> Value {
    serde_json::from_str(sample).unwrap()
}

/// The two generations, each with its answer for a user that does not exist.
const GENERATIONS: [(Generation, &str); 2] = [
    (Generation::V2023_01, "Not found."),
    (Generation::Current, "This user does not exist."),
];

#[tokio::test]
async fn a_user_is_written_and_listed_as_the_2023_01_page_shows() {
    let mock = Mock::documented();
    let shown = json_of(sample!("2023.01/users.list.json"));
    let written = mock
        .post(
            "/api/v1/users/string",
            sample!("2023.01/users.set.request.json"),
        )
        .await;
    assert_eq!((written.status, written.json()), (200, shown.clone()));
    assert_eq!(written.header("x-mock-note"), "");
    assert_eq!(mock.get("/api/v1/users/string").await.json(), shown);
    let listed = mock.get(ALL).await.json();
    assert_eq!(listed.as_array().unwrap().len(), 5);
    assert_eq!(listed[4], shown[0]);
}

#[tokio::test]
async fn users_are_written_and_listed_as_the_current_page_shows() {
    let mock = Mock::of(Generation::Current);
    let shown = json_of(sample!("current/users.list.json"));
    let shown = shown["users"].as_array().unwrap();
    for user in shown {
        let created = mock.post(ALL, &json!({ "user": user }).to_string()).await;
        assert_eq!(created.status, 200);
        assert_eq!(
            created.json(),
            json!({ "status": "ok", "message": "Created successfully", "user": user })
        );
        assert_eq!(created.header("x-mock-note"), "");
        let path = format!("{ALL}/{}", user["name"].as_str().unwrap());
        assert_eq!(mock.get(&path).await.json(), json!({ "user": user }));
    }
    let listed = mock.get(ALL).await.json();
    assert_eq!(listed["users"].as_array().unwrap()[4..], shown[..]);
}

#[tokio::test]
async fn both_generations_take_both_ways_to_create() {
    let body = r#"{"user":{"name":"new"}}"#;
    for (generation, path, answer, noted) in [
        (
            Generation::V2023_01,
            "/api/v1/users/new",
            json!([{ "name": "new" }]),
            false,
        ),
        (Generation::V2023_01, ALL, json!([{ "name": "new" }]), true),
        (
            Generation::Current,
            "/api/v1/users/new",
            json!({ "status": "ok", "message": "Created successfully", "user": { "name": "new" } }),
            true,
        ),
    ] {
        let mock = Mock::of(generation);
        let created = mock.post(path, body).await;
        assert_eq!((created.status, created.json()), (200, answer));
        assert_eq!(created.header("x-mock-note").starts_with("assumed"), noted);
        assert_eq!(mock.get("/api/v1/users/new").await.status, 200);
    }
}

#[tokio::test]
async fn writing_replaces_and_does_not_merge() {
    for (generation, _) in GENERATIONS {
        for path in [ADMIN, ALL] {
            let mock = Mock::of(generation);
            let body = r#"{"user":{"name":"admin@company.com","lastName":"New"}}"#;
            let answer = mock.post(path, body).await;
            assert_eq!(answer.status, 200);
            assert!(path == ADMIN || answer.header("x-mock-note").contains("replaces"));
            if generation == Generation::Current {
                assert_eq!(answer.json()["message"], "Updated successfully");
            }
            let left = json!({ "name": "admin@company.com", "lastName": "New" });
            let held = mock.get(ADMIN).await.json();
            assert!(
                held == json!([left]) || held == json!({ "user": left }),
                "{held}"
            );
        }
    }
}

#[tokio::test]
async fn unknown_fields_are_returned_in_their_order() {
    let mock = Mock::documented();
    let body =
        r#"{"user":{"zeta":1.5,"firstName":"A","status":"new","name":"x","alpha":{"d":1,"c":[]}}}"#;
    mock.post("/api/v1/users/x", body).await;
    assert_eq!(
        mock.get("/api/v1/users/x").await.text,
        r#"[{"name":"x","firstName":"A","zeta":1.5,"status":"new","alpha":{"d":1,"c":[]}}]"#
    );
}

#[tokio::test]
async fn unknown_numbers_are_returned_exactly_also_from_a_snapshot() {
    let numbers = r#""quota":{"a":1.50,"b":-0,"c":12345678901234567890123,"d":[1.0,0.1000]}"#;
    let mock = Mock::documented();
    let user = format!(r#"{{"user":{{"name":"x",{numbers}}}}}"#);
    let status = format!(r#"{{"userStatus":{{"name":"x",{numbers}}}}}"#);
    mock.post("/api/v1/users/x", &user).await;
    mock.post("/api/v1/user-statuses", &status).await;
    let held = mock.everything().await;
    assert!(held.iter().all(|list| list.contains(numbers)), "{held:?}");
    let snapshot = mock.send("GET", "/__mock/snapshot", None, None).await;
    let other = Mock::documented();
    let path = "/__mock/snapshot";
    let put = other.send("PUT", path, None, Some(&snapshot.text)).await;
    assert_eq!(put.status, 200, "{put:?}");
    assert_eq!(other.everything().await, held);
}

#[tokio::test]
async fn roles_are_taken_under_either_name_and_given_under_the_generations() {
    for (generation, own, other) in [
        (Generation::V2023_01, "users", "roles"),
        (Generation::Current, "roles", "users"),
    ] {
        let mock = Mock::of(generation);
        for key in [own, other] {
            let mut user = json!({ "name": "x" });
            user[key] = json!(["a", "b"]);
            let body = json!({ "user": user }).to_string();
            let written = mock.post("/api/v1/users/x", &body).await.text;
            assert!(
                written.contains(&format!(r#""{own}":["a","b"]"#)),
                "{written}"
            );
            assert!(!written.contains(&format!(r#""{other}":["#)), "{written}");
        }
        let both = format!(r#"{{"user":{{"name":"x","{other}":["a"],"{own}":["b"]}}}}"#);
        let written = mock.post("/api/v1/users/x", &both).await;
        assert!(written.text.contains(&format!(r#""{own}":["b"]"#)));
        assert!(written.header("x-mock-note").contains("users and roles"));
    }
}

#[tokio::test]
async fn deleting_removes_the_user_and_leaves_its_status() {
    for (generation, _) in GENERATIONS {
        let mock = Mock::of(generation);
        let deleted = mock.delete(ADMIN).await;
        assert_eq!(deleted.status, 200);
        assert_eq!(
            deleted.json(),
            json!({ "status": "ok", "message": "Deleted successfully" })
        );
        assert!(deleted.header("x-mock-note").starts_with("assumed"));
        assert_eq!(mock.get(ADMIN).await.status, 404);
        let status = mock.get("/api/v1/user-statuses/admin@company.com").await;
        assert_eq!(status.status, 200);
    }
}

#[tokio::test]
async fn an_unknown_user_is_404_in_the_generations_words() {
    for (generation, words) in GENERATIONS {
        let mock = Mock::of(generation);
        let other = r#"{"user":{"name":"somebody"}}"#;
        for answer in [
            mock.get(UNKNOWN).await,
            mock.delete(UNKNOWN).await,
            mock.post(UNKNOWN, other).await,
        ] {
            assert_eq!(
                (answer.status, answer.json()),
                (404, json!({ "error": words }))
            );
        }
        assert_eq!(mock.get("/api/v1/users/somebody").await.status, 404);
    }
}

#[tokio::test]
async fn an_invalid_body_is_refused_with_the_place_of_the_error() {
    let user = r#"{"user":{"name":"admin@company.com"}"#;
    for (generation, _) in GENERATIONS {
        let mock = Mock::of(generation);
        let before = mock.everything().await;
        for path in [ADMIN, ALL] {
            for (body, says) in [
                ("", "the body is empty"),
                ("{", "not valid JSON"),
                ("5", "an object with the field user, not a number"),
                ("{}", "user is missing"),
                (r#"{"user":[]}"#, "user must be an object"),
                (r#"{"user":{}}"#, "user.name is missing"),
                (r#"{"user":{"name":{}}}"#, "user.name must be a string"),
                (r#"{"user":{"name":""}}"#, "user.name must not be empty"),
                (r#"{"user":{"name":".."}}"#, "user.name must not be “..”"),
                (
                    r#"{"user":{"name":"x","firstName":5}}"#,
                    "user.firstName must be a string",
                ),
                (
                    r#"{"user":{"name":"x","lastName":[]}}"#,
                    "user.lastName must be a string",
                ),
                (
                    r#"{"user":{"name":"x","email":{}}}"#,
                    "user.email must be a string",
                ),
                (
                    r#"{"user":{"name":"x","colorMode":true}}"#,
                    "user.colorMode must be a string",
                ),
                (
                    r#"{"user":{"name":"x","users":"a"}}"#,
                    "user.users must be an array of strings",
                ),
                (
                    r#"{"user":{"name":"x","roles":["a",5]}}"#,
                    "user.roles[1] must be a string",
                ),
                (
                    &format!(r#"{user},"sendWelcomeEmail":"yes"}}"#),
                    "sendWelcomeEmail must be a boolean",
                ),
                (
                    &format!(r#"{user},"sendWelcomeEmail":null}}"#),
                    "sendWelcomeEmail must be a boolean",
                ),
                (
                    &format!(r#"{user},"clientUrl":5}}"#),
                    "clientUrl must be a string",
                ),
                (
                    &format!(r#"{user},"clientUrl":null}}"#),
                    "clientUrl must be an absolute",
                ),
                (
                    &format!(r#"{user},"clientUrl":"/pivot"}}"#),
                    "clientUrl must be an absolute",
                ),
                (
                    &format!(r#"{user},"clientUrl":"pivot.example"}}"#),
                    "clientUrl must be an absolute",
                ),
                (
                    &format!(r#"{user},"clientUrl":"ftp://x"}}"#),
                    "clientUrl must be an absolute",
                ),
                (
                    &format!(r#"{user},"clientUrl":"https://"}}"#),
                    "clientUrl must be an absolute",
                ),
                (
                    &format!(r#"{user},"clientUrl":"https://pivot.example@evil.example"}}"#),
                    "clientUrl must be an absolute",
                ),
            ] {
                assert_error(&mock.post(path, body).await, 400, says);
            }
            let large = format!(r#"{{"user":{{"name":"{}"}}}}"#, "x".repeat(1024 * 1024));
            assert_error(&mock.post(path, &large).await, 413, "1 MiB");
        }
        assert_eq!(mock.everything().await, before);
    }
}
