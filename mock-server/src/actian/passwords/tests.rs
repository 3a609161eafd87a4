//! What each password route does, what the link in its email does, and how they
//! refuse bad requests.

use crate::actian::testing::{
    DEMO, assert_refused, call, call_form, call_json, everything, link_token, mails, sign_in,
};
use crate::actian::{reader_of, set_password};
use crate::links::LinkError;
use crate::outbox::MailKind;
use crate::seed::people::{ANALYST, PASSWORD};
use crate::testing::Mock;
use crate::{Options, Seed};
use serde_json::{Value, json};

fn password() -> String {
    format!("{DEMO}/user/{ANALYST}/password")
}

/// Whether this is the analyst's password.
async fn holds(mock: &Mock, password: &str) -> bool {
    sign_in(mock, ANALYST, password).await.status == 200
}

#[tokio::test]
async fn a_password_is_changed_from_the_query_a_json_body_or_a_form() {
    let fields = format!("old-password={PASSWORD}&new-password=n%2Bw+%C3%A4");
    let body = json!({ "old-password": PASSWORD, "new-password": "n+w ä" }).to_string();
    for way in ["the query", "a JSON body", "a form body"] {
        let mock = Mock::documented();
        let changed = match way {
            "the query" => call(&mock, "PUT", &format!("{}?{fields}", password())).await,
            "a form body" => call_form(&mock, "PUT", &password(), &fields).await,
            _ => call_json(&mock, "PUT", &password(), &body).await,
        };
        let sample = include_str!("../../../../tests/fixtures/actian/password.change.json");
        let sample: Value = serde_json::from_str(sample).unwrap();
        assert_eq!((changed.status, changed.json()), (200, sample));
        let note = format!("parameters came in {way}");
        assert_eq!(changed.header("x-mock-note"), note);
        assert!(holds(&mock, "n+w ä").await && !holds(&mock, PASSWORD).await);
    }
}

#[tokio::test]
async fn a_wrong_old_password_is_400_and_changes_nothing() {
    let mock = Mock::documented();
    let body = json!({ "old-password": "wr0ng", "new-password": "n3w" }).to_string();
    let refused = call_json(&mock, "PUT", &password(), &body).await;
    assert_refused(&refused, 400, "old-password is not the current password");
    assert!(!refused.text.contains("wr0ng") && !refused.text.contains("n3w"));
    assert!(holds(&mock, PASSWORD).await);
}

#[tokio::test]
async fn an_account_that_was_never_activated_has_no_old_password() {
    let mock = Mock::documented();
    let ada = "email=ada%40x&first_name=A&last_name=B&role=user";
    call(&mock, "POST", &format!("{DEMO}/users?{ada}")).await;
    let change = "old-password=a&new-password=b";
    let path = format!("{DEMO}/user/ada@x/password?{change}");
    let refused = call(&mock, "PUT", &path).await;
    assert_refused(&refused, 400, "old-password is not the current password");
}

#[tokio::test]
async fn an_invalid_request_is_400_and_names_the_field() {
    let mock = Mock::documented();
    for field in ["old-password", "new-password"] {
        for (value, says) in [
            (Value::Null, "is missing"),
            (json!(""), "must not be empty"),
            (json!(5), "must be a string"),
        ] {
            let mut body = json!({ "old-password": PASSWORD, "new-password": "n3w" });
            body[field] = value;
            let refused = call_json(&mock, "PUT", &password(), &body.to_string()).await;
            assert_refused(&refused, 400, &format!("{field} {says}"));
        }
    }
    let large = json!({ "new-password": "x".repeat(1024 * 1024) }).to_string();
    let refused = call_json(&mock, "PUT", &password(), &large).await;
    assert_refused(&refused, 413, "1 MiB");
    assert!(holds(&mock, PASSWORD).await);
}

