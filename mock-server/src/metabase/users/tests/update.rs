//! `PUT /api/user/:id`.

use crate::metabase::testing::{
    ADMIN, ANALYST, Mock, bad_field, in_groups, only_field, refused, user,
};
use serde_json::{Value, json};

const ME: &str = "/api/user/2";
const FORBIDDEN: &str = "You don't have permissions to do that.";
const LAST: &str = "You cannot remove the last member of the 'Admin' group!";

#[tokio::test]
async fn what_is_sent_changes_and_the_rest_stays() {
    let mock = Mock::documented();
    let before = mock.get(ME).await.json();
    let answer = mock.put(ME, &json!({ "first_name": "Ann" })).await;
    let after = answer.json();
    assert_eq!(answer.status, 200);
    assert_eq!(
        (&after["first_name"], &after["common_name"]),
        (&json!("Ann"), &json!("Ann Example"))
    );
    assert_eq!(after["last_name"], before["last_name"]);
    assert_eq!(
        after["user_group_memberships"],
        before["user_group_memberships"]
    );
    assert_eq!(after["updated_at"], "2026-01-15T09:30:00.000000Z");
    assert!(after.get("structured_attributes").is_none() && after.get("group_ids").is_none());
    let cleared = mock
        .put(ME, &json!({ "first_name": null, "last_name": null }))
        .await
        .json();
    assert_eq!(
        (&cleared["first_name"], &cleared["common_name"]),
        (&Value::Null, &json!(ANALYST))
    );
}

#[tokio::test]
async fn an_empty_body_changes_nothing_not_even_the_time() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    for body in [
        json!({}),
        json!({ "email": null, "is_superuser": null, "x": 1 }),
    ] {
        assert_eq!(mock.put(ME, &body).await.status, 200);
    }
    assert_eq!(mock.send("PUT", ME, None).await.status, 200);
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn an_address_that_is_taken_is_refused_in_words_of_its_own() {
    let mock = Mock::documented();
    for email in ["ADMIN@example.com", "former@example.com"] {
        only_field(
            &mock.put(ME, &json!({ "email": email })).await,
            "email",
            "Email address already associated to another user.",
        );
    }
    let same = mock
        .put(ME, &json!({ "email": "Analyst@Example.com" }))
        .await;
    assert_eq!((same.status, &same.json()["email"]), (200, &json!(ANALYST)));
    let wrong = mock.put(ME, &json!({ "email": "x" })).await;
    bad_field(
        &wrong,
        "email",
        "nullable value must be a valid email address.",
    );
}

#[tokio::test]
async fn a_locale_is_normalised_or_refused() {
    let mock = Mock::documented();
    for (sent, held) in [
        (json!("es-MX"), json!("es_MX")),
        (json!("en-US"), json!("en_US")),
        (json!("es"), json!("es")),
        (json!(null), json!(null)),
    ] {
        let user = mock.put(ME, &json!({ "locale": sent })).await.json();
        assert_eq!(user["locale"], held);
    }
    for wrong in [json!("eng"), json!(5), json!("")] {
        let answer = mock.put(ME, &json!({ "locale": wrong })).await.json();
        let words = answer["errors"]["locale"].as_str().unwrap();
        assert!(words.contains("two-letter ISO language"), "{words}");
    }
}

