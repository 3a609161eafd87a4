//! The routes as the catalogue lists them, and the order in which a request is
//! checked (metabase note 1, metabase note 5).

use crate::Options;
use crate::metabase::testing::{ANALYST, Mock, bad_field, keys, refused, user};
use serde_json::json;
use wire::Platform;

const NO_ROUTE: &str = "API endpoint does not exist.";

#[tokio::test]
async fn every_row_of_the_catalogue_has_a_handler_that_names_it() {
    for route in Platform::Metabase.routes() {
        let mock = Mock::documented();
        let path = route.path(&["1", "qbnewb"]).unwrap();
        let answer = mock.send(route.method.as_str(), &path, Some("{}")).await;
        assert_eq!(answer.header("x-mock-endpoint"), route.id);
        assert_ne!(answer.text, NO_ROUTE, "{}", route.id);
    }
}

#[tokio::test]
async fn an_unknown_route_is_404_only_after_a_sign_in() {
    let mock = Mock::documented();
    for (method, path) in [
        ("GET", "/api/user/abc"),
        ("GET", "/api/user/-1"),
        ("GET", "/api/user/0"),
        ("GET", "/api/user/01"),
        ("GET", "/api/user/1.0"),
        ("GET", "/api/user/%ff"),
        ("DELETE", "/api/user/x"),
        ("PUT", "/api/user/x/password"),
        ("POST", "/api/user/1/send_invite"),
        ("PATCH", "/api/user"),
        ("DELETE", "/api/user"),
        ("GET", "/api/permissions"),
        ("GET", "/api/permissions/group/x"),
        ("GET", "/api/permissions/group/1/members"),
        ("DELETE", "/api/permissions/membership/x"),
    ] {
        let answer = mock.send(method, path, Some("{}")).await;
        refused(&answer, 404, NO_ROUTE);
        let stranger = mock.with(method, path, &[], Some("{")).await;
        refused(&stranger, 401, "Unauthenticated");
    }
    let open = mock.with("GET", "/api/session/nothing", &[], None).await;
    refused(&open, 404, NO_ROUTE);
}

#[tokio::test]
async fn without_a_sign_in_every_protected_route_is_401() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    let wrong: [&[(&str, &str)]; 6] = [
        &[],
        &[("x-api-key", "")],
        &[("x-api-key", "Demo")],
        &[("x-api-key", "expired")],
        &[("x-metabase-session", "demo")],
        &[("cookie", "metabase.SESSION=x; a")],
    ];
    for route in Platform::Metabase.routes() {
        let open = route.template.starts_with("/api/session") || route.template == "/api/health";
        if open {
            continue;
        }
        let path = route.path(&["1", "qbnewb"]).unwrap();
        for headers in wrong {
            let answer = mock
                .with(route.method.as_str(), &path, headers, Some("{"))
                .await;
            refused(&answer, 401, "Unauthenticated");
        }
    }
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn with_any_token_every_key_works_except_empty_and_expired_ones() {
    let mock = Mock::of(Options {
        any_token: true,
        ..Options::default()
    });
    for (key, status) in [("x", 200), ("", 401), ("expired", 401)] {
        let answer = mock
            .with("GET", "/api/user", &[("X-API-KEY", key)], None)
            .await;
        assert_eq!(answer.status, status, "{key}");
    }
    let session = [("x-metabase-session", "x")];
    assert_eq!(
        mock.with("GET", "/api/user", &session, None).await.status,
        401
    );
}

