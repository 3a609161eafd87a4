//! Deactivating, reactivating, passwords, introductions.

use crate::Clock;
use crate::metabase::store::INTERNAL_USER;
use crate::metabase::testing::{
    ADMIN, ANALYST, Mock, PASSWORD, bad_field, in_groups, keys, only_field, refused, user,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

const FORBIDDEN: &str = "You don't have permissions to do that.";
const LAST: &str = "You cannot remove the last member of the 'Admin' group!";
const GOOD: &str = "whateverUP12!!";

#[tokio::test]
async fn deactivating_keeps_the_row_and_once_more_changes_nothing() {
    let mock = Mock::documented();
    let answer = mock.delete("/api/user/2").await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "success": true }))
    );
    let user = mock.get("/api/user/2").await.json();
    assert_eq!(user["is_active"], false);
    assert_eq!(user["user_group_memberships"], in_groups(&[1, 3]));
    assert_eq!(user["updated_at"], "2026-01-15T09:30:00.000000Z");
    let before = mock.everything().await;
    assert_eq!(mock.delete("/api/user/2").await.status, 200);
    assert_eq!(mock.everything().await, before);
    refused(&mock.delete("/api/user/4711").await, 404, "Not found.");
}

#[tokio::test]
async fn a_deactivated_users_session_is_dead_also_after_reactivation() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    mock.delete("/api/user/2").await;
    let me = "/api/user/current";
    refused(
        &mock.as_session(&analyst, "GET", me, None).await,
        401,
        "Unauthenticated",
    );
    mock.put("/api/user/2/reactivate", &json!({})).await;
    refused(
        &mock.as_session(&analyst, "GET", me, None).await,
        401,
        "Unauthenticated",
    );
    assert_eq!(mock.sign_in(ANALYST, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn only_administrators_deactivate_and_reactivate_not_even_oneself() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    for (method, path) in [
        ("DELETE", "/api/user/2"),
        ("DELETE", "/api/user/1"),
        ("PUT", "/api/user/9/reactivate"),
    ] {
        refused(
            &mock.as_session(&analyst, method, path, None).await,
            403,
            FORBIDDEN,
        );
    }
}

#[tokio::test]
async fn one_administrator_has_to_be_left_and_deactivated_ones_do_not_count() {
    let mock = Mock::documented();
    let admin = mock.session(ADMIN).await;
    let second = mock.id("second@example.com").await;
    assert_eq!(mock.delete(&user(second)).await.status, 200);
    let before = mock.everything().await;
    refused(&mock.delete("/api/user/1").await, 400, LAST);
    refused(
        &mock.as_session(&admin, "DELETE", "/api/user/1", None).await,
        400,
        LAST,
    );
    assert_eq!(mock.everything().await, before);
    // If there is another one, also oneself.
    mock.put("/api/user/2", &json!({ "is_superuser": true }))
        .await;
    let oneself = mock.as_session(&admin, "DELETE", "/api/user/1", None).await;
    assert_eq!(oneself.status, 200);
    assert_eq!(mock.get("/api/user/1").await.json()["is_superuser"], true);
}

#[tokio::test]
async fn reactivating_gives_everything_back_but_administrator_rights() {
    let mock = Mock::documented();
    let former = user(mock.id("former@example.com").await);
    let groups = [in_groups(&[1, 2]), in_groups(&[1])];
    assert_eq!(
        mock.get(&former).await.json()["user_group_memberships"],
        groups[0]
    );
    let answer = mock.put(&format!("{former}/reactivate"), &json!({})).await;
    assert_eq!(answer.status, 200);
    let json = answer.json();
    assert_eq!(
        (&json["is_active"], &json["is_superuser"]),
        (&json!(true), &json!(false))
    );
    for absent in [
        "user_group_memberships",
        "group_ids",
        "structured_attributes",
    ] {
        assert!(!keys(&json).contains(&absent));
    }
    assert_eq!(
        mock.get(&former).await.json()["user_group_memberships"],
        groups[1]
    );
    assert_eq!(mock.world().outbox().all().count(), 0);

    let left = user(mock.id("left@example.com").await);
    mock.put(&format!("{left}/reactivate"), &json!({})).await;
    let kept = mock.get(&left).await.json();
    assert_eq!(kept["user_group_memberships"], in_groups(&[1, 3]));
}

#[tokio::test]
async fn reactivating_an_active_user_is_400_with_a_message_and_an_unknown_one_404() {
    let mock = Mock::documented();
    let answer = mock.put("/api/user/2/reactivate", &json!({})).await;
    assert_eq!(answer.status, 400);
    let json = answer.json();
    assert_eq!(json["message"], "Not able to reactivate an active user");
    assert_eq!(keys(&json), ["cause", "data", "message", "trace", "via"]);
    let unknown = mock.send("PUT", "/api/user/4711/reactivate", None).await;
    refused(&unknown, 404, "Not found.");
}

#[tokio::test]
async fn reactivating_forgets_a_single_sign_on_that_is_off_now() {
    let mock = Mock::documented();
    for (sso, kept) in [("ldap", json!(null)), ("google", json!("google"))] {
        mock.delete("/api/user/2").await;
        mock.edit(|store| store.edit(2, |user| user.sso_source = Some(sso.to_owned())));
        let user = mock.put("/api/user/2/reactivate", &json!({})).await.json();
        assert_eq!(user["sso_source"], kept);
    }
}

#[tokio::test]
async fn an_administrator_sets_any_password_without_the_old_one() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    let answer = mock
        .put("/api/user/2/password", &json!({ "password": GOOD }))
        .await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    let me = mock
        .as_session(&analyst, "GET", "/api/user/current", None)
        .await;
    refused(&me, 401, "Unauthenticated");
    assert_eq!(mock.sign_in(ANALYST, PASSWORD).await.status, 401);
    assert_eq!(mock.sign_in(ANALYST, GOOD).await.status, 200);

    let admin = mock.session(ADMIN).await;
    let body = json!({ "password": GOOD });
    let own = mock
        .as_session(&admin, "PUT", "/api/user/1/password", Some(&body))
        .await;
    assert_eq!(own.status, 200);
    assert_eq!(keys(&own.json()), ["session_id", "success"]);
}

