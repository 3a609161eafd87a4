//! What each user route does, and each way it refuses.

use crate::actian::testing::{
    DEMO, assert_refused, call, call_form, call_json, everything, link_token, mails,
};
use crate::actian::{reader_of, set_password};
use crate::outbox::{Delivery, MailKind};
use crate::seed::people::{ADMIN, ANALYST};
use crate::testing::{Heard, Mock};
use crate::{Options, Seed};
use serde_json::{Value, json};

const FINANCE: &str = "/api/auth/auth/finance";
const ADA: &str = "email=ada%40x.example&first_name=Ada&last_name=Minh&role=user";

macro_rules! sample {
    ($file:literal) => {
        include_str!(concat!("../../../../tests/fixtures/actian/", $file))
    };
}

fn json_of(sample: &str) -> Value {
    serde_json::from_str(sample).unwrap()
}

fn users() -> String {
    format!("{DEMO}/users")
}

fn observed() -> Mock {
    Mock::new(Options {
        seed: Seed::Documented,
        as_observed: true,
        ..Options::default()
    })
}

async fn get(mock: &Mock, tenant: &str, email: &str) -> Heard {
    call(mock, "GET", &format!("{tenant}/users/{email}")).await
}

/// The keys of an object, in their order.
fn keys(object: &Value) -> Vec<&String> {
    object.as_object().unwrap().keys().collect()
}

#[tokio::test]
async fn a_tenants_users_are_listed_and_given_as_the_document_shows() {
    let mock = Mock::documented();
    let listed = call(&mock, "GET", &users()).await;
    assert_eq!((listed.status, listed.header("x-mock-note")), (200, ""));
    let listed = listed.json();
    assert_eq!(
        keys(&listed[0]),
        keys(&json_of(sample!("users.list.json"))[0])
    );
    assert_eq!(
        listed,
        json!([
            { "email": ADMIN, "first_name": "Admin", "id": "u00001",
              "last_name": "Example", "role": "admin" },
            { "email": ANALYST, "first_name": "Analyst", "id": "u00002",
              "last_name": "Example", "role": "user" },
        ])
    );
    let one = get(&mock, DEMO, ANALYST).await;
    assert_eq!((one.status, one.header("x-mock-note")), (200, ""));
    assert_eq!(one.json(), listed[1]);
    assert_eq!(keys(&one.json()), keys(&json_of(sample!("users.get.json"))));
}

