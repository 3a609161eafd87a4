//! The people that a proxy signs in, and which proxies are trusted.

use gateway::{Config, Proxy, Role};
use test_support::{Noted, TestApp, send_raw, upstream};
use wire::Platform;

const READ: &str = "GET /via/metabase/api/user/7";
const WRITE: &str = "DELETE /via/metabase/api/user/7";

/// A gateway that believes who comes from `from`.
pub(crate) async fn app(noted: &Noted, from: &str, default_role: Role) -> TestApp {
    let platform = upstream(Platform::Metabase, format!("http://{}", noted.platform));
    let mut config = Config::new(vec![platform], "-".into());
    config.proxy = Some(Proxy {
        from: vec![from.parse().unwrap()],
        user_header: "x-user".parse().unwrap(),
        role_header: Some("x-role".parse().unwrap()),
        default_role,
    });
    TestApp::start(config).await
}

#[tokio::test]
async fn who_does_not_come_from_the_proxy_gets_nothing_whatever_the_headers_say() {
    let noted = Noted::new().await;
    let app = app(&noted, "10.0.0.0/8", Role::Operator).await;
    for forged in ["X-Forwarded-For: 10.0.0.5", "Forwarded: for=10.0.0.5"] {
        let browser = app
            .browser()
            .with_header("x-user: ada")
            .with_header("x-role: operator")
            .with_header(forged);
        for answer in [
            browser.view_user(7).await,
            browser.deactivate_user(7).await,
            browser.list_connections().await,
            browser.read("/").await,
        ] {
            assert_eq!(answer.status, 403, "{forged}: {answer:?}");
            assert!(answer.body.contains("through the proxy"), "{}", answer.body);
        }
    }
    assert_eq!(noted.take(), Vec::<String>::new());
    // Monitoring needs no user.
    assert_eq!(app.browser().read("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_proxy_is_believed_however_its_network_is_written() {
    let noted = Noted::new().await;
    for from in [
        "127.0.0.0/8",
        "::ffff:127.0.0.1/128",
        "::ffff:127.0.0.0/104",
    ] {
        let app = app(&noted, from, Role::Operator).await;
        let answer = app.browser().with_header("x-user: ada").view_user(7).await;
        assert_eq!(answer.status, 200, "{from}: {}", answer.body);
    }
}

#[tokio::test]
async fn where_nobody_is_named_or_more_than_one_nobody_gets_anything() {
    let noted = Noted::new().await;
    let app = app(&noted, "127.0.0.1/32", Role::Operator).await;
    for (headers, status) in [
        ("", 401),
        ("x-user: \r\n", 401),
        ("x-user: a\tb\r\n", 401),
        ("x-user: a\r\nx-user: b\r\n", 401),
        ("x-user: a\r\nx-role: admin\r\n", 403),
        ("x-user: a\r\nx-role: viewer\r\nx-role: operator\r\n", 403),
    ] {
        for line in [READ, WRITE, "GET /api/connections", "GET /"] {
            let request = format!(
                "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 Sec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\n{headers}\r\n"
            );
            let answer = send_raw(app.address, request.as_bytes()).await;
            let expected = format!("HTTP/1.1 {status} ");
            assert!(answer.starts_with(&expected), "{headers}: {answer}");
        }
    }
    assert_eq!(noted.take(), Vec::<String>::new());
}

#[tokio::test]
async fn the_proxy_says_what_somebody_may_do_and_the_default_holds_where_it_does_not() {
    let noted = Noted::new().await;
    for (default, role, status) in [
        (Role::Viewer, "x-role: operator", 200),
        (Role::Operator, "x-role: viewer", 403),
        (Role::Viewer, "x-role:", 403),
        (Role::Viewer, "x-other: operator", 403),
        (Role::Operator, "x-other: viewer", 200),
    ] {
        let app = app(&noted, "127.0.0.0/8", default).await;
        let browser = app.browser().with_header("x-user: Ädä").with_header(role);
        let viewed = browser.view_user(7).await;
        assert_eq!(viewed.status, 200, "{}", viewed.body);
        let deactivated = browser.deactivate_user(7).await;
        assert_eq!(deactivated.status, status, "{role}: {}", deactivated.body);
        // The console is told the same.
        let start = browser.list_connections().await;
        let role = if status == 200 { "operator" } else { "viewer" };
        let session =
            format!(r#","name":"Ädä","role":"{role}","via":"proxy","sign_out":false}}}}"#);
        assert!(start.body.ends_with(&session), "{}", start.body);
    }
}
