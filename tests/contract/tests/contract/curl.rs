//! Every complete curl line of the documents works as printed, with the token
//! in place and the mock's own port.

use crate::mock::Mock;
use serde_json::{Value, json};
use tokio::process::Command;

macro_rules! fixture {
    ($file:literal) => {
        include_str!(concat!("../../../fixtures/pivot/", $file))
    };
}

/// Runs a printed line in a shell and reads the answer's JSON.
async fn run(mock: &Mock, printed: &str) -> Value {
    let address = mock.address.to_string();
    let line = printed
        .replace("localhost:9095", &address)
        .replace("PIVOT_URL", &address)
        .replace("<token>", "demo")
        .replace("<userName>", "analyst@company.com");
    let output = Command::new("bash")
        .args([
            "-c",
            &line.replacen("curl", "curl --silent --show-error", 1),
        ])
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{line}\n{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{line}\n{text}\n{error}"))
}

fn sample(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn the_2023_01_page_reads_and_writes_as_printed() {
    let mock = Mock::documented().await;
    let all = run(&mock, fixture!("curl/statuses.list.2023.01.sh")).await;
    // The seed holds both generations' people; this page shows its own two.
    let all = all["userStatuses"].as_array().unwrap().clone();
    for status in sample(fixture!("2023.01/statuses.list.json"))["userStatuses"]
        .as_array()
        .unwrap()
    {
        assert!(all.contains(status), "{status} in {all:?}");
    }
    assert_eq!(
        run(&mock, fixture!("curl/statuses.get.2023.01.sh")).await,
        sample(fixture!("2023.01/statuses.get.json"))
    );
    assert_eq!(
        run(&mock, fixture!("curl/statuses.set.2023.01.sh")).await,
        sample(fixture!("2023.01/statuses.set.json"))
    );
    assert_eq!(
        run(&mock, fixture!("curl/statuses.set.enable.2023.01.sh")).await["userStatus"],
        json!({ "name": "admin@company.com" })
    );
    assert_eq!(
        run(&mock, fixture!("curl/statuses.delete.2023.01.sh")).await,
        sample(fixture!("2023.01/statuses.delete.json"))
    );
}

#[tokio::test]
async fn the_current_page_reads_and_writes_as_printed() {
    let mock = Mock::documented().await;
    let all = run(&mock, fixture!("curl/statuses.list.current.sh")).await;
    let all = all["userStatuses"].as_array().unwrap().clone();
    for status in sample(fixture!("current/statuses.list.json"))["userStatuses"]
        .as_array()
        .unwrap()
    {
        assert!(all.contains(status), "{status} in {all:?}");
    }
    // In the page's sample the administrator is disabled, in its list it is not
    // (pivot note 8). The mock's data are consistent, so only the form is compared.
    let one = run(&mock, fixture!("curl/statuses.get.current.sh")).await;
    assert_eq!(one["userStatuses"][0]["name"], "admin@example.com");
    assert_eq!(one["userStatuses"].as_array().unwrap().len(), 1);
    assert_eq!(
        run(&mock, fixture!("curl/statuses.set.current.sh")).await,
        sample(fixture!("current/statuses.set.json"))
    );
    assert_eq!(
        run(&mock, fixture!("curl/statuses.get.current.sh")).await["userStatuses"][0]["disabled"],
        "2022-07-21T19:01:25.872Z"
    );
    assert_eq!(
        run(&mock, fixture!("curl/statuses.set.enable.current.sh")).await["userStatus"],
        json!({ "name": "admin@example.com" })
    );
    assert_eq!(
        run(&mock, fixture!("curl/statuses.delete.current.sh")).await,
        sample(fixture!("current/statuses.delete.json"))
    );
}

#[tokio::test]
async fn the_users_page_reads_and_deletes_as_printed() {
    let mock = Mock::documented().await;
    let users = run(&mock, fixture!("curl/users.list.sh")).await;
    let documented = sample(fixture!("2023.01/users.list.json"));
    let fields =
        |user: &Value| -> Vec<String> { user.as_object().unwrap().keys().cloned().collect() };
    for user in users.as_array().unwrap() {
        assert_eq!(fields(user), fields(&documented[0]));
        assert!(user["users"].is_array());
    }
    assert_eq!(users.as_array().unwrap().len(), 4);
    run(&mock, fixture!("curl/users.delete.sh")).await;
    let left = run(&mock, fixture!("curl/users.list.sh")).await;
    assert_eq!(left.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_missing_or_unknown_token_is_401() {
    let mock = Mock::documented().await;
    for token in [None, Some(""), Some("other"), Some("demo2")] {
        for (method, target) in [
            ("GET", "/api/v1/users"),
            ("POST", "/api/v1/user-statuses/admin@company.com"),
            ("DELETE", "/api/v1/users/nobody"),
        ] {
            let answer = mock.raw(method, target, token, None).await;
            assert_eq!(answer.status, 401, "{method} {target} {token:?}");
            assert!(sample(&answer.body)["error"].is_string());
        }
    }
}
