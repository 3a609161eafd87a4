//! Browsers that come over plain http, where they keep no session's cookie, and
//! refusals that a person reads.

use gateway::Config;
use std::time::Duration;
use test_support::{Answer, Browser, TestApp, VERA, here, send, upstream};
use wire::Platform;

const HTML: &str = "Accept: text/html,application/xhtml+xml";
const HOST: &str = "Host: rollcall.example";

/// A console that people sign in to, whose platform cannot be reached.
fn config() -> Config {
    let platform = upstream(Platform::Pivot, "http://127.0.0.1:1".into());
    let mut config = Config::new(vec![platform], "-".into());
    config.hosts = vec!["rollcall.example".into()];
    config.sign_in = Some(here(Duration::from_secs(60)));
    config
}

async fn console(change: impl FnOnce(&mut Config)) -> TestApp {
    let mut config = config();
    change(&mut config);
    TestApp::start(config).await
}

/// A browser in which the console was opened by its name.
fn browser(app: &TestApp) -> Browser {
    app.browser().with_header(HOST)
}

fn with_url(config: &mut Config) {
    config.public_url = Some("https://rollcall.example:8443".parse().unwrap());
}

fn trusting(config: &mut Config) {
    config.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
}

/// That a browser shows how to use https, and no way to type a password.
fn says_to_use_https(answer: &Answer) {
    assert_eq!(answer.status, 403, "{}", answer.body);
    let kind = answer.header("content-type");
    assert_eq!(kind, Some("text/html; charset=utf-8"));
    assert!(
        answer.body.contains("<h2>Use https</h2>"),
        "{}",
        answer.body
    );
    assert!(!answer.body.contains("<input"), "{}", answer.body);
}

#[tokio::test]
async fn the_page_to_sign_in_on_says_to_use_https_before_a_password_is_typed() {
    for (url, words) in [
        (false, "give it a certificate below [tls]"),
        (true, "href=\"https://rollcall.example:8443/\""),
    ] {
        let app = console(|config| {
            trusting(config);
            if url {
                with_url(config);
            }
        })
        .await;
        let plain = "X-Forwarded-Proto: http";
        for (line, headers) in [
            ("GET /sign-in", &[HTML, HOST][..]),
            ("GET /sign-in", &[HOST]),
            ("GET /sign-in", &[HTML, HOST, plain]),
            ("GET /", &[HTML, HOST, plain]),
            ("GET /pivot/users", &[HTML, HOST, plain]),
            (
                "POST /sign-in",
                &[HTML, HOST, "Origin: http://rollcall.example"],
            ),
        ] {
            let answer = send(app.address, line, headers, VERA).await;
            says_to_use_https(&answer);
            assert!(answer.body.contains(words), "{line}: {}", answer.body);
            assert!(!answer.head.contains("__Host-rollcall="), "{}", answer.head);
        }
        let page = browser(&app).open("/").await;
        assert_eq!(page.header("location"), Some("/sign-in"));
    }
}

#[tokio::test]
async fn who_comes_over_https_or_on_the_machine_itself_signs_in_as_before() {
    let app = console(trusting).await;
    for browser in [
        browser(&app).with_header("Sec-Fetch-Site: none"),
        browser(&app).with_header("X-Forwarded-Proto: https"),
        browser(&app).with_header("Cookie: a=b; __Host-rollcall=gone"),
        app.browser(),
        app.browser().with_header("Host: [::1]:8080"),
    ] {
        let form = browser.open("/sign-in").await;
        assert_eq!(form.status, 200, "{browser:?}: {}", form.body);
        assert!(form.body.contains("type=\"password\""), "{}", form.body);
    }
    let origin = "Origin: https://rollcall.example";
    let entered = send(app.address, "POST /sign-in", &[HTML, HOST, origin], VERA).await;
    assert_eq!(entered.status, 303, "{}", entered.body);

    let tls = console(|config| config.https = true).await;
    let form = browser(&tls).open("/sign-in").await;
    assert_eq!(form.status, 200, "{}", form.body);
    // If people do not sign in at this server, no cookie is needed.
    let open = console(|config| config.sign_in = None).await;
    let start = browser(&open).list_connections().await;
    assert_eq!(start.status, 200, "{}", start.body);
}

#[tokio::test]
async fn a_browser_that_does_not_say_how_it_came_is_asked_by_a_cookie_once() {
    let app = console(|_| {}).await;
    // From a proxy that is not trusted the header says nothing.
    let proxied = browser(&app).with_header("X-Forwarded-Proto: https");
    let first = proxied.open("/sign-in").await;
    says_to_use_https(&first);
    assert_eq!(first.header("refresh"), Some("0; url=/sign-in?probed"));
    let cookie = first.header("set-cookie").unwrap();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert!(attributes.contains("Secure"), "{cookie}");

    let dropped = browser(&app).open("/sign-in?probed").await;
    says_to_use_https(&dropped);
    assert_eq!(dropped.header("refresh"), None);

    let kept = browser(&app).with_header(&format!("Cookie: {pair}"));
    let again = kept.open("/sign-in?probed").await;
    assert_eq!(
        (again.status, again.header("location")),
        (303, Some("/sign-in"))
    );
    let form = kept.open("/sign-in").await;
    assert!(form.body.contains("type=\"password\""), "{}", form.body);
}

#[tokio::test]
async fn a_person_reads_a_refusal_as_a_page_and_a_program_as_json() {
    let app = TestApp::with_connections(Vec::new()).await;
    for (line, headers, status, words) in [
        ("GET /", &["Host: evil.example"][..], 421, "“evil.example”"),
        ("GET /api/none", &[], 404, "/api/none"),
        ("GET /via/none/x", &[], 404, "“none”"),
        ("GET /", &[], 404, "cargo xtask build"),
        ("OPTIONS /", &[], 405, "OPTIONS"),
        ("POST /", &["Origin: null"], 403, "“null”"),
        ("POST /", &["Sec-Fetch-Site: cross-site"], 403, "cross-site"),
        (
            "POST /",
            &["Sec-Fetch-Site: same-origin"],
            403,
            "x-rollcall",
        ),
    ] {
        let json = send(app.address, line, headers, "").await;
        assert_eq!(json.status, status, "{line}: {}", json.body);
        assert!(json.body.starts_with("{\"error\":\""), "{}", json.body);
        assert!(json.body.contains(words), "{line}: {}", json.body);

        let headers = [headers, &[HTML]].concat();
        let page = send(app.address, line, &headers, "").await;
        assert_eq!(page.status, status, "{line}: {}", page.body);
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(page.body.starts_with("<!doctype html>"), "{}", page.body);
        assert!(
            page.body.contains("<h2>") && page.body.contains(words),
            "{}",
            page.body
        );
        assert!(page.is_gateways_own() && page.header("x-request-id").is_some());
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
    // Another site's words are text there.
    let forged = app.browser().open("/api/%3Cb%3E<i>").await;
    assert!(!forged.body.contains("<i>"), "{}", forged.body);
    assert_eq!(app.browser().read("/api/none").await.status, 404);
}
