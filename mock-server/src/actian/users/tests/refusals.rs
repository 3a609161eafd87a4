//! What the user routes refuse.

use super::{ADA, FINANCE, observed, users};
use crate::actian::testing::{DEMO, assert_refused, call, call_form, call_json, everything, mails};
use crate::seed::people::ANALYST;
use crate::testing::Mock;
use serde_json::{Value, json};

#[tokio::test]
async fn a_user_outside_the_tenant_is_404() {
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
async fn an_invalid_request_is_400_and_names_the_field() {
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
        assert_refused(&answer, 400, "email must be an email address");
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
        if route.writes() {
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
