//! How the built app is served.

use gateway::{Config, ConsoleFiles as App, EmbeddedFile};
use std::fs;
use std::path::PathBuf;
use test_support::{Browser, TestApp, upstream};
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

/// A browser with the console whose built app is here.
async fn browser(app: impl Into<App>) -> Browser {
    let upstream = upstream(Platform::Pivot, "http://127.0.0.1:1".into());
    let config = Config::new(vec![upstream], app.into());
    TestApp::start(config).await.browser()
}

impl Drop for Dist {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn the_page_has_a_strict_policy_and_is_never_cached() {
    let dist = Dist::new("page");
    let browser = browser(&*dist.0).await;
    for path in ["/", "/index.html", "/pivot/users?q=a", "/no/such/page"] {
        let answer = browser.open(path).await;
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
    let compressing = browser.with_header("Accept-Encoding: gzip, br");
    let small = compressing.read("/").await;
    assert_eq!(small.header("content-encoding"), Some("br"));
    assert_eq!(small.body, "page as brotli");
}

#[tokio::test]
async fn the_page_of_a_user_comes_however_long_the_name_is() {
    let dist = Dist::new("long");
    let browser = browser(&*dist.0).await;
    for name in [
        "x".repeat(300),
        "%E5%90%8D".repeat(200),
        "a%2F".repeat(2000),
    ] {
        let path = format!("/pivot/users/{name}");
        let answer = browser.open(&path).await;
        assert_eq!(answer.status, 200, "{} bytes", name.len());
        assert!(answer.body.contains("start()"));
        let script = browser.clone().with_header("Accept: */*");
        let answer = script.read(&path).await;
        assert_eq!(answer.status, 404, "{} bytes", name.len());
    }
}

#[tokio::test]
async fn files_come_as_small_as_the_browser_takes_them() {
    let dist = Dist::new("files");
    let browser = browser(&*dist.0).await;
    let script = format!("/{APP}.js");
    for (accepts, encoding, body) in [
        ("Accept-Encoding: gzip, br", Some("br"), "script as brotli"),
        ("Accept-Encoding: gzip", Some("gzip"), "script as gzip"),
        ("Accept-Encoding: identity", None, "plain script"),
    ] {
        let answer = browser.clone().with_header(accepts).read(&script).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.body, body);
        assert_eq!(answer.header("content-type"), Some("text/javascript"));
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
    }
    let wasm = browser.read(&format!("/{APP}_bg.wasm")).await;
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    let icon = browser.read("/favicon.svg").await;
    assert_eq!(icon.header("cache-control"), Some("no-cache"));
}

#[tokio::test]
async fn what_is_no_file_and_no_navigation_is_not_found() {
    let dist = Dist::new("missing");
    let browser = browser(&*dist.0).await;
    for path in [
        "/app-ffffffffffffffff.js",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
    ] {
        assert_eq!(browser.read(path).await.status, 404, "{path}");
    }
    assert_eq!(browser.change("POST", "/", "").await.status, 405);
}

#[tokio::test]
async fn an_app_that_is_not_built_says_how_to_build_it() {
    let browser = browser("nowhere").await;
    let answer = browser.open("/").await;
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
    let browser = browser(App::Embedded(embedded)).await;
    let with = |header: &str| browser.clone().with_header(header);
    for path in ["/", "/index.html", "/pivot/users"] {
        let page = browser.open(path).await;
        assert_eq!(
            (page.status, page.header("cache-control")),
            (200, Some("no-store"))
        );
        assert!(page.body.contains("start()"), "{path}");
        assert!(page.header("content-security-policy").is_some(), "{path}");
    }
    let compressing = with("Accept-Encoding: br");
    let script = compressing.read("/snippets/app.js").await;
    assert_eq!(script.body, "script as brotli");
    assert_eq!(script.header("content-type"), Some("text/javascript"));
    let plain = with("Accept: */*");
    assert_eq!(plain.read("/snippets/app.js").await.body, "plain script");
    let date = script.header("last-modified").unwrap();
    let caching = with(&format!("If-Modified-Since: {date}"));
    let again = caching.read("/snippets/app.js").await;
    assert_eq!(again.status, 304);
    for missing in ["/none.js", "/snippets", "/../index.js", "/%2e%2e/secret"] {
        assert_eq!(plain.read(missing).await.status, 404, "{missing}");
    }
    assert_eq!(plain.read("/readyz").await.status, 200);
}
