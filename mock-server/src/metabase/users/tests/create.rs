//! `POST /api/user`.

use crate::Options;
use crate::metabase::testing::{ANALYST, Mock, bad_field, in_groups, keys, only_field, refused};
use serde_json::{Value, json};

const PATH: &str = "/api/user";

#[tokio::test]
async fn a_new_user_is_active_in_all_users_and_has_never_signed_in() {
    let mock = Mock::documented();
    let body = json!({ "email": "New@Example.COM", "first_name": "Ada", "last_name": "Minh" });
    let answer = mock.post(PATH, &body).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-mock-note"), "");
    let user = answer.json();
    assert_eq!(user["email"], "new@example.com");
    assert_eq!(user["common_name"], "Ada Minh");
    assert_eq!(user["user_group_memberships"], in_groups(&[1]));
    assert_eq!(
        (&user["is_active"], &user["is_qbnewb"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        (&user["last_login"], &user["is_superuser"]),
        (&Value::Null, &json!(false))
    );
    assert_eq!(user["date_joined"], "2026-01-15T09:30:00.000000Z");
    let keys = keys(&user);
    for absent in [
        "structured_attributes",
        "group_ids",
        "personal_collection_id",
        "password",
    ] {
        assert!(!keys.contains(&absent), "{absent}");
    }
}

#[tokio::test]
async fn names_may_be_left_out_and_what_is_unknown_is_ignored() {
    let mock = Mock::documented();
    let body = json!({ "email": "x@example.com", "is_superuser": true, "group_ids": [2], "y": 1 });
    let user = mock.post(PATH, &body).await.json();
    assert_eq!(
        (&user["common_name"], &user["is_superuser"]),
        (&json!("x@example.com"), &json!(false))
    );
    let last = json!({ "email": "y@example.com", "first_name": null, "last_name": "Only" });
    assert_eq!(mock.post(PATH, &last).await.json()["common_name"], "Only");
}

#[tokio::test]
async fn the_administrators_group_makes_an_administrator() {
    let mock = Mock::documented();
    let groups = json!([{ "id": 1 }, { "id": 2, "is_group_manager": false }, { "id": 1 }]);
    let body = json!({ "email": "x@example.com", "user_group_memberships": groups });
    let user = mock.post(PATH, &body).await.json();
    assert_eq!(user["is_superuser"], true);
    assert_eq!(user["user_group_memberships"], in_groups(&[1, 2]));
    let body = json!({ "email": "y@example.com", "source": "setup" });
    assert_eq!(mock.post(PATH, &body).await.json()["is_superuser"], true);
}

#[tokio::test]
async fn attributes_are_kept_as_texts_and_reserved_ones_dropped() {
    let mock = Mock::documented();
    let part: Value = serde_json::from_str("1.50").unwrap();
    let attributes = json!({ "n": 42, "f": part, "b": true, "t": "x", "@u": "no", "l": [1, "a"] });
    let body = json!({ "email": "x@example.com", "login_attributes": attributes });
    let user = mock.post(PATH, &body).await.json();
    assert_eq!(
        user["login_attributes"],
        json!({ "n": "42", "f": "1.5", "b": "true", "t": "x", "l": "[1 \"a\"]" })
    );
}

#[tokio::test]
async fn an_address_is_taken_in_any_case_and_by_deactivated_users() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    for email in [
        "analyst@example.com",
        "ANALYST@Example.com",
        "former@example.com",
    ] {
        let answer = mock.post(PATH, &json!({ "email": email })).await;
        assert_eq!(answer.status, 400);
        assert_eq!(
            answer.json(),
            json!({
                "errors": { "email": "Email address already in use." },
                "error_code": "email-already-in-use",
            })
        );
    }
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn groups_without_all_users_and_unknown_groups_create_no_user() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    for groups in [json!([]), json!([{ "id": 2 }])] {
        let body = json!({ "email": "x@example.com", "user_group_memberships": groups });
        let words = "You cannot add or remove users to/from the 'All Users' group.";
        refused(&mock.post(PATH, &body).await, 400, words);
    }
    let groups = json!([{ "id": 1 }, { "id": 99 }]);
    let body = json!({ "email": "x@example.com", "user_group_memberships": groups });
    let answer = mock.post(PATH, &body).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json()["message"],
        "Cannot add non-tenant user to tenant-group or vice versa"
    );
    let body = json!({ "email": "x@example.com", "tenant_id": 1 });
    only_field(
        &mock.post(PATH, &body).await,
        "tenant_id",
        "Cannot create a Tenant User as Tenants are not enabled for this instance.",
    );
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn all_invalid_fields_are_reported_at_once() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    let email = "value must be a valid email address.";
    let name = "nullable value must be a non-blank string.";
    for (body, field, words, specific) in [
        (
            json!({}),
            "email",
            email,
            json!(["missing required key, received: nil"]),
        ),
        (
            json!({ "email": "whatever" }),
            "email",
            email,
            json!(["valid email address, received: \"whatever\""]),
        ),
        (
            json!({ "email": 5 }),
            "email",
            email,
            json!([
                "should be a string, received: 5",
                "valid email address, received: 5"
            ]),
        ),
        (
            json!({ "email": "x@y.io", "first_name": "" }),
            "first_name",
            name,
            json!([
                "should be at least 1 character, received: \"\"",
                "non-blank string, received: \"\"",
            ]),
        ),
        (
            json!({ "email": "x@y.io", "first_name": " " }),
            "first_name",
            name,
            json!(["non-blank string, received: \" \""]),
        ),
        (
            json!({ "email": "x@y.io", "last_name": 123 }),
            "last_name",
            name,
            json!([
                "should be a string, received: 123",
                "non-blank string, received: 123"
            ]),
        ),
    ] {
        let answer = mock.post(PATH, &body).await;
        bad_field(&answer, field, words);
        assert_eq!(answer.json()["specific-errors"][field], specific);
    }
    for wrong in [
        json!({ "email": null }),
        json!({ "email": "a b@x.io" }),
        json!({ "email": "ü@x.io" }),
        json!({ "email": "a@x" }),
        json!({ "email": "a@-x.io" }),
        json!({ "email": "@x.io" }),
        json!({ "email": "a@b@x.io" }),
        json!({ "email": "a..b@x.io" }),
        json!({ "email": "x@y.io", "user_group_memberships": 5 }),
        json!({ "email": "x@y.io", "user_group_memberships": [1] }),
        json!({ "email": "x@y.io", "user_group_memberships": [{ "id": 0 }] }),
        json!({ "email": "x@y.io", "user_group_memberships": [{ "id": 1, "is_group_manager": 1 }] }),
        json!({ "email": "x@y.io", "login_attributes": [] }),
        json!({ "email": "x@y.io", "password": "" }),
        json!({ "email": "x@y.io", "tenant_id": "a" }),
    ] {
        let answer = mock.post(PATH, &wrong).await;
        assert_eq!(answer.status, 400, "{wrong}");
        let json = answer.json();
        assert_eq!(
            keys(&json["errors"]),
            keys(&json["specific-errors"]),
            "{wrong}"
        );
    }
    let both = mock.post(PATH, &json!({ "first_name": 1 })).await.json();
    assert_eq!(keys(&both["errors"]), ["email", "first_name"]);
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn only_administrators_create() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    let body = json!({ "email": "x@example.com" });
    let answer = mock.as_session(&analyst, "POST", PATH, Some(&body)).await;
    refused(&answer, 403, "You don't have permissions to do that.");
}