#[tokio::test]
async fn a_read_only_key_is_refused_when_permissions_are_checked() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    for header in ["x-api-key", "x-metabase-session"] {
        let readonly = [(header, "readonly")];
        let read = mock
            .with("GET", "/api/user?status=all", &readonly, None)
            .await;
        assert_eq!(read.text, before[0]);
        for (method, path, body) in [
            ("POST", "/api/user", r#"{"email":"new@example.com"}"#),
            ("PUT", "/api/user/2", r#"{"first_name":"X"}"#),
            ("DELETE", "/api/user/2", ""),
            ("PUT", "/api/user/9/reactivate", ""),
            (
                "PUT",
                "/api/user/2/password",
                r#"{"password":"whateverUP12!!"}"#,
            ),
            ("PUT", "/api/user/2/modal/qbnewb", ""),
            ("POST", "/api/permissions/group", r#"{"name":"X"}"#),
        ] {
            let answer = mock.with(method, path, &readonly, Some(body)).await;
            refused(&answer, 403, "You don't have permissions to do that.");
        }
        let off_schema = mock.with("POST", "/api/user", &readonly, Some("{}")).await;
        assert_eq!(off_schema.status, 400);
    }
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn the_schema_is_checked_before_permissions_and_those_before_existence() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    let invalid = mock
        .as_session(
            &analyst,
            "POST",
            "/api/user",
            Some(&json!({ "email": "x" })),
        )
        .await;
    bad_field(&invalid, "email", "value must be a valid email address.");
    for (method, path, body) in [
        ("POST", "/api/user", json!({ "email": "new@example.com" })),
        ("GET", "/api/user/4711", json!({})),
        ("PUT", "/api/user/4711", json!({})),
        ("DELETE", "/api/user/4711", json!({})),
        ("PUT", "/api/user/4711/reactivate", json!({})),
        (
            "PUT",
            "/api/user/4711/password",
            json!({ "password": "whateverUP12!!" }),
        ),
        ("PUT", "/api/user/4711/modal/qbnewb", json!({})),
        ("GET", "/api/permissions/group/4711", json!({})),
        ("DELETE", "/api/permissions/membership/4711", json!({})),
    ] {
        let answer = mock.as_session(&analyst, method, path, Some(&body)).await;
        refused(&answer, 403, "You don't have permissions to do that.");
    }
    let weak = json!({ "password": "anything" });
    let weak = mock
        .as_session(&analyst, "PUT", "/api/user/1/password", Some(&weak))
        .await;
    bad_field(&weak, "password", "password is too common.");
}

#[tokio::test]
async fn a_slash_at_the_end_of_users_and_sessions_changes_nothing() {
    let mock = Mock::documented();
    let listed = mock.get("/api/user/?status=all&limit=3").await;
    assert_eq!(listed.status, 200);
    assert_eq!(listed.header("x-mock-endpoint"), "metabase.users.list");
    assert_eq!(
        listed.json(),
        mock.get("/api/user?status=all&limit=3").await.json()
    );
    let body = json!({ "email": "new@example.com" });
    assert_eq!(mock.post("/api/user/", &body).await.status, 200);
    let body = r#"{"username":"admin@example.com","password":"rollcall-demo-1"}"#;
    let answer = mock.with("POST", "/api/session/", &[], Some(body)).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn health_needs_no_sign_in() {
    let mock = Mock::documented();
    let answer = mock.with("GET", "/api/health", &[], None).await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "status": "ok" }))
    );
}

#[tokio::test]
async fn bodies_that_are_not_objects_are_400_and_forms_are_read() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    for body in ["{", "\"x\"x", "{\"email\":\"\u{0}\"}"] {
        let answer = mock.send("POST", "/api/user", Some(body)).await;
        refused(&answer, 400, "Malformed JSON in request body.");
    }
    for body in ["[]", "5", "null", "\"x\""] {
        let answer = mock.send("POST", "/api/user", Some(body)).await;
        assert_eq!(answer.status, 400);
        assert_eq!(keys(&answer.json()), ["errors", "specific-errors"]);
    }
    let large = format!("{{\"email\":\"{}\"}}", "x".repeat(1024 * 1024));
    let answer = mock.send("POST", "/api/user", Some(&large)).await;
    assert_eq!(answer.status, 413);
    assert_eq!(mock.everything().await, before);

    let form = [
        ("x-api-key", "demo"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let body = "email=form%40example.com&first_name=A+B";
    let answer = mock.with("POST", "/api/user", &form, Some(body)).await;
    assert_eq!(answer.json()["first_name"], "A B");
    assert_eq!(answer.json()["email"], "form@example.com");
}

#[tokio::test]
async fn hidden_users_are_never_shown_and_metabases_own_cannot_be_changed() {
    let mock = Mock::documented();
    let hidden = mock.get("/api/user/current").await.json()["id"]
        .as_u64()
        .unwrap();
    let internal = 13_371_338;
    let all = mock.get("/api/user?status=all").await.json();
    let listed = all["data"].as_array().unwrap();
    for id in [hidden, internal] {
        assert!(listed.iter().all(|user| user["id"] != id));
        refused(&mock.get(&user(id)).await, 404, "Not found.");
    }
    let words = "Not able to modify the internal user";
    refused(&mock.put(&user(internal), &json!({})).await, 400, words);
    refused(&mock.delete(&user(internal)).await, 400, words);
}