#[tokio::test]
async fn ten_wrong_old_passwords_are_followed_by_a_wait() {
    let mock = Mock::documented();
    let clock = mock.world().clock();
    let start: Timestamp = "2026-01-15T09:30:00Z".parse().unwrap();
    clock.set(Clock::Fixed(start));
    let analyst = mock.session(ANALYST).await;
    let path = "/api/user/2/password";
    let wrong = json!({ "password": GOOD, "old_password": "wrong" });
    let right = json!({ "password": GOOD, "old_password": PASSWORD });
    for _ in 0..10 {
        let answer = mock.as_session(&analyst, "PUT", path, Some(&wrong)).await;
        only_field(&answer, "old_password", "Invalid password");
    }
    let answer = mock.as_session(&analyst, "PUT", path, Some(&right)).await;
    let words = "Too many attempts! You must wait 15 seconds before trying again.";
    only_field(&answer, "old_password", words);
    clock.set(Clock::Fixed(start + SignedDuration::from_secs(15)));
    let answer = mock.as_session(&analyst, "PUT", path, Some(&right)).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_reset_link_is_for_administrators_and_active_people_and_works() {
    let mock = Mock::documented();
    let path = |id| format!("/api/user/{id}/password-reset-url");
    let answer = mock.post(&path(2), &json!({})).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let link = answer.json()["password_reset_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let (site, token) = link.split_once("/auth/reset_password/").unwrap();
    assert!(site.starts_with("http"), "{link}");
    let reset = json!({ "token": token, "password": GOOD }).to_string();
    let answer = mock
        .with("POST", "/api/session/reset_password", &[], Some(&reset))
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(mock.world().outbox().all().count(), 0);

    let answer = mock.sign_in(ANALYST, GOOD).await;
    let analyst = answer.json()["id"].as_str().unwrap().to_owned();
    let before = mock.everything().await;
    let former = mock.id("former@example.com").await;
    for id in [former, INTERNAL_USER, 4711] {
        refused(&mock.post(&path(id), &json!({})).await, 404, "Not found.");
    }
    let answer = mock.as_session(&analyst, "POST", &path(2), None).await;
    refused(&answer, 403, "You don't have permissions to do that.");
    assert_eq!(mock.everything().await, before);
}

#[tokio::test]
async fn ones_own_password_needs_the_old_one_and_gives_a_new_session() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    let path = "/api/user/2/password";
    for body in [
        json!({ "password": GOOD }),
        json!({ "password": GOOD, "old_password": "wrong" }),
        json!({ "password": GOOD, "old_password": 5 }),
    ] {
        let answer = mock.as_session(&analyst, "PUT", path, Some(&body)).await;
        only_field(&answer, "old_password", "Invalid password");
    }
    let body = json!({ "password": GOOD, "old_password": PASSWORD });
    let answer = mock.as_session(&analyst, "PUT", path, Some(&body)).await;
    assert_eq!(answer.status, 200);
    let key = answer.json()["session_id"].as_str().unwrap().to_owned();
    assert!(
        answer
            .header("set-cookie")
            .starts_with(&format!("metabase.SESSION={key};"))
    );
    let old = mock
        .as_session(&analyst, "GET", "/api/user/current", None)
        .await;
    refused(&old, 401, "Unauthenticated");
    let new = mock
        .as_session(&key, "GET", "/api/user/current", None)
        .await;
    assert_eq!(new.json()["email"], ANALYST);
}

#[tokio::test]
async fn a_weak_password_is_repeated_and_refused_whatever_is_wrong_with_it() {
    let mock = Mock::documented();
    let path = "/api/user/2/password";
    for password in [
        json!("anything"),
        json!("a1"),
        json!("Password1"),
        json!(""),
        json!(5),
        json!(null),
    ] {
        let answer = mock.put(path, &json!({ "password": password })).await;
        bad_field(&answer, "password", "password is too common.");
    }
    let answer = mock
        .put(path, &json!({ "password": "anything" }))
        .await
        .json();
    assert_eq!(
        answer["specific-errors"]["password"],
        json!(["valid password that is not too common, received: \"anything\""])
    );
    let absent = mock.put(path, &json!({})).await.json();
    assert_eq!(
        absent["specific-errors"]["password"],
        json!(["missing required key, received: nil"])
    );
}

#[tokio::test]
async fn a_strangers_an_unknown_and_a_deactivated_users_password_stay() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    let body = json!({ "password": GOOD });
    let stranger = mock
        .as_session(&analyst, "PUT", "/api/user/1/password", Some(&body))
        .await;
    refused(&stranger, 403, FORBIDDEN);
    let former = mock.id("former@example.com").await;
    for id in [former, 4711] {
        let answer = mock.put(&format!("{}/password", user(id)), &body).await;
        refused(&answer, 404, "Not found.");
    }
}

