//! The welcome email: when it is sent, to which address, its content, and its
//! link.

use crate::links::LinkError;
use crate::outbox::{Delivery, Mail, MailKind};
use crate::pivot::{reader_of, set_password};
use crate::testing::{Mock, TestResponse};
use serde_json::{Value, json};
use wire::pivot::Generation;

/// Creates a user and requests a welcome email, with `more` beside the user.
async fn welcome(mock: &Mock, user: Value, more: Value) -> TestResponse {
    let name = user["name"].as_str().unwrap();
    let path = format!("/api/v1/users/{}", wire::segment::encode(name).unwrap());
    let mut body = json!({ "user": user, "sendWelcomeEmail": true });
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    let headers = [
        ("x-imply-api-token", "demo"),
        ("host", "pivot.company.com:9095"),
    ];
    let written = mock
        .call("POST", &path, &headers, Some(&body.to_string()))
        .await;
    assert_eq!(written.status, 200, "{written:?}");
    written
}

fn mails(mock: &Mock) -> Vec<Mail> {
    let outbox = mock.world.outbox();
    outbox.all().map(|sent| sent.mail.clone()).collect()
}

/// The only email.
fn mail(mock: &Mock) -> Mail {
    let mut mails = mails(mock);
    assert_eq!(mails.len(), 1);
    mails.remove(0)
}

fn token(mail: &Mail) -> &str {
    mail.link.as_ref().unwrap().rsplit_once('/').unwrap().1
}

#[tokio::test]
async fn the_documented_template_is_filled_in_from_the_host_header() {
    let mock = Mock::documented();
    let written = welcome(&mock, json!({ "name": "ada@company.com" }), json!({})).await;
    assert_eq!(written.json(), json!([{ "name": "ada@company.com" }]));
    let note = written.header("x-mock-note");
    assert!(note.contains("the path of the link"), "{note}");
    let mail = mail(&mock);
    assert_eq!(mail.kind, MailKind::Invite);
    assert_eq!(mail.subject, "Create your pivot account");
    assert_eq!(mail.to.as_deref(), Some("ada@company.com"));
    assert_eq!(mail.delivery, Delivery::Delivered);
    let link = format!(
        "http://pivot.company.com:9095/set-password/{}",
        token(&mail)
    );
    assert_eq!(
        mail.html,
        format!("Please use this link to set your password: {link}")
    );
    assert_eq!(mail.link, Some(link));
}

#[tokio::test]
async fn client_url_counts_over_the_host_header() {
    for (client_url, start) in [
        ("https://people.example", "https://people.example/set-"),
        ("https://people.example/", "https://people.example/set-"),
        (
            "http://x.example:81/pivot/",
            "http://x.example:81/pivot/set-",
        ),
        ("https://x.example/a?b=c", "https://x.example/a/set-"),
    ] {
        let mock = Mock::documented();
        let more = json!({ "clientUrl": client_url });
        welcome(&mock, json!({ "name": "ada@company.com" }), more).await;
        let link = mail(&mock).link.unwrap();
        assert!(link.starts_with(start), "{client_url}: {link}");
    }
}

#[tokio::test]
async fn a_host_header_cannot_bring_html_into_the_message() {
    let mock = Mock::documented();
    let headers = [("x-imply-api-token", "demo"), ("host", "<b>&")];
    let body = r#"{"user":{"name":"a@b"},"sendWelcomeEmail":true}"#;
    mock.call("POST", "/api/v1/users/a@b", &headers, Some(body))
        .await;
    assert!(mail(&mock).html.contains("http://&lt;b&gt;&amp;/set-"));
}

#[tokio::test]
async fn it_goes_to_the_email_or_to_a_name_that_is_an_address() {
    for (user, to, delivery) in [
        (
            json!({ "name": "ada@x", "email": "minh@y" }),
            Some("minh@y"),
            Delivery::Delivered,
        ),
        (
            json!({ "name": "ada@x" }),
            Some("ada@x"),
            Delivery::Delivered,
        ),
        (
            json!({ "name": "ada", "email": "bounces@y" }),
            Some("bounces@y"),
            Delivery::Bounced,
        ),
        (json!({ "name": "ada" }), None, Delivery::Undeliverable),
    ] {
        let mock = Mock::of(Generation::Current);
        let written = welcome(&mock, user.clone(), json!({})).await;
        let mail = mail(&mock);
        assert_eq!(mail.to.as_deref(), to, "{user}");
        assert_eq!(mail.delivery, delivery, "{user}");
        let says = written.header("x-mock-note").contains("without an address");
        assert_eq!(says, to.is_none());
    }
}

#[tokio::test]
async fn only_a_new_user_is_welcomed_and_only_when_asked() {
    let mock = Mock::documented();
    let admin = json!({ "name": "admin@company.com" });
    let again = welcome(&mock, admin, json!({})).await;
    assert!(again.header("x-mock-note").contains("new users only"));
    let inside = json!({ "name": "x@y", "sendWelcomeEmail": true });
    let not = json!({ "sendWelcomeEmail": false });
    let written = welcome(&mock, inside, not).await;
    let note = written.header("x-mock-note");
    assert!(note.contains("inside user mean nothing"), "{note}");
    let body = r#"{"user":{"name":"z@y"},"clientUrl":"https://x.example"}"#;
    let plain = mock.post("/api/v1/users/z@y", body).await;
    assert_eq!(plain.header("x-mock-note"), "");
    assert_eq!(mails(&mock).len(), 0);
}

#[tokio::test]
async fn a_refused_user_is_not_welcomed() {
    let mock = Mock::documented();
    let body = r#"{"user":{"name":"other@y"},"sendWelcomeEmail":true}"#;
    assert_eq!(mock.post("/api/v1/users/x@y", body).await.status, 404);
    assert_eq!(mails(&mock).len(), 0);
}

#[tokio::test]
async fn the_link_sets_a_password_once_and_looking_does_not_use_it_up() {
    let mock = Mock::documented();
    welcome(&mock, json!({ "name": "ada@x" }), json!({})).await;
    let mail = mail(&mock);
    let token = token(&mail);
    let world = &mock.world;
    assert_eq!(reader_of(world, token).as_deref(), Ok("ada@x"));
    assert_eq!(set_password(world, token, ""), Err(LinkError::Empty));
    assert_eq!(set_password(world, token, "s3cret").as_deref(), Ok("ada@x"));
    assert_eq!(reader_of(world, token), Err(LinkError::Unknown));
    assert_eq!(set_password(world, token, "x"), Err(LinkError::Unknown));
    let shown = format!("{} {:?}", mock.everything().await[0], world.pivot());
    assert!(!shown.contains("s3cret"));
    assert!(world.pivot().passwords.get("ada@x").unwrap().is("s3cret"));
}

#[tokio::test]
async fn the_link_of_a_removed_user_stops_working() {
    let mock = Mock::documented();
    welcome(&mock, json!({ "name": "ada@x" }), json!({})).await;
    let mail = mail(&mock);
    mock.delete("/api/v1/users/ada@x").await;
    let gone = set_password(&mock.world, token(&mail), "x");
    assert_eq!(gone, Err(LinkError::Unknown));
    assert!(mock.world.pivot().passwords.is_empty());
}
