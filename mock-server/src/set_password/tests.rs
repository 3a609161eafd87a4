//! From the link in the email to the new password.

use crate::testing::{Mock, TestResponse};

const HOST: (&str, &str) = ("host", "127.0.0.1:9095");

/// The path of the link in the newest email.
async fn link(mock: &Mock) -> String {
    let outbox = mock.get("/__mock/outbox").await.json();
    let mails = outbox["mails"].as_array().unwrap();
    let link = mails.last().unwrap()["link"].as_str().unwrap();
    link.strip_prefix("http://127.0.0.1:9095")
        .unwrap()
        .to_owned()
}

async fn pivot_link(mock: &Mock) -> String {
    let body = r#"{"user":{"name":"<ada>@example.com"},"sendWelcomeEmail":true}"#;
    let headers = [HOST, ("x-imply-api-token", "demo")];
    let path = "/api/v1/users/%3Cada%3E@example.com";
    let created = mock.call("POST", path, &headers, Some(body)).await;
    assert_eq!(created.status, 200, "{created:?}");
    link(mock).await
}

async fn actian_link(mock: &Mock) -> String {
    let path =
        "/api/auth/auth/demo/users?email=ada@example.com&first_name=Ada&last_name=L&role=user";
    let headers = [HOST, ("authorization", "Bearer demo")];
    let created = mock.call("POST", path, &headers, None).await;
    assert_eq!(created.status / 100, 2, "{created:?}");
    link(mock).await
}

async fn metabase_link(mock: &Mock) -> String {
    let body = r#"{"email":"analyst@example.com"}"#;
    let headers = [HOST, ("content-type", "application/json")];
    let asked = mock
        .call("POST", "/api/session/forgot_password", &headers, Some(body))
        .await;
    assert_eq!(asked.status / 100, 2, "{asked:?}");
    link(mock).await
}

async fn open(mock: &Mock, path: &str) -> TestResponse {
    mock.call("GET", path, &[HOST], None).await
}

async fn submit(mock: &Mock, path: &str, form: &str) -> TestResponse {
    let headers = [HOST, ("content-type", "application/x-www-form-urlencoded")];
    mock.call("POST", path, &headers, Some(form)).await
}

#[tokio::test]
async fn the_link_of_every_platform_sets_a_password_once() {
    let mock = Mock::documented();
    for path in [
        pivot_link(&mock).await,
        actian_link(&mock).await,
        metabase_link(&mock).await,
    ] {
        // Mail scanners open it before its reader does.
        for _ in 0..2 {
            let page = open(&mock, &path).await;
            assert_eq!(page.status, 200, "{path}");
            assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
            assert!(page.text.contains("<form method=\"post\">"), "{path}");
            assert!(!page.text.contains("<ada>"));
        }
        let done = submit(&mock, &path, "password=n3w+pass%2Bword").await;
        assert_eq!(done.status, 200, "{done:?}");
        assert!(done.text.contains("is set"));
        for again in [
            open(&mock, &path).await,
            submit(&mock, &path, "password=x1y2z3w4").await,
        ] {
            assert_eq!(again.status, 404);
            assert!(again.text.contains("used already") && !again.text.contains("<form"));
        }
    }
}

#[tokio::test]
async fn the_password_is_the_one_that_signs_in() {
    let mock = Mock::documented();
    let path = metabase_link(&mock).await;
    submit(&mock, &path, "password=n3w+pass%2Bword").await;
    let headers = [HOST, ("content-type", "application/json")];
    for (password, status) in [("n3w pass+word", 200), ("rollcall-demo-1", 401)] {
        let body = format!(r#"{{"username":"analyst@example.com","password":"{password}"}}"#);
        let signed_in = mock
            .call("POST", "/api/session", &headers, Some(&body))
            .await;
        assert_eq!(signed_in.status, status, "{signed_in:?}");
    }
}

#[tokio::test]
async fn a_refused_password_can_be_corrected() {
    let mock = Mock::documented();
    for (path, form, says) in [
        (pivot_link(&mock).await, "", "must not be empty"),
        (actian_link(&mock).await, "password=", "must not be empty"),
        (metabase_link(&mock).await, "password=abc", "6 characters"),
    ] {
        let refused = submit(&mock, &path, form).await;
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.text.contains(says) && refused.text.contains("<form"));
        assert_eq!(submit(&mock, &path, "password=g00d-one").await.status, 200);
    }
}

#[tokio::test]
async fn after_two_days_of_the_worlds_clock_a_link_is_dead() {
    let mock = Mock::documented();
    mock.stop_clock_at("2026-01-15T09:30:00Z").await;
    let paths = [
        pivot_link(&mock).await,
        actian_link(&mock).await,
        metabase_link(&mock).await,
    ];
    let pass = async |seconds: u64| {
        let body = format!(r#"{{"seconds":{seconds}}}"#);
        mock.send("POST", "/__mock/clock", None, Some(&body)).await;
    };
    pass(48 * 3600 - 1).await;
    for path in &paths {
        assert_eq!(open(&mock, path).await.status, 200, "{path}");
    }
    pass(2).await;
    for path in &paths {
        let dead = submit(&mock, path, "password=g00d-one").await;
        assert!((400..500).contains(&dead.status), "{path}");
        assert!(dead.text.contains("role=\"alert\"") && !dead.text.contains("<form"));
    }
}

#[tokio::test]
async fn a_link_that_was_never_issued_leads_nowhere() {
    let mock = Mock::documented();
    for path in [
        "/set-password/x",
        "/activate/x",
        "/reset-password/x",
        "/auth/reset_password/1_x",
    ] {
        assert_eq!(open(&mock, path).await.status, 404, "{path}");
        assert_eq!(submit(&mock, path, "password=g00d-one").await.status, 404);
    }
}
