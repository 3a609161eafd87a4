//! Creating a user, and the email that follows.

use super::{ADA, FINANCE, get, json_of, sample, users};
use crate::actian::testing::{
    DEMO, assert_refused, call, call_form, call_json, everything, link_token, mails,
};
use crate::actian::{reader_of, set_password};
use crate::outbox::{Delivery, MailKind};
use crate::seed::people::ANALYST;
use crate::testing::Mock;
use serde_json::json;

#[tokio::test]
async fn a_user_is_created_from_the_query_a_json_body_or_a_form() {
    let body = r#"{"email":"ada@x.example","first_name":"Ada","last_name":"Minh","role":"user"}"#;
    for way in ["the query", "a JSON body", "a form body"] {
        let mock = Mock::documented();
        let created = match way {
            "the query" => call(&mock, "POST", &format!("{}?{ADA}", users())).await,
            "a form body" => call_form(&mock, "POST", &users(), ADA).await,
            _ => call_json(&mock, "POST", &users(), body).await,
        };
        assert_eq!(created.status, 200, "{created:?}");
        assert_eq!(created.json(), json_of(sample!("users.create.json")));
        let note = created.header("x-mock-note");
        let came = format!("parameters came in {way}");
        assert!(note.starts_with(&came), "{note}");
        let ada = get(&mock, DEMO, "ada@x.example").await.json();
        assert_eq!(
            ada,
            json!({ "email": "ada@x.example", "first_name": "Ada", "id": "u00003",
                    "last_name": "Minh", "role": "user" })
        );
        let listed = call(&mock, "GET", &users()).await.json();
        assert_eq!(listed[2], ada);
        assert_refused(&get(&mock, FINANCE, "ada@x.example").await, 404, "");
    }
}

#[tokio::test]
async fn the_query_takes_precedence_over_the_body() {
    let mock = Mock::documented();
    let path = format!("{}?{ADA}", users());
    let created = call_json(&mock, "POST", &path, r#"{"role":"admin","password":"p"}"#).await;
    let note = created.header("x-mock-note");
    assert_eq!(note, "parameters came in the query and in a JSON body");
    let ada = get(&mock, DEMO, "ada@x.example").await.json();
    assert_eq!(ada["role"], "user");
    assert_eq!(mails(&mock).len(), 0);
}

#[tokio::test]
async fn without_a_password_an_email_activates_the_account() {
    let mock = Mock::documented();
    let path = format!("{}?{ADA}", users());
    let headers = [("x-tlm-key", "demo"), ("host", "actian.example:9095")];
    let created = mock.call("POST", &path, &headers, None).await;
    assert!(
        created
            .header("x-mock-note")
            .contains("the email and its link")
    );
    let mails = mails(&mock);
    let [mail] = mails.as_slice() else {
        panic!("{mails:?}");
    };
    assert_eq!(mail.kind, MailKind::Activation);
    assert_eq!(mail.to.as_deref(), Some("ada@x.example"));
    assert_eq!(mail.delivery, Delivery::Delivered);
    let token = link_token(mail);
    let link = format!("http://actian.example:9095/activate/{token}");
    assert!(mail.html.contains(&format!("<a href=\"{link}\">")));
    assert_eq!(mail.link, Some(link));
    assert_eq!(
        reader_of(&mock.world, &token).as_deref(),
        Ok("ada@x.example")
    );
    let set = set_password(&mock.world, &token, "s3cret");
    assert_eq!(set.as_deref(), Ok("ada@x.example"));
}

#[tokio::test]
async fn with_a_password_nothing_is_sent_and_the_password_is_never_shown() {
    let mock = Mock::documented();
    let path = format!("{}?{ADA}&password=s3cret", users());
    let created = call(&mock, "POST", &path).await;
    assert_eq!(created.status, 200);
    assert_eq!(mails(&mock).len(), 0);
    let held = {
        let actian = mock.world.actian();
        format!("{actian:?} {}", serde_json::to_string(&*actian).unwrap())
    };
    let shown = format!("{created:?} {held} {:?}", everything(&mock).await);
    assert!(!shown.contains("s3cret"));
}

#[tokio::test]
async fn names_cannot_bring_html_into_the_message_and_addresses_may_bounce() {
    let mock = Mock::documented();
    let body = json!({ "email": "bounces@x.example", "first_name": "<b>", "last_name": "B",
                       "role": "user" });
    call_json(&mock, "POST", &users(), &body.to_string()).await;
    let mail = mails(&mock).remove(0);
    assert!(mail.html.contains("Hello &lt;b&gt;,"), "{}", mail.html);
    assert_eq!(mail.delivery, Delivery::Bounced);
}

#[tokio::test]
async fn an_address_that_is_taken_is_409_here_and_in_another_tenant() {
    let mock = Mock::documented();
    let before = everything(&mock).await;
    for email in [ANALYST, "ANALYST@Example.com"] {
        let body = json!({ "email": email, "first_name": "A", "last_name": "B", "role": "user" });
        let body = body.to_string();
        let here = call_json(&mock, "POST", &users(), &body).await;
        assert_refused(&here, 409, "already exists");
        let there = call_json(&mock, "POST", &format!("{FINANCE}/users"), &body).await;
        assert_refused(&there, 409, "assign it");
    }
    assert_eq!(everything(&mock).await, before);
    assert_eq!(mails(&mock).len(), 0);
}
