//! Roster's switch against the mock: what is sent, what is said, what is left.

use crate::mock::Mock;
use mock_server::Seed;
use roster::pivot::{people, set_access};
use roster::{Access, AccessError, Left, Speaker};
use serde_json::json;
use wire::pivot::Generation;

const NOW: &str = "2026-01-15T09:30:00.000Z";
const ADMIN: &str = "admin@company.com";

fn disabled(since: &str) -> Access {
    Access::Disabled {
        since: since.into(),
    }
}

#[tokio::test]
async fn people_are_read_from_both_generations() {
    for generation in [Generation::V2023_01, Generation::Current] {
        let mock = Mock::start(Seed::Documented, generation).await;
        let people = people(&mock).await.unwrap();
        let rows: Vec<_> = people
            .accounts
            .iter()
            .map(|account| (account.name.as_str(), account.access.is_enabled()))
            .collect();
        assert_eq!(
            rows,
            [
                ("admin@company.com", true),
                ("admin@example.com", true),
                ("analyst@company.com", false),
                ("analyst@example.com", false),
            ]
        );
        assert!(people.orphans.is_empty());
    }
}

#[tokio::test]
async fn a_switch_is_made_and_read_back() {
    let mock = Mock::documented().await;
    let off = set_access(&mock, ADMIN, false, NOW).await.unwrap();
    assert_eq!((off.before, off.after), (Access::Enabled, disabled(NOW)));
    let on = set_access(&mock, ADMIN, true, NOW).await.unwrap();
    assert_eq!((on.before, on.after), (disabled(NOW), Access::Enabled));
}

#[tokio::test]
async fn an_account_that_is_already_off_keeps_its_time() {
    let mock = Mock::documented().await;
    let change = set_access(&mock, "analyst@company.com", false, NOW)
        .await
        .unwrap();
    assert_eq!(change.after, disabled("2022-09-21T19:01:25.872Z"));
}

#[tokio::test]
async fn a_user_without_a_status_gets_one() {
    let mock = Mock::documented().await;
    let body = r#"{"user":{"name":"new"}}"#;
    mock.json("POST", "/api/v1/users/new", Some(body)).await;
    let change = set_access(&mock, "new", false, NOW).await.unwrap();
    assert_eq!(
        (change.before, change.after),
        (Access::NoRecord, disabled(NOW))
    );
}

#[tokio::test]
async fn a_status_removed_between_reading_and_writing_is_created() {
    let mock = Mock::documented().await;
    let gone = json!({ "kind": "status", "status": 404, "body": r#"{"error":"the name you entered does not match"}"# });
    mock.fault("pivot.statuses.set", gone, 1).await;
    let change = set_access(&mock, ADMIN, false, NOW).await.unwrap();
    assert_eq!(change.after, disabled(NOW));
}

#[tokio::test]
async fn what_a_status_held_beside_is_kept() {
    let mock = Mock::documented().await;
    let body = r#"{"userStatus":{"name":"admin@company.com","reason":"x","n":1.50}}"#;
    mock.json(
        "POST",
        "/api/v1/user-statuses/admin@company.com",
        Some(body),
    )
    .await;
    set_access(&mock, ADMIN, false, NOW).await.unwrap();
    let read = mock
        .json("GET", "/api/v1/user-statuses/admin@company.com", None)
        .await;
    assert_eq!(
        read["userStatuses"][0],
        json!({ "name": ADMIN, "disabled": NOW, "reason": "x", "n": 1.50 })
    );
}

#[tokio::test]
async fn a_refusal_leaves_everything_and_is_told_in_the_platforms_words() {
    let mock = Mock::documented().await;
    let no = json!({ "kind": "status", "status": 403, "body": r#"{"error":"This token may only read."}"# });
    mock.fault("pivot.statuses.set", no, 1).await;
    let error = set_access(&mock, ADMIN, false, NOW).await.unwrap_err();
    assert_eq!(error.left(), Left::Unchanged);
    assert_eq!(
        error.to_string(),
        "“This token may only read.” (status 403)"
    );
    assert_eq!(error.call().unwrap().speaker(), Speaker::Platform);
}

#[tokio::test]
async fn after_a_failure_that_says_nothing_the_platform_is_asked_what_holds() {
    let mock = Mock::documented().await;
    let down = json!({ "kind": "status", "status": 503, "body": "" });
    mock.fault("pivot.statuses.set", down, 1).await;
    let error = set_access(&mock, ADMIN, false, NOW).await.unwrap_err();
    assert_eq!(error.left(), Left::Known(Access::Enabled));
}

#[tokio::test]
async fn a_change_that_cannot_be_read_back_is_not_called_done() {
    let mock = Mock::documented().await;
    // The answer to the write cannot be read, and neither can anything after it.
    mock.fault("pivot.statuses.set", json!({ "kind": "html" }), 1)
        .await;
    let error = set_access(&mock, ADMIN, false, NOW).await.unwrap_err();
    assert!(matches!(error, AccessError::Write { .. }), "{error:?}");
    // Whatever the mock did, it is what is said to be left.
    let people = people(&mock).await.unwrap();
    let admin = people
        .accounts
        .iter()
        .find(|account| account.name == ADMIN)
        .unwrap();
    assert_eq!(error.left(), Left::Known(admin.access.clone()));
}

#[tokio::test]
async fn half_of_the_people_is_an_error_not_a_shorter_list() {
    let mock = Mock::documented().await;
    for (kind, says) in [
        ("html", "web page"),
        ("empty", "empty answer"),
        ("truncated", "cannot be read"),
        ("wrong_shape", "cannot be read"),
    ] {
        mock.fault("pivot.statuses.list", json!({ "kind": kind }), 1)
            .await;
        let error = people(&mock).await.unwrap_err().to_string();
        assert!(error.contains(says), "{kind}: {error}");
    }
}