#[tokio::test]
async fn a_reset_sends_a_link_and_removes_nothing() {
    let mock = Mock::documented();
    let before = everything(&mock).await;
    let headers = [("x-tlm-key", "demo"), ("host", "actian.example")];
    let path = format!("{DEMO}/user/ANALYST@example.com/password");
    let reset = mock.call("DELETE", &path, &headers, None).await;
    assert_eq!(reset.status, 200);
    assert!(reset.json()["message"].is_string());
    let note = reset.header("x-mock-note");
    assert!(note.contains("the words of this message") && note.contains("its link"));
    let mails = mails(&mock);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].kind, MailKind::Reset);
    assert_eq!(mails[0].to.as_deref(), Some(ANALYST));
    let token = link_token(&mails[0]);
    let link = format!("http://actian.example/reset-password/{token}");
    assert_eq!(mails[0].link, Some(link));
    assert!(holds(&mock, PASSWORD).await);
    assert_eq!(everything(&mock).await, before);

    let world = &mock.world;
    assert_eq!(reader_of(world, &token).as_deref(), Ok(ANALYST));
    assert_eq!(set_password(world, &token, ""), Err(LinkError::Empty));
    assert_eq!(set_password(world, &token, "n3w").as_deref(), Ok(ANALYST));
    assert_eq!(set_password(world, &token, "n4w"), Err(LinkError::Unknown));
    assert!(holds(&mock, "n3w").await);
}

#[tokio::test]
async fn a_link_works_for_two_days_of_the_worlds_clock() {
    let start = "2026-01-15T09:30:00Z";
    let mock = Mock::new(Options {
        seed: Seed::Documented,
        clock: start.parse().unwrap(),
        ..Options::default()
    });
    call(&mock, "DELETE", &password()).await;
    let token = link_token(&mails(&mock)[0]);
    let clock = |time: &str| mock.world.clock().set(time.parse().unwrap());
    clock("2026-01-17T09:29:59Z");
    assert_eq!(reader_of(&mock.world, &token).as_deref(), Ok(ANALYST));
    clock("2026-01-17T09:30:00Z");
    assert_eq!(reader_of(&mock.world, &token), Err(LinkError::Expired));
    let late = set_password(&mock.world, &token, "n3w");
    assert_eq!(late, Err(LinkError::Expired));
}

#[tokio::test]
async fn a_newer_link_replaces_an_older_one() {
    let mock = Mock::documented();
    for _ in 0..2 {
        call(&mock, "DELETE", &password()).await;
    }
    let mails = mails(&mock);
    let (first, second) = (link_token(&mails[0]), link_token(&mails[1]));
    assert_eq!(reader_of(&mock.world, &first), Err(LinkError::Unknown));
    assert_eq!(reader_of(&mock.world, &second).as_deref(), Ok(ANALYST));
}

#[tokio::test]
async fn a_user_outside_the_tenant_is_404_and_gets_no_email() {
    let mock = Mock::documented();
    for path in [
        format!("{DEMO}/user/nobody@x/password"),
        format!("/api/auth/auth/finance/user/{ANALYST}/password"),
    ] {
        assert_refused(&call(&mock, "DELETE", &path).await, 404, "Not Found");
        let change = format!("{path}?old-password={PASSWORD}&new-password=b");
        assert_refused(&call(&mock, "PUT", &change).await, 404, "Not Found");
    }
    assert_eq!(mails(&mock).len(), 0);
}

#[tokio::test]
async fn the_journal_contains_no_password() {
    let mock = Mock::documented();
    let fields = format!("old-password={PASSWORD}&new-password=s3cret-one");
    call(&mock, "PUT", &format!("{}?{fields}", password())).await;
    call_form(&mock, "PUT", &password(), &fields).await;
    let body = json!({ "old-password": "s3cret-one", "new-password": "s3cret-two" });
    call_json(&mock, "PUT", &password(), &body.to_string()).await;
    sign_in(&mock, ANALYST, "s3cret-two").await;
    let ada = "email=ada%40x&first_name=A&last_name=B&role=user&password=s3cret-three";
    call(&mock, "POST", &format!("{DEMO}/users?{ada}")).await;
    let journal = mock.get("/__mock/requests").await;
    assert!(
        journal.text.contains("actian.password.change"),
        "{journal:?}"
    );
    for secret in [PASSWORD, "s3cret"] {
        assert!(!journal.text.contains(secret), "{journal:?}");
    }
    assert!(!format!("{:?}", mock.world).contains("s3cret"));
}
