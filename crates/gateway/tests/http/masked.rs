//! Platforms, and proxies in front of them, that print the headers of a request
//! in their answers: the connection's secret reaches no browser.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use gateway::{Config, Credential, Secret};
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use test_support::{
    Answer, Browser, MemoryAuditLog, Noted, SECRET, TestApp, send_raw, serve, upstream,
};
use wire::Platform;
use wire::console::SignIn;
use wire::secrets::MASK;

/// A platform that answers with what `answer` makes of the secret it was sent.
async fn printing<R: IntoResponse + 'static>(
    answer: impl Fn(String) -> R + Clone + Send + Sync + 'static,
) -> SocketAddr {
    serve(Router::new().fallback(move |request: Request| {
        let headers = request.headers();
        let sent = ["x-imply-api-token", "authorization", "x-metabase-session"]
            .iter()
            .find_map(|name| headers.get(*name))
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .unwrap_or_default();
        assert_eq!(headers.get("accept-encoding").unwrap(), "identity");
        let response: Response = answer(sent).into_response();
        async move { response }
    }))
    .await
}

/// A browser with a console before this platform.
async fn browser(platform: SocketAddr) -> Browser {
    let app = TestApp::with_pivot(format!("http://{platform}")).await;
    app.browser()
}

fn holds_no_secret(answer: &Answer) {
    assert!(!answer.is_gateways_own(), "{answer:?}");
    for text in [&answer.head, &answer.body] {
        assert!(!text.contains("planted"), "{answer:?}");
        assert!(!text.contains("cGxhbnRlZ"), "{answer:?}");
    }
    assert!(answer.body.contains(MASK), "{answer:?}");
}

#[tokio::test]
async fn a_secret_that_a_platform_prints_is_masked_however_it_is_written() {
    let unicode = |secret: String| -> String {
        secret
            .chars()
            .map(|c| format!("\\u{:04x}", u32::from(c)))
            .collect::<Vec<_>>()
            .concat()
    };
    let percent = |secret: String| -> String {
        secret
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect::<Vec<_>>()
            .concat()
    };
    let entities = |secret: String| -> String {
        secret
            .chars()
            .map(|c| format!("&#{};", u32::from(c)))
            .collect::<Vec<_>>()
            .concat()
    };
    let basic = |secret: String| STANDARD.encode(format!("api:{secret}"));
    let ways: [fn(String) -> String; 6] = [
        |secret| secret,
        |secret| secret.replace('-', "%2d"),
        |secret| secret.replace('-', "\\u002D"),
        |secret| secret.replace('-', "&#x2D;"),
        |secret| secret.replace('-', "&amp;#45;"),
        |secret| format!("Bearer {secret}"),
    ];
    for status in [
        StatusCode::OK,
        StatusCode::UNAUTHORIZED,
        StatusCode::BAD_GATEWAY,
    ] {
        for way in ways {
            let platform = printing(move |secret| (status, way(secret))).await;
            let browser = browser(platform).await;
            for answer in [browser.list_users().await, browser.delete_user("ada").await] {
                assert_eq!(answer.status, status.as_u16());
                holds_no_secret(&answer);
            }
        }
    }
    for platform in [
        printing(unicode).await,
        printing(percent).await,
        printing(entities).await,
        printing(basic).await,
    ] {
        let answer = browser(platform).await.list_users().await;
        holds_no_secret(&answer);
        assert!(answer.body.ends_with(MASK), "{answer:?}");
    }
}