#[tokio::test]
async fn an_introduction_is_seen_once_also_by_the_deactivated() {
    let mock = Mock::documented();
    let never = user(mock.id("never@example.com").await);
    assert_eq!(mock.get(&never).await.json()["is_qbnewb"], true);
    mock.delete(&never).await;
    let answer = mock
        .send("PUT", &format!("{never}/modal/qbnewb"), None)
        .await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "success": true }))
    );
    assert_eq!(mock.get(&never).await.json()["is_qbnewb"], false);
    let other = mock
        .send("PUT", "/api/user/2/modal/datasetnewb", None)
        .await;
    assert_eq!(other.status, 200);
    let wrong = mock.send("PUT", "/api/user/2/modal/else", None).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.json()["errors"]["modal"].is_string());
    let analyst = mock.session(ANALYST).await;
    let stranger = mock
        .as_session(&analyst, "PUT", "/api/user/1/modal/qbnewb", None)
        .await;
    refused(&stranger, 403, FORBIDDEN);
}

#[tokio::test]
async fn an_unknown_users_introduction_is_404_and_500_as_observed() {
    let path = "/api/user/4711/modal/qbnewb";
    refused(
        &Mock::documented().send("PUT", path, None).await,
        404,
        "Not found.",
    );
    let observed = Mock::observed().send("PUT", path, None).await;
    assert_eq!(observed.status, 500);
    assert_eq!(observed.json()["message"], "Internal server error.");
}

#[tokio::test]
async fn the_sentinel_cannot_be_written_and_does_not_change() {
    let mock = Mock::documented();
    mock.edit(|store| store.edit(2, |user| user.email = "sentinel-503@example.com".to_owned()));
    let before = mock.everything().await;
    for (method, path, body) in [
        ("PUT", "/api/user/2", json!({ "first_name": "X" })),
        ("DELETE", "/api/user/2", json!({})),
        ("PUT", "/api/user/2/password", json!({ "password": GOOD })),
        (
            "POST",
            "/api/permissions/membership",
            json!({ "user_id": 2, "group_id": 2 }),
        ),
    ] {
        let answer = mock.send(method, path, Some(&body.to_string())).await;
        assert_eq!(
            (answer.status, answer.header("x-mock-fault")),
            (503, "sentinel"),
            "{path}"
        );
    }
    assert_eq!(mock.everything().await, before);
}