#[tokio::test]
async fn any_text_can_be_a_name() {
    let mock = Mock::documented();
    for (index, name) in ["日本 ü", "<b>&\"", "\u{0}", &"x".repeat(100_000)]
        .into_iter()
        .enumerate()
    {
        let body = json!({ "email": format!("n{index}@example.com"), "first_name": name });
        let user = mock.post(PATH, &body).await.json();
        assert_eq!(user["first_name"], name);
    }
}

#[tokio::test]
async fn a_new_user_is_invited_if_mail_is_configured() {
    let mock = Mock::documented();
    let body = json!({ "email": "New@example.com", "first_name": "<i>" }).to_string();
    let headers = [("x-api-key", "demo"), ("host", "bi.example.com")];
    let user = mock.with("POST", PATH, &headers, Some(&body)).await.json();
    let outbox = mock.world().outbox();
    let mails: Vec<_> = outbox.all().collect();
    assert_eq!(mails.len(), 1);
    let mail = &mails[0].mail;
    assert_eq!(mail.to.as_deref(), Some("new@example.com"));
    assert!(mail.html.contains("&lt;i&gt;") && !mail.html.contains("<i>"));
    let link = mail.link.as_deref().unwrap();
    let start = format!("http://bi.example.com/auth/reset_password/{}_", user["id"]);
    assert!(link.starts_with(&start), "{link}");
}

#[tokio::test]
async fn without_mail_the_answer_is_the_same_and_no_email_is_sent() {
    let mock = Mock::of(Options {
        no_mail: true,
        ..Options::default()
    });
    let body = json!({ "email": "new@example.com", "password": "tmp" });
    assert_eq!(mock.post(PATH, &body).await.status, 200);
    assert_eq!(mock.world().outbox().all().count(), 0);
    // A first password does not have to follow the rules.
    assert_eq!(mock.sign_in("new@example.com", "tmp").await.status, 200);
}

#[tokio::test]
async fn the_sentinel_fails_and_creates_no_user() {
    let mock = Mock::documented();
    let before = mock.everything().await;
    let answer = mock
        .post(PATH, &json!({ "email": "sentinel-503@example.com" }))
        .await;
    assert_eq!(
        (answer.status, answer.header("x-mock-fault")),
        (503, "sentinel")
    );
    assert_eq!(mock.everything().await, before);
}
