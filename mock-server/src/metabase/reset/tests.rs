use super::*;
use crate::metabase::testing::{ANALYST, Mock, bad_field, keys, only_field, refused};
use crate::{Clock, Options, Seed};
use jiff::SignedDuration;

const FORGOT: &str = "/api/session/forgot_password";
const RESET: &str = "/api/session/reset_password";
const GOOD: &str = "whateverUP12!!";

/// The tokens in the emails, oldest first.
fn tokens(mock: &Mock) -> Vec<String> {
    let outbox = mock.world().outbox();
    let links = outbox.all().filter_map(|sent| sent.mail.link.clone());
    links
        .map(|link| link.rsplit('/').next().unwrap().to_owned())
        .collect()
}

async fn forgot(mock: &Mock, email: &str) {
    let body = json!({ "email": email }).to_string();
    let answer = mock.with("POST", FORGOT, &[], Some(&body)).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
}

async fn is_valid(mock: &Mock, token: &str) -> bool {
    let path = format!("/api/session/password_reset_token_valid?token={token}");
    mock.with("GET", &path, &[], None).await.json()["valid"] == true
}

#[tokio::test]
async fn a_forgotten_password_is_set_with_the_token_of_the_mail_once() {
    let mock = Mock::documented();
    let old = mock.session(ANALYST).await;
    forgot(&mock, "Analyst@example.com").await;
    let token = tokens(&mock).remove(0);
    assert!(token.starts_with("2_") && is_valid(&mock, &token).await);
    let body = json!({ "token": token, "password": GOOD }).to_string();
    let answer = mock.with("POST", RESET, &[], Some(&body)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(keys(&answer.json()), ["session_id", "success"]);
    assert!(answer.header("set-cookie").starts_with("metabase.SESSION="));
    let key = answer.json()["session_id"].as_str().unwrap().to_owned();
    let me = mock
        .as_session(&key, "GET", "/api/user/current", None)
        .await;
    assert_eq!(me.json()["email"], ANALYST);
    let before = mock
        .as_session(&old, "GET", "/api/user/current", None)
        .await;
    refused(&before, 401, "Unauthenticated");
    assert_eq!(mock.sign_in(ANALYST, GOOD).await.status, 200);
    assert!(!is_valid(&mock, &token).await);
    let again = mock.with("POST", RESET, &[], Some(&body)).await;
    only_field(&again, "password", "Invalid reset token");
}

#[tokio::test]
async fn the_answer_does_not_reveal_who_has_an_account() {
    let mock = Mock::documented();
    for email in [
        "nobody@example.com",
        "former@example.com",
        "internal@metabase.com",
    ] {
        forgot(&mock, email).await;
    }
    assert_eq!(mock.world().outbox().all().count(), 0);
    let wrong = mock
        .with("POST", FORGOT, &[], Some(r#"{"email":"x"}"#))
        .await;
    bad_field(&wrong, "email", "value must be a valid email address.");
}

#[tokio::test]
async fn a_user_of_google_sign_in_gets_an_explanation_without_a_link() {
    let mock = Mock::documented();
    forgot(&mock, "sso@example.com").await;
    assert_eq!(mock.world().outbox().all().count(), 1);
    assert!(tokens(&mock).is_empty());
}

#[tokio::test]
async fn without_mail_nothing_is_sent() {
    let mock = Mock::of(Options {
        no_mail: true,
        ..Options::default()
    });
    forgot(&mock, ANALYST).await;
    assert_eq!(mock.world().outbox().all().count(), 0);
}

#[tokio::test]
async fn a_token_is_void_after_two_days_a_newer_one_a_password_or_deactivation() {
    let start: Timestamp = "2026-01-15T09:30:00Z".parse().unwrap();
    let mock = Mock::documented();
    let clock = mock.world().clock();
    forgot(&mock, ANALYST).await;
    forgot(&mock, ANALYST).await;
    let [first, second] = tokens(&mock).try_into().unwrap();
    assert_eq!(
        (
            is_valid(&mock, &first).await,
            is_valid(&mock, &second).await
        ),
        (false, true)
    );
    for (hours, valid) in [(47, true), (48, false)] {
        clock.set(Clock::Fixed(start + SignedDuration::from_hours(hours)));
        assert_eq!(is_valid(&mock, &second).await, valid, "{hours}");
    }
    assert_eq!(reader_of(mock.world(), &second), Err(LinkError::Expired));
    clock.set(Clock::Fixed(start));
    mock.delete("/api/user/2").await;
    assert_eq!(reader_of(mock.world(), &second), Err(LinkError::Gone));
    mock.put("/api/user/2/reactivate", &json!({})).await;
    mock.put("/api/user/2/password", &json!({ "password": GOOD }))
        .await;
    for token in [&second, "", "2", "2_", "x_y", "99_x"] {
        assert_eq!(
            reader_of(mock.world(), token),
            Err(LinkError::Unknown),
            "{token}"
        );
    }
}

#[tokio::test]
async fn an_invitation_is_a_token_and_the_page_behind_it_sets_the_password() {
    let mock = Mock::of(Options {
        seed: Seed::Documented,
        ..Options::default()
    });
    mock.post("/api/user", &json!({ "email": "new@example.com" }))
        .await;
    let token = tokens(&mock).remove(0);
    let world = mock.world();
    assert_eq!(reader_of(world, &token).unwrap(), "new@example.com");
    assert_eq!(
        set_password(world, &token, "short1"),
        Ok("new@example.com".to_owned())
    );
    assert_eq!(set_password(world, &token, GOOD), Err(LinkError::Unknown));
    assert_eq!(mock.sign_in("new@example.com", "short1").await.status, 200);
}

#[tokio::test]
async fn a_weak_password_leaves_the_token_as_it_was() {
    let mock = Mock::documented();
    forgot(&mock, ANALYST).await;
    let token = tokens(&mock).remove(0);
    let body = json!({ "token": token, "password": "anything" }).to_string();
    let answer = mock.with("POST", RESET, &[], Some(&body)).await;
    bad_field(&answer, "password", "password is too common.");
    assert_eq!(
        set_password(mock.world(), &token, "anything"),
        Err(LinkError::Weak)
    );
    assert!(is_valid(&mock, &token).await);
    let check = "/api/session/password-check";
    let good = mock
        .with("POST", check, &[], Some(r#"{"password":"abc123!!DEF"}"#))
        .await;
    assert_eq!(good.json(), json!({ "valid": true }));
    let weak = mock
        .with("POST", check, &[], Some(r#"{"password":"x"}"#))
        .await;
    bad_field(&weak, "password", "password is too common.");
}