#[tokio::test]
async fn an_answer_with_the_secret_keeps_everything_else() {
    let platform = printing(|secret| format!(r#"{{"a":"b","{secret}":["{secret}"],"z":1}}"#)).await;
    let answer = browser(platform).await.list_users().await;
    assert_eq!(answer.body, r#"{"a":"b","•••":["•••"],"z":1}"#);
    let length = answer.header("content-length").unwrap();
    assert_eq!(length, answer.body.len().to_string());
}

#[tokio::test]
async fn a_secret_is_masked_in_long_answers_wherever_they_are_cut() {
    let text = "x".repeat(997);
    let platform = printing(move |secret| {
        // Pieces that end within the secret, and one byte at a time.
        let whole = format!("{text}{secret}{text}pl%61nted{}", &secret[7..]).repeat(100);
        let mut pieces: Vec<String> = whole.as_bytes().chunks(1003).map(lossless).collect();
        pieces.extend(secret.chars().map(String::from));
        let pieces = pieces.into_iter().map(std::io::Result::Ok);
        Body::from_stream(futures::stream::iter(pieces))
    })
    .await;
    let answer = browser(platform).await.list_users().await;
    holds_no_secret(&answer);
    assert_eq!(answer.body.matches(MASK).count(), 201);
}

fn lossless(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_platform_that_compresses_unasked_is_unpacked_and_masked() {
    for times in [1, 30_000] {
        for name in ["gzip", "X-GZIP"] {
            let platform = printing(move |secret| {
                let body = gzip(&format!("{{{secret}}}").repeat(times));
                ([("content-encoding", name)], body)
            })
            .await;
            let answer = browser(platform).await.list_users().await;
            holds_no_secret(&answer);
            assert_eq!(answer.header("content-encoding"), None);
            assert_eq!(answer.body.matches(MASK).count(), times);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_unpacked_is_refused_in_words() {
    for encoding in [
        "br",
        "deflate",
        "zstd",
        "compress",
        "gzip, gzip",
        "gzip, br",
        SECRET,
    ] {
        let platform = printing(move |secret| ([("content-encoding", encoding)], secret)).await;
        let answer = browser(platform).await.list_users().await;
        assert_eq!(answer.status, 502, "{encoding}");
        assert!(answer.is_gateways_own());
        let shown = encoding.replace(SECRET, MASK);
        let words = format!("answered in the encoding “{shown}”");
        assert!(answer.body.contains(&words), "{}", answer.body);
        assert!(!answer.body.contains(SECRET));
    }
}

#[tokio::test]
async fn a_small_answer_that_unpacks_to_too_much_is_cut_off() {
    let bomb = gzip(&"0".repeat(20_000_000));
    let platform = printing(move |_| ([("content-encoding", "gzip")], bomb.clone())).await;
    let mut pivot = upstream(Platform::Pivot, format!("http://{platform}"));
    pivot.limits.answer_bytes = 1_000_000;
    let app = TestApp::with_connections(vec![pivot]).await;
    let request = "GET /via/pivot/api/v1/users HTTP/1.1\r\nHost: localhost\r\n\
                   Connection: close\r\n\r\n";
    let text = send_raw(app.address, request.as_bytes()).await;
    assert!(text.len() < 2_000_000, "{}", text.len());
    assert!(!text.ends_with("0\r\n\r\n"), "it looks whole");
}

#[tokio::test]
async fn a_secret_in_a_header_that_is_passed_back_is_masked() {
    let platform = printing(|secret| {
        let headers = [
            ("x-mock-note", format!("for {secret}")),
            ("retry-after", secret.clone()),
            ("content-type", format!("text/plain; token={secret}")),
        ];
        (headers, MASK)
    })
    .await;
    let answer = browser(platform).await.list_users().await;
    holds_no_secret(&answer);
    assert_eq!(answer.header("x-mock-note"), Some("for ***"));

    let platform = printing(|secret| {
        let location = format!("https://{secret}.example.com/{secret}");
        let kind = format!("text/{secret}");
        let headers = [("location", location), ("content-type", kind)];
        (StatusCode::FOUND, headers, MASK)
    })
    .await;
    let answer = browser(platform).await.list_users().await;
    holds_no_secret(&answer);
    assert_eq!(
        answer.header("x-rollcall-redirect"),
        Some("***.example.com")
    );
}

#[tokio::test]
async fn a_secret_that_is_typed_in_the_console_is_masked_as_well() {
    let platform = printing(|secret| secret).await;
    let mut pivot = upstream(Platform::Pivot, format!("http://{platform}"));
    pivot.credential = Credential::Asked;
    let app = TestApp::with_connections(vec![pivot]).await;
    for secret in ["planted-by-hand", "planted \"by/hand\" 100% %41&amp; ü"] {
        let browser = app.browser().with_secret(secret);
        holds_no_secret(&browser.list_users().await);
    }
}

#[tokio::test]
async fn a_session_and_the_password_it_came_from_are_masked() {
    const PASSWORD: &str = "planted password";
    let platform = serve(Router::new().fallback(|request: Request| async move {
        if request.uri().path() == "/api/session" {
            return r#"{"id":"planted-session"}"#.to_owned();
        }
        let session = request.headers().get("x-metabase-session").unwrap();
        format!(
            "{} for {PASSWORD}, planted+password",
            session.to_str().unwrap()
        )
    }))
    .await;
    let mut metabase = upstream(Platform::Metabase, format!("http://{platform}"));
    metabase.connection.sign_in = SignIn::Password;
    metabase.credential = Credential::Password {
        user: "ada@example.com".into(),
        password: Secret::new(PASSWORD.into()),
    };
    let kept = Arc::new(MemoryAuditLog::default());
    let mut config = Config::new(vec![metabase], "-".into());
    config.audit_log = Some(kept.clone());
    let browser = TestApp::start(config).await.browser();
    for answer in [browser.view_user(7).await, browser.deactivate_user(7).await] {
        holds_no_secret(&answer);
        assert_eq!(answer.body, "••• for •••, •••");
    }
    let recorded = format!(
        "{:?} {:?}",
        kept.asked.lock().unwrap(),
        kept.ended.lock().unwrap()
    );
    assert!(!recorded.contains("planted"), "{recorded}");
}

#[tokio::test]
async fn what_was_masked_is_not_written_back() {
    let noted = Noted::new().await;
    let kept = Arc::new(MemoryAuditLog::default());
    let base = format!("http://{}", noted.platform);
    let connections = vec![
        upstream(Platform::Pivot, base.clone()),
        upstream(Platform::Metabase, base),
    ];
    let mut config = Config::new(connections, "-".into());
    config.audit_log = Some(kept.clone());
    let browser = TestApp::start(config).await.browser();
    let user = "/via/metabase/api/user/7";
    let encoded = "%E2%80%A2%E2%80%A2%E2%80%A2";
    let password = format!("password={encoded}");
    for answer in [
        browser
            .change("PUT", user, r#"{"first_name":"an ••• x"}"#)
            .await,
        browser
            .change("PUT", &format!("{user}/password"), &password)
            .await,
        browser.delete_user(encoded).await,
    ] {
        assert_eq!(answer.status, 400, "{answer:?}");
        assert!(answer.is_gateways_own());
        assert!(
            answer.body.contains("the change has ••• in it"),
            "{}",
            answer.body
        );
    }
    assert!(noted.take().is_empty());
    assert!(kept.asked.lock().unwrap().is_empty());
    let fine = browser.change("PUT", user, r#"{"first_name":"••"}"#).await;
    assert_eq!(fine.status, 200, "{fine:?}");
}