#[tokio::test]
async fn memberships_are_replaced_as_a_set() {
    let mock = Mock::documented();
    let set = |groups: Value| json!({ "user_group_memberships": groups });
    let user = mock
        .put(ME, &set(json!([{ "id": 2 }, { "id": 1 }])))
        .await
        .json();
    assert_eq!(user["user_group_memberships"], in_groups(&[1, 2]));
    assert_eq!(user["is_superuser"], true);
    let user = mock.put(ME, &set(json!([{ "id": 1 }]))).await.json();
    assert_eq!(
        (&user["user_group_memberships"], &user["is_superuser"]),
        (&in_groups(&[1]), &json!(false))
    );
    let before = mock.everything().await;
    let mut dropping = set(json!([{ "id": 3 }]));
    dropping["first_name"] = json!("X");
    let words = "You cannot add or remove users to/from the 'All Users' group.";
    refused(&mock.put(ME, &dropping).await, 400, words);
    let unknown = mock.put(ME, &set(json!([{ "id": 1 }, { "id": 99 }]))).await;
    assert_eq!(
        unknown.json()["message"],
        "Cannot add non-tenant user to tenant-group or vice versa"
    );
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn administrator_and_groups_have_to_agree() {
    let mock = Mock::documented();
    let promoted = mock.put(ME, &json!({ "is_superuser": true })).await.json();
    assert_eq!(promoted["user_group_memberships"], in_groups(&[1, 2, 3]));
    let before = mock.everything().await;
    for (is_superuser, groups) in [
        (true, json!([{ "id": 1 }])),
        (false, json!([{ "id": 1 }, { "id": 2 }])),
    ] {
        let body = json!({
            "first_name": "X", "is_superuser": is_superuser, "user_group_memberships": groups,
        });
        only_field(
            &mock.put(ME, &body).await,
            "is_superuser",
            "Value of is_superuser must correspond to presence of Admin group ID in group_ids.",
        );
    }
    assert_eq!(mock.everything().await, before);
    let demoted = mock.put(ME, &json!({ "is_superuser": false })).await.json();
    assert_eq!(demoted["user_group_memberships"], in_groups(&[1, 3]));
}

#[tokio::test]
async fn the_last_active_administrator_stays_one() {
    let mock = Mock::documented();
    let second = mock.id("second@example.com").await;
    assert_eq!(
        mock.put(&user(second), &json!({ "is_superuser": false }))
            .await
            .status,
        200
    );
    let before = mock.everything().await;
    for body in [
        json!({ "is_superuser": false }),
        json!({ "user_group_memberships": [{ "id": 1 }], "first_name": "X" }),
    ] {
        refused(&mock.put("/api/user/1", &body).await, 400, LAST);
    }
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn one_may_change_oneself_but_not_ones_rights() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    let put = async |body: Value| mock.as_session(&analyst, "PUT", ME, Some(&body)).await;
    let changed =
        put(json!({ "first_name": "Ann", "is_superuser": true, "login_attributes": { "a": "b" } }))
            .await;
    let json = changed.json();
    assert_eq!((changed.status, &json["first_name"]), (200, &json!("Ann")));
    assert_eq!(
        (&json["is_superuser"], &json["login_attributes"]),
        (&json!(false), &Value::Null)
    );
    let same = put(json!({ "user_group_memberships": [{ "id": 3 }, { "id": 1 }] })).await;
    assert_eq!(same.status, 200);
    let others = put(json!({ "first_name": "No", "user_group_memberships": [{ "id": 1 }] })).await;
    refused(&others, 403, FORBIDDEN);
    assert_eq!(mock.get(ME).await.json()["first_name"], "Ann");
    let stranger = mock
        .as_session(&analyst, "PUT", "/api/user/1", Some(&json!({})))
        .await;
    refused(&stranger, 403, FORBIDDEN);
}

#[tokio::test]
async fn a_deactivated_or_unknown_user_is_404() {
    let mock = Mock::documented();
    let former = mock.id("former@example.com").await;
    for id in [former, 4711] {
        refused(&mock.put(&user(id), &json!({})).await, 404, "Not found.");
    }
}

#[tokio::test]
async fn a_user_of_google_sign_in_keeps_name_and_address() {
    let mock = Mock::documented();
    let sso = user(mock.id("sso@example.com").await);
    for (field, words) in [
        (
            "first_name",
            "Editing first name is not allowed for SSO users.",
        ),
        (
            "last_name",
            "Editing last name is not allowed for SSO users.",
        ),
    ] {
        only_field(
            &mock.put(&sso, &json!({ field: "Other" })).await,
            field,
            words,
        );
    }
    let same = json!({ "first_name": "Sam", "last_name": "Sign-On" });
    assert_eq!(mock.put(&sso, &same).await.status, 200);
    // Google would have signed them in.
    let id = mock.id("sso@example.com").await;
    let mut key = String::new();
    mock.edit(|store| key = store.open_session(id, "2026-01-15T09:30:00Z".parse().unwrap()));
    let body = json!({ "email": "other@example.com" });
    refused(
        &mock.as_session(&key, "PUT", &sso, Some(&body)).await,
        403,
        FORBIDDEN,
    );
    let admin = mock.session(ADMIN).await;
    assert_eq!(
        mock.as_session(&admin, "PUT", &sso, Some(&body))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn wrong_types_are_refused_in_every_field() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    for body in [
        json!({ "email": 5 }),
        json!({ "first_name": "" }),
        json!({ "last_name": [] }),
        json!({ "is_superuser": "true" }),
        json!({ "is_group_manager": 1 }),
        json!({ "login_attributes": "x" }),
        json!({ "user_group_memberships": {} }),
        json!({ "locale": {} }),
    ] {
        let answer = mock.put(ME, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        let field = body.as_object().unwrap().keys().next().unwrap();
        assert!(answer.json()["errors"][field].is_string(), "{body}");
    }
    assert_eq!(mock.everything().await, before);
}