#[tokio::test]
async fn an_address_is_the_same_in_any_letter_case() {
    let mock = Mock::documented();
    let one = get(&mock, DEMO, "Analyst@EXAMPLE.com").await;
    assert_eq!(one.json()["email"], ANALYST);
    let path = format!("{}/ANALYST@example.com", users());
    assert_eq!(call(&mock, "DELETE", &path).await.status, 200);
    assert_refused(&get(&mock, DEMO, ANALYST).await, 404, "Not Found");
}

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
async fn what_the_query_and_the_body_both_say_the_query_decides() {
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
async fn curl_sends_json_as_a_form_and_is_understood() {
    let mock = Mock::documented();
    let body = r#"{"first_name":"A","last_name":"B","role":"user"}"#;
    let path = format!("{DEMO}/user/{ANALYST}");
    let updated = call_form(&mock, "PUT", &path, body).await;
    let note = updated.header("x-mock-note");
    assert_eq!(
        (updated.status, note),
        (200, "parameters came in a JSON body")
    );
}

#[tokio::test]
async fn without_a_password_an_e_mail_activates_the_account() {
    let mock = Mock::documented();
    let path = format!("{}?{ADA}", users());
    let headers = [("x-tlm-key", "demo"), ("host", "actian.example:9095")];
    let created = mock.call("POST", &path, &headers, None).await;
    assert!(
        created
            .header("x-mock-note")
            .contains("the e-mail and its link")
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

#[tokio::test]
async fn a_user_is_updated_with_all_three_and_answered_as_documented() {
    let mock = Mock::documented();
    let path = format!("{DEMO}/user/{ANALYST}?first_name=%C3%84da&last_name=M+N&role=admin");
    let updated = call(&mock, "PUT", &path).await;
    assert_eq!(updated.json(), json_of(sample!("users.update.json")));
    assert_eq!(
        get(&mock, DEMO, ANALYST).await.json(),
        json!({ "email": ANALYST, "first_name": "Äda", "id": "u00002", "last_name": "M N",
                "role": "admin" })
    );
}

#[tokio::test]
async fn names_span_tenants_and_roles_do_not() {
    let mock = Mock::documented();
    let path = format!("{FINANCE}/user/{ADMIN}?first_name=New&last_name=Name&role=user");
    assert_eq!(call(&mock, "PUT", &path).await.status, 200);
    let here = get(&mock, DEMO, ADMIN).await.json();
    let there = get(&mock, FINANCE, ADMIN).await.json();
    assert_eq!(
        (&here["first_name"], &here["role"]),
        (&json!("New"), &json!("admin"))
    );
    assert_eq!(
        (&there["first_name"], &there["role"]),
        (&json!("New"), &json!("user"))
    );
    assert_eq!(here["id"], there["id"]);
}

#[tokio::test]
async fn deleting_ends_one_membership_and_assigning_begins_one() {
    let mock = Mock::documented();
    let deleted = call(&mock, "DELETE", &format!("{}/{ADMIN}", users())).await;
    assert_eq!(deleted.status, 200);
    assert!(deleted.json()["message"].is_string());
    assert!(deleted.header("x-mock-note").contains("the account stays"));
    assert_refused(&get(&mock, DEMO, ADMIN).await, 404, "");
    assert_eq!(get(&mock, FINANCE, ADMIN).await.status, 200);
    let again = call(&mock, "DELETE", &format!("{}/{ADMIN}", users())).await;
    assert_refused(&again, 404, "Not Found");

    let assign = format!("{}/{ADMIN}/assign", users());
    let back = call_json(&mock, "PUT", &assign, r#"{"role":"user"}"#).await;
    assert_eq!(back.status, 200);
    assert!(!back.header("x-mock-note").contains("changes its role"));
    assert_eq!(get(&mock, DEMO, ADMIN).await.json()["role"], "user");
    let again = call_form(&mock, "PUT", &assign, "role=admin").await;
    assert_eq!(again.status, 200);
    let note = again.header("x-mock-note");
    assert!(
        note.contains("a form body") && note.contains("changes its role"),
        "{note}"
    );
    assert_eq!(get(&mock, DEMO, ADMIN).await.json()["role"], "admin");
    // The page heads this one “Request Body”.
    let query = call(&mock, "PUT", &format!("{assign}?role=user")).await;
    assert_refused(&query, 400, "role is missing");
}

#[tokio::test]
async fn who_is_not_in_the_tenant_is_404() {
    let mock = Mock::documented();
    let before = everything(&mock).await;
    for (tenant, email) in [(DEMO, "nobody@x.example"), (FINANCE, ANALYST)] {
        let names = "first_name=A&last_name=B&role=user";
        for (method, path) in [
            ("GET", format!("{tenant}/users/{email}")),
            ("DELETE", format!("{tenant}/users/{email}")),
            ("PUT", format!("{tenant}/user/{email}?{names}")),
        ] {
            assert_refused(&call(&mock, method, &path).await, 404, "Not Found");
        }
    }
    let assign = format!("{DEMO}/users/nobody@x.example/assign");
    let refused = call_json(&mock, "PUT", &assign, r#"{"role":"user"}"#).await;
    assert_refused(&refused, 404, "Not Found");
    assert_eq!(everything(&mock).await, before);
}

#[tokio::test]
async fn what_cannot_be_taken_is_400_and_names_the_field() {
    let mock = Mock::documented();
    let before = everything(&mock).await;
    let whole = json!({ "email": "a@b", "first_name": "A", "last_name": "B", "role": "user",
                        "password": "p" });
    let with = |field: &str, value: Value| {
        let mut body = whole.clone();
        body[field] = value;
        body.to_string()
    };
    let profile = format!("{DEMO}/user/{ANALYST}");
    for (method, path, fields) in [
        (
            "POST",
            users(),
            &["email", "first_name", "last_name", "role"][..],
        ),
        ("PUT", profile.clone(), &["first_name", "last_name", "role"]),
        ("PUT", format!("{}/{ANALYST}/assign", users()), &["role"]),
    ] {
        for field in fields {
            for (value, says) in [
                (Value::Null, "is missing"),
                (json!(""), "must not be empty"),
                (json!(" \t"), "must not be empty"),
                (json!(5), "must be a string"),
                (json!(true), "must be a string"),
                (json!(["a@b"]), "must be a string"),
                (json!({}), "must be a string"),
            ] {
                let body = with(field, value);
                let answer = call_json(&mock, method, &path, &body).await;
                assert_refused(&answer, 400, &format!("{field} {says}"));
            }
            let mut without = whole.clone();
            without.as_object_mut().unwrap().remove(*field);
            let answer = call_json(&mock, method, &path, &without.to_string()).await;
            assert_refused(&answer, 400, &format!("{field} is missing"));
        }
        for role in ["Admin", "USER", "owner", "admin ", "ä"] {
            let answer = call_json(&mock, method, &path, &with("role", json!(role))).await;
            assert_refused(&answer, 400, "role must be admin or user");
        }
        for (body, says) in [
            ("", "is missing"),
            ("{", "not valid JSON"),
            ("[]", "must be a JSON object"),
            ("null", "must be a JSON object"),
        ] {
            assert_refused(&call_json(&mock, method, &path, body).await, 400, says);
        }
        let large = with("role", json!("x".repeat(1024 * 1024)));
        assert_refused(&call_json(&mock, method, &path, &large).await, 413, "1 MiB");
    }
    for email in ["ada", "@x", "ada@", "a b@x", "a@\n", "\0@x"] {
        let answer = call_json(&mock, "POST", &users(), &with("email", json!(email))).await;
        assert_refused(&answer, 400, "email must be an e-mail address");
    }
    for (value, says) in [
        (json!(""), "password must not be empty"),
        (json!(5), "password must be a string"),
    ] {
        let answer = call_json(&mock, "POST", &users(), &with("password", value)).await;
        assert_refused(&answer, 400, says);
    }
    let query = format!("{profile}?first_name=%ff&last_name=B&role=user");
    let answer = call(&mock, "PUT", &query).await;
    assert_refused(&answer, 400, "the query is not percent-encoded UTF-8");
    let answer = call_form(&mock, "PUT", &profile, "role=%ff").await;
    assert_refused(&answer, 400, "the form is not percent-encoded UTF-8");
    assert_eq!(everything(&mock).await, before);
    assert_eq!(mails(&mock).len(), 0);
}

#[tokio::test]
async fn as_observed_only_a_json_body_is_read_and_errors_name_javas_fields() {
    let mock = observed();
    let path = format!("{DEMO}/user/{ANALYST}");
    let names = "first_name=A&last_name=B&role=user";
    let query = call(&mock, "PUT", &format!("{path}?{names}")).await;
    assert_refused(&query, 400, "firstName is missing");
    let form = call_form(&mock, "PUT", &path, names).await;
    assert_refused(&form, 415, "Unsupported Media Type");
    let body = r#"{"first_name":"A","last_name":"B","role":"user"}"#;
    let json = call_json(&mock, "PUT", &path, body).await;
    let note = json.header("x-mock-note");
    assert_eq!((json.status, note), (200, "parameters came in a JSON body"));
    assert_refused(
        &call(&mock, "POST", &format!("{}?{ADA}", users())).await,
        400,
        "email is missing",
    );
}

#[tokio::test]
async fn the_sentinel_fails_every_write_and_no_read() {
    let mock = Mock::documented();
    let before = everything(&mock).await;
    let who = "sentinel-503@x.example";
    let body = json!({ "email": who, "first_name": "A", "last_name": "B", "role": "user",
                       "old-password": "a", "new-password": "b" });
    for route in wire::Platform::Actian.routes() {
        if !route.forwarded {
            continue;
        }
        let path = route.path(&["demo", who]).unwrap();
        let answer = call_json(&mock, route.method.as_str(), &path, &body.to_string()).await;
        if route.writes {
            assert_eq!(answer.status, 503, "{}", route.id);
            assert_eq!(
                answer.json(),
                json!({ "description": "Service Unavailable" })
            );
            assert_eq!(answer.header("x-mock-fault"), "sentinel");
        } else {
            assert_ne!(answer.status, 503, "{}", route.id);
        }
    }
    assert_eq!(everything(&mock).await, before);
}
