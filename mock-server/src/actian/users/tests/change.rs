//! Updating, deleting and assigning a user.

use super::{FINANCE, get, json_of, sample, users};
use crate::actian::testing::{DEMO, assert_refused, call, call_form, call_json};
use crate::seed::people::{ADMIN, ANALYST};
use crate::testing::Mock;
use serde_json::json;

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
    // The page's heading for this one is “Request Body”.
    let query = call(&mock, "PUT", &format!("{assign}?role=user")).await;
    assert_refused(&query, 400, "role is missing");
}
