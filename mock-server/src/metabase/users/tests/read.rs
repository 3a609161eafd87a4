//! `GET /api/user/:id` and `GET /api/user/current`.

use super::user_keys_and;
use crate::metabase::testing::{ADMIN, ANALYST, Mock, in_groups, keys, refused, user};
use serde_json::json;

#[tokio::test]
async fn one_user_has_memberships_and_attributes_and_no_group_ids() {
    let mock = Mock::documented();
    let one = mock.get("/api/user/2").await.json();
    assert_eq!(
        keys(&one),
        user_keys_and(&["structured_attributes", "user_group_memberships"])
    );
    assert_eq!(one["user_group_memberships"], in_groups(&[1, 3]));
    assert_eq!(one["structured_attributes"], json!({}));
    mock.put(
        "/api/user/2",
        &json!({ "login_attributes": { "region": "north" } }),
    )
    .await;
    let one = mock.get("/api/user/2").await.json();
    assert_eq!(
        one["structured_attributes"],
        json!({ "region": { "source": "user", "frozen": false, "value": "north" } })
    );
}

#[tokio::test]
async fn a_deactivated_user_is_still_there_and_an_unknown_one_is_404() {
    let mock = Mock::documented();
    let former = mock.id("former@example.com").await;
    let answer = mock.get(&user(former)).await;
    assert_eq!(
        (answer.status, &answer.json()["is_active"]),
        (200, &json!(false))
    );
    for id in [4711, u64::MAX] {
        refused(&mock.get(&user(id)).await, 404, "Not found.");
    }
    let beyond = mock.get("/api/user/99999999999999999999999").await;
    refused(&beyond, 404, "Not found.");
}

#[tokio::test]
async fn users_may_read_only_themselves() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    let me = mock.as_session(&analyst, "GET", "/api/user/2", None).await;
    assert_eq!(me.json(), mock.get("/api/user/2").await.json());
    for path in ["/api/user/1", "/api/user/4711"] {
        let answer = mock.as_session(&analyst, "GET", path, None).await;
        refused(&answer, 403, "You don't have permissions to do that.");
    }
}

#[tokio::test]
async fn the_current_user_has_everything_a_page_needs_at_first() {
    let mock = Mock::documented();
    let admin = mock.session(ADMIN).await;
    let me = mock
        .as_session(&admin, "GET", "/api/user/current", None)
        .await
        .json();
    assert_eq!(
        keys(&me),
        user_keys_and(&[
            "attributes",
            "can_write_any_collection",
            "custom_homepage",
            "first_login",
            "group_ids",
            "has_invited_second_user",
            "has_model",
            "has_question_and_dashboard",
            "is_installer",
            "permissions",
            "personal_collection_id",
            "tenant_collection_id",
        ])
    );
    assert_eq!(
        (&me["is_installer"], &me["has_invited_second_user"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(me["group_ids"], json!([1, 2]));
    assert_eq!(me["last_login"], "2026-01-15T09:30:00.000000Z");

    let analyst = mock.session(ANALYST).await;
    let me = mock
        .as_session(&analyst, "GET", "/api/user/current", None)
        .await
        .json();
    assert_eq!(
        (&me["is_installer"], &me["is_superuser"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(
        me["permissions"],
        json!({ "can_create_queries": true, "can_create_native_queries": false,
                "is_group_manager": false })
    );
}

#[tokio::test]
async fn an_api_key_acts_as_a_user_of_its_own_without_a_collection() {
    let mock = Mock::documented();
    let me = mock.get("/api/user/current").await.json();
    assert_eq!(
        (&me["is_superuser"], &me["personal_collection_id"]),
        (&json!(true), &json!(null))
    );
    assert!(me["email"].as_str().unwrap().ends_with("@api-key.invalid"));
}
