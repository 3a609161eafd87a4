//! The routes as the catalogue lists them, and every kind of name in each.

use crate::testing::{Mock, assert_error};
use crate::{Seed, World};
use wire::Platform;

#[tokio::test]
async fn every_row_of_the_catalogue_has_a_handler_that_names_it() {
    for route in Platform::Pivot.routes() {
        let mock = Mock::documented();
        let path = route.path(&["admin@company.com"]).unwrap();
        let answer = mock
            .send(route.method.as_str(), &path, Some("demo"), Some("{}"))
            .await;
        assert_eq!(answer.header("x-mock-endpoint"), route.id);
    }
}

#[tokio::test]
async fn an_unknown_path_is_404_in_pivots_shape() {
    let mock = Mock::documented();
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/api/v1/nothing"),
        ("PUT", "/api/v1/users/a"),
        ("PATCH", "/api/v1/users"),
        ("DELETE", "/api/v1/user-statuses"),
        ("GET", "/api/v1/users/"),
        ("GET", "/api/v1/users/a/b"),
        ("GET", "/api/v1/%75sers"),
        ("GET", "//api/v1/users"),
    ] {
        let answer = mock.send(method, path, Some("demo"), None).await;
        assert_error(&answer, 404, "Not found.");
        assert_eq!(answer.text, r#"{"error":"Not found."}"#, "{method} {path}");
        assert_eq!(answer.header("x-mock-endpoint"), "");
        assert!(answer.header("x-mock-note").starts_with("assumed"));
    }
}

#[tokio::test]
async fn every_kind_of_name_works_in_every_route() {
    let long = "ä".repeat(1_000);
    // Each is written with its encoding: the mock's decoding is under test.
    for (name, encoded) in [
        ("a/b", "a%2Fb"),
        ("%2f", "%252f"),
        ("x+y", "x+y"),
        ("x+y", "x%2By"),
        ("a b", "a%20b"),
        ("ünï", "%C3%BCn%C3%AF"),
        ("日本", "%E6%97%A5%E6%9C%AC"),
        ("...", "..."),
        ("a?b#c", "a%3Fb%23c"),
        ("q\\\"", "q%5C%22"),
        ("\0", "%00"),
        (long.as_str(), &"%C3%A4".repeat(1_000)),
    ] {
        let mock = Mock::documented();
        let quoted = serde_json::to_string(name).unwrap();
        let user = format!(r#"{{"user":{{"name":{quoted}}}}}"#);
        let status = format!(r#"{{"userStatus":{{"name":{quoted}}}}}"#);
        let user_path = format!("/api/v1/users/{encoded}");
        let status_path = format!("/api/v1/user-statuses/{encoded}");
        for answer in [
            mock.post(&user_path, &user).await,
            mock.post("/api/v1/user-statuses", &status).await,
            mock.post(&status_path, &status).await,
            mock.get(&user_path).await,
            mock.get(&status_path).await,
        ] {
            assert_eq!(answer.status, 200, "{name} {answer:?}");
            assert!(answer.text.contains(&quoted), "{name} {answer:?}");
        }
        assert_eq!(mock.delete(&user_path).await.status, 200);
        assert_eq!(mock.delete(&status_path).await.status, 200);
        assert_eq!(mock.get(&user_path).await.status, 404);
    }
}

#[tokio::test]
async fn a_name_that_no_client_can_send_is_refused_where_it_arrives() {
    let mock = Mock::documented();
    for path in ["users", "user-statuses"] {
        for (name, says) in [
            ("..", "the name in the path must not be “..”"),
            ("%2e%2E", "the name in the path must not be “..”"),
            (".", "the name in the path must not be “.”"),
            ("%ff", "the name in the path is not percent-encoded UTF-8"),
        ] {
            for method in ["GET", "POST", "DELETE"] {
                let path = format!("/api/v1/{path}/{name}");
                let answer = mock.send(method, &path, Some("demo"), Some("{}")).await;
                assert_error(&answer, 400, says);
            }
        }
    }
}

#[tokio::test]
async fn two_worlds_share_nothing_and_a_reset_puts_the_seed_back() {
    let (one, other) = (Mock::documented(), Mock::documented());
    let before = other.everything().await;
    one.delete("/api/v1/users/admin@company.com").await;
    one.delete("/api/v1/user-statuses/admin@company.com").await;
    assert_eq!(other.everything().await, before);
    assert_ne!(one.everything().await, before);
    let reset = one.send("POST", "/__mock/reset", None, None).await;
    assert_eq!(reset.status, 200);
    assert_eq!(one.everything().await, before);
}

#[test]
fn a_clone_of_a_world_is_the_same_world() {
    let world = World::new(crate::Options {
        seed: Seed::Documented,
        ..crate::Options::default()
    });
    world.clone().pivot_mut().users.clear();
    assert!(world.pivot().users.is_empty());
}
