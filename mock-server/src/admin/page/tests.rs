//! The page shows everything and is safe to open.

use crate::sentinel;
use crate::testing::Mock;

#[tokio::test]
async fn the_page_shows_everything_without_a_script() {
    let mock = Mock::documented();
    mock.stop_clock_at("2026-01-15T09:30:00Z").await;
    let user = r#"{"user":{"name":"ada@example.com"},"sendWelcomeEmail":true}"#;
    mock.post("/api/v1/users/ada@example.com?q=%3Cb%3E", user)
        .await;
    let fault = r#"{"path":"/<script>","answer":{"kind":"reset"}}"#;
    mock.send("POST", "/__mock/faults", None, Some(fault)).await;
    for path in ["/__mock", "/__mock/"] {
        let page = mock.get(path).await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (200, "text/html; charset=utf-8")
        );
        for shown in [
            "x-imply-api-token: demo",
            "rollcall-demo-1",
            "2026-01-15T09:30:00Z",
            "POST /api/v1/users/ada@example.com",
            "pivot.users.set",
            "href=\"/__mock/outbox/1\"",
            "href=\"/__mock/coverage\"",
            "href=\"/__mock/openapi/metabase.json\"",
            "/&lt;script&gt;",
        ] {
            assert!(page.text.contains(shown), "{shown}");
        }
        for sentinel in sentinel::ALL {
            assert!(page.text.contains(sentinel.text));
        }
        assert!(!page.text.contains("<b>") && !page.text.contains("<script>"));
    }
}

#[tokio::test]
async fn the_pages_style_and_script_come_from_the_mock() {
    let mock = Mock::documented();
    let page = mock.get("/__mock/").await;
    for (path, kind) in [
        ("/__mock/page.css", "text/css; charset=utf-8"),
        ("/__mock/page.js", "text/javascript; charset=utf-8"),
    ] {
        assert!(page.text.contains(&format!("\"{path}\"")));
        let file = mock.get(path).await;
        assert_eq!((file.status, file.header("content-type")), (200, kind));
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"));
}
