//! Listing users, and getting one.

use super::{get, json_of, keys, sample, users};
use crate::actian::testing::{DEMO, assert_refused, call};
use crate::seed::people::{ADMIN, ANALYST};
use crate::testing::Mock;
use serde_json::json;

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
