//! What is counted, and that no name is.

use axum::Router;
use axum::extract::Request;
use gateway::{Config, Metrics};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use test_support::{
    Answer, MemoryAuditLog, OPERATOR, SECRET, TestApp, here, send, serve, upstream,
};
use tokio::sync::Semaphore;
use wire::Platform;

/// A console that counts, and the address where it says what.
async fn counting(change: impl FnOnce(&mut Config)) -> (TestApp, SocketAddr) {
    let metrics = Arc::new(Metrics::default());
    let mut config = Config::new(Vec::new(), "-".into());
    config.metrics = Some(metrics.clone());
    change(&mut config);
    let app = TestApp::start(config).await;
    let hosts = ["rollcall.example.com".to_owned()];
    let metrics = metrics.router(&hosts, None).unwrap();
    (app, serve(metrics).await)
}

/// Asks for what is counted, by this name of the server.
async fn scrape(at: SocketAddr, host: &str) -> Answer {
    send(at, "GET /metrics", &[host], "").await
}

async fn counted(at: SocketAddr) -> String {
    let answer = scrape(at, "Host: 10.0.0.5").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let kind = answer.header("content-type").unwrap();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    answer.body
}

fn has(text: &str, line: &str) {
    assert!(text.lines().any(|one| one == line), "{line}\n{text}");
}

#[tokio::test]
async fn requests_are_counted_by_kind_and_never_by_name() {
    let platform = serve(Router::new().fallback(|| async { "{}" })).await;
    let (app, metrics) = counting(|config| {
        let base = format!("http://{platform}");
        config.connections.push(upstream(Platform::Pivot, base));
    })
    .await;
    let browser = app.browser();
    for _ in 0..2 {
        let user = browser.read("/via/pivot/api/v1/users/ada%40company.com");
        assert_eq!(user.await.status, 200);
    }
    // Without the headers of the console's own page.
    let forged = "DELETE /via/pivot/api/v1/users/ada";
    assert_eq!(send(app.address, forged, &[], "").await.status, 403);
    let unknown = browser.read("/via/planted-name/x").await;
    assert_eq!(unknown.status, 404);

    let text = counted(metrics).await;
    let of = r#"connection="pivot",endpoint="pivot.users.get",status="2xx""#;
    has(&text, &format!("rollcall_requests_total{{{of}}} 2"));
    let of = r#"connection="",endpoint="",status="4xx""#;
    has(&text, &format!("rollcall_requests_total{{{of}}} 2"));
    has(
        &text,
        r#"rollcall_request_seconds_count{connection="pivot"} 2"#,
    );
    has(
        &text,
        r#"rollcall_requests_under_way{connection="pivot"} 0"#,
    );
    assert!(text.contains("rollcall_build_info{version=\""), "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
    for name in ["ada", "company", "planted-name", SECRET] {
        assert!(!text.contains(name), "{name}: {text}");
    }
}

#[tokio::test]
async fn what_is_under_way_and_what_waits_is_counted_for_each_platform() {
    let (came, go_on) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (comes, going) = (came.clone(), go_on.clone());
    let platform = serve(Router::new().fallback(move |_: Request| async move {
        comes.add_permits(1);
        going.acquire().await.unwrap().forget();
        "{}"
    }))
    .await;
    let (app, metrics) = counting(|config| {
        let mut pivot = upstream(Platform::Pivot, format!("http://{platform}"));
        pivot.limits.concurrency = 1;
        config.connections.push(pivot);
        let other = upstream(Platform::Metabase, format!("http://{platform}"));
        config.connections.push(other);
    })
    .await;
    let ask = || tokio::spawn(async move { app.browser().list_users().await });
    let first = ask();
    came.acquire().await.unwrap().forget();
    let second = ask();
    let waiting = r#"rollcall_requests_waiting{connection="pivot"} 1"#;
    let text = loop {
        let text = counted(metrics).await;
        if text.lines().any(|line| line == waiting) {
            break text;
        }
        assert!(!second.is_finished());
    };
    has(
        &text,
        r#"rollcall_requests_under_way{connection="pivot"} 1"#,
    );
    has(
        &text,
        r#"rollcall_requests_under_way{connection="metabase"} 0"#,
    );
    has(
        &text,
        r#"rollcall_requests_waiting{connection="metabase"} 0"#,
    );
    go_on.add_permits(2);
    for asked in [first, second] {
        assert_eq!(asked.await.unwrap().status, 200);
    }
    let text = counted(metrics).await;
    has(&text, r#"rollcall_requests_waiting{connection="pivot"} 0"#);
}

#[tokio::test]
async fn changes_are_counted_as_recorded_or_refused() {
    for (full, result) in [(false, "recorded"), (true, "refused")] {
        let platform = serve(Router::new().fallback(|| async { "{}" })).await;
        let (app, metrics) = counting(|config| {
            let base = format!("http://{platform}");
            config.connections.push(upstream(Platform::Pivot, base));
            config.audit_log = Some(Arc::new(MemoryAuditLog::new(full)));
        })
        .await;
        app.browser().delete_user("ada").await;
        app.browser().list_users().await;
        let text = counted(metrics).await;
        has(
            &text,
            &format!("rollcall_changes_total{{result=\"{result}\"}} 1"),
        );
        assert_eq!(text.matches("rollcall_changes_total{").count(), 1, "{text}");
    }
}

#[tokio::test]
async fn attempts_to_sign_in_are_counted_without_whose_they_are() {
    let (app, metrics) = counting(|config| {
        config.sign_in = Some(here(Duration::from_secs(60)));
    })
    .await;
    app.browser().open("/sign-in").await;
    app.signed_in(OPERATOR).await;
    let mut refused = 0;
    loop {
        let mut guessing = app.browser();
        match guessing
            .sign_in("planted-name", "planted-secret")
            .await
            .status
        {
            401 => refused += 1,
            status => break assert_eq!(status, 429),
        }
    }
    let text = counted(metrics).await;
    for (result, count) in [("ok", 1), ("refused", refused), ("throttled", 1)] {
        has(
            &text,
            &format!("rollcall_sign_ins_total{{result=\"{result}\"}} {count}"),
        );
    }
    assert!(
        !text.contains("planted") && !text.contains("otto"),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_counted_is_read_by_no_page_of_a_foreign_name() {
    let (_, metrics) = counting(|_| ()).await;
    for (host, status) in [
        ("Host: 127.0.0.1:9464", 200),
        ("Host: localhost", 200),
        ("Host: [fd00::5]:9464", 200),
        ("Host: Rollcall.example.com.:9464", 200),
        ("Host: evil.example", 421),
        ("Host: evil.example:9464", 421),
        ("Host: 10.0.0.5.evil.example", 421),
        ("Host: ", 421),
    ] {
        let answer = scrape(metrics, host).await;
        assert_eq!(answer.status, status, "{host}: {}", answer.body);
        assert_eq!(answer.body.contains("rollcall_"), status == 200, "{host}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[tokio::test]
async fn nothing_else_is_served_where_it_is_counted_nor_is_it_counted_for_browsers() {
    let (app, metrics) = counting(|_| ()).await;
    assert_eq!(send(metrics, "GET /", &[], "").await.status, 404);
    assert_eq!(send(metrics, "POST /metrics", &[], "").await.status, 405);
    let answer = app.browser().read("/metrics").await;
    assert_eq!(answer.status, 404);
}
