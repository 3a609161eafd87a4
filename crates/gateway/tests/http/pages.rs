//! How the built app is served.

use crate::support::gateway;
use ::gateway::{Config, ConsoleFiles as App, EmbeddedFile};
use std::fs;
use std::path::{Path, PathBuf};
use test_support::{OURS, send, serve, upstream};
use wire::Platform;

const APP: &str = "app-0123456789abcdef";

/// A folder like the one the build leaves, removed in the end.
struct Dist(PathBuf);

impl Dist {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("rollcall-{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, content) in [
            ("index.html", "<!doctype html><script>start()</script>"),
            ("index.html.br", "page as brotli"),
            ("favicon.svg", "<svg/>"),
            (&format!("{APP}.js"), "plain script"),
            (&format!("{APP}.js.br"), "script as brotli"),
            (&format!("{APP}.js.gz"), "script as gzip"),
            (&format!("{APP}_bg.wasm"), "plain wasm"),
        ] {
            fs::write(folder.join(name), content).unwrap();
        }
        Self(folder)
    }
}

impl Drop for Dist {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn the_page_has_a_strict_policy_and_is_never_cached() {
    let dist = Dist::new("page");
    let gateway = gateway("http://127.0.0.1:1".into(), &dist.0).await;
    for path in ["/", "/index.html", "/pivot/users?q=a", "/no/such/page"] {
        let answer = send(gateway, &format!("GET {path}"), &["Accept: text/html"], "").await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains("start()"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-")
        );
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    let small = send(gateway, "GET /", &["Accept-Encoding: gzip, br"], "").await;
    assert_eq!(small.header("content-encoding"), Some("br"));
    assert_eq!(small.body, "page as brotli");
}

#[tokio::test]
async fn the_page_of_a_user_comes_however_long_the_name_is() {
    let dist = Dist::new("long");
    let gateway = gateway("http://127.0.0.1:1".into(), &dist.0).await;
    for name in [
        "x".repeat(300),
        "%E5%90%8D".repeat(200),
        "a%2F".repeat(2000),
    ] {
        let request = format!("GET /pivot/users/{name}");
        let answer = send(gateway, &request, &["Accept: text/html"], "").await;
        assert_eq!(answer.status, 200, "{} bytes", name.len());
        assert!(answer.body.contains("start()"));
        let answer = send(gateway, &request, &["Accept: */*"], "").await;
        assert_eq!(answer.status, 404, "{} bytes", name.len());
    }
}

#[tokio::test]
async fn files_come_as_small_as_the_browser_takes_them() {
    let dist = Dist::new("files");
    let gateway = gateway("http://127.0.0.1:1".into(), &dist.0).await;
    let script = format!("GET /{APP}.js");
    for (accepts, encoding, body) in [
        ("Accept-Encoding: gzip, br", Some("br"), "script as brotli"),
        ("Accept-Encoding: gzip", Some("gzip"), "script as gzip"),
        ("Accept-Encoding: identity", None, "plain script"),
    ] {
        let answer = send(gateway, &script, &[accepts], "").await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.body, body);
        assert_eq!(answer.header("content-type"), Some("text/javascript"));
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
    }
    let wasm = send(gateway, &format!("GET /{APP}_bg.wasm"), &[], "").await;
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    let icon = send(gateway, "GET /favicon.svg", &[], "").await;
    assert_eq!(icon.header("cache-control"), Some("no-cache"));
}

#[tokio::test]
async fn what_is_no_file_and_no_navigation_is_not_found() {
    let dist = Dist::new("missing");
    let gateway = gateway("http://127.0.0.1:1".into(), &dist.0).await;
    for line in [
        "GET /app-ffffffffffffffff.js",
        "GET /../Cargo.toml",
        "GET /%2e%2e/Cargo.toml",
        "GET /..%2fCargo.toml",
    ] {
        assert_eq!(send(gateway, line, &[], "").await.status, 404, "{line}");
    }
    assert_eq!(send(gateway, "POST /", &OURS, "").await.status, 405);
}

#[tokio::test]
async fn an_app_that_is_not_built_says_how_to_build_it() {
    let gateway = gateway("http://127.0.0.1:1".into(), Path::new("nowhere")).await;
    let answer = send(gateway, "GET /", &["Accept: text/html"], "").await;
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("cargo xtask build"));
}

/// What a program with the app in it knows.
fn embedded(name: &str) -> Option<EmbeddedFile> {
    let content: &'static [u8] = match name {
        "index.html" => b"<!doctype html><script>start()</script>",
        "snippets/app.js" => b"plain script",
        "snippets/app.js.br" => b"script as brotli",
        _ => return None,
    };
    Some(EmbeddedFile {
        content: content.into(),
        modified: Some(1_700_000_000),
    })
}

#[tokio::test]
async fn an_app_in_the_program_is_served_like_one_in_a_folder() {
    let upstream = upstream(Platform::Pivot, "http://127.0.0.1:1".into());
    let config = Config::new(vec![upstream], App::Embedded(embedded));
    let gateway = serve(::gateway::router(config).unwrap()).await;
    let get =
        async |path: &str, header: &str| send(gateway, &format!("GET {path}"), &[header], "").await;
    for path in ["/", "/index.html", "/pivot/users"] {
        let page = get(path, "Accept: text/html").await;
        assert_eq!(
            (page.status, page.header("cache-control")),
            (200, Some("no-store"))
        );
        assert!(page.body.contains("start()"), "{path}");
        assert!(page.header("content-security-policy").is_some(), "{path}");
    }
    let script = get("/snippets/app.js", "Accept-Encoding: br").await;
    assert_eq!(script.body, "script as brotli");
    assert_eq!(script.header("content-type"), Some("text/javascript"));
    assert_eq!(
        get("/snippets/app.js", "Accept: */*").await.body,
        "plain script"
    );
    let date = script.header("last-modified").unwrap();
    let again = get("/snippets/app.js", &format!("If-Modified-Since: {date}")).await;
    assert_eq!(again.status, 304);
    for missing in ["/none.js", "/snippets", "/../index.js", "/%2e%2e/secret"] {
        assert_eq!(get(missing, "Accept: */*").await.status, 404, "{missing}");
    }
    assert_eq!(get("/readyz", "Accept: */*").await.status, 200);
}
