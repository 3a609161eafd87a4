//! The console below a path of its host.

use gateway::{Config, ConsoleFiles, EmbeddedFile};
use std::time::Duration;
use test_support::{Answer, Browser, Noted, OPERATOR, TestApp, here, send, upstream};
use wire::Platform;

/// What a build leaves.
fn dist(name: &str) -> Option<EmbeddedFile> {
    let content: &'static [u8] = match name {
        "index.html" => {
            b"<!doctype html><html lang=\"en\"><link href=\"/a.css\"><script>import '/a.js'</script>"
        }
        "index.html.br" => b"with other addresses",
        "a.js" => b"script",
        _ => return None,
    };
    Some(EmbeddedFile {
        content: content.into(),
        modified: None,
    })
}

fn config(noted: &Noted, public_url: &str) -> Config {
    let base = format!("http://{}", noted.platform);
    let mut config = Config::new(
        vec![upstream(Platform::Pivot, base)],
        ConsoleFiles::Embedded(dist),
    );
    config.sign_in = Some(here(Duration::from_secs(60)));
    config.public_url = Some(public_url.parse().unwrap());
    config
}

async fn console(noted: &Noted) -> TestApp {
    TestApp::start(config(noted, "https://a.example/tools/rollcall/")).await
}

/// Signs the operator in with this browser; answers the cookie, as it was set.
async fn sign_in(browser: &mut Browser) -> String {
    let answer = browser.sign_in(OPERATOR.0, OPERATOR.1).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(answer.header("location"), Some("/tools/rollcall/"));
    answer.header("set-cookie").unwrap().to_owned()
}

#[tokio::test]
async fn whether_a_proxy_keeps_the_path_or_takes_it_away_all_is_below_it() {
    let noted = Noted::new().await;
    let app = console(&noted).await;
    for path in ["/tools/rollcall", ""] {
        let stranger = app.browser().below(path);
        let first = stranger.open("/pivot/users/a%2Fb").await;
        assert_eq!(
            (first.status, first.header("location")),
            (303, Some("/tools/rollcall/sign-in"))
        );
        let wanted = first.header("set-cookie").unwrap();
        assert!(
            wanted.starts_with("__Secure-rollcall.tools.rollcall-wanted="),
            "{wanted}"
        );
        let form = stranger.open("/sign-in").await;
        assert!(
            form.body.contains("action=\"/tools/rollcall/sign-in\""),
            "{}",
            form.body
        );

        let mut otto = stranger.clone();
        let set = sign_in(&mut otto).await;
        assert!(
            set.contains("; Path=/tools/rollcall/; Secure; HttpOnly;"),
            "{set}"
        );
        let [session, wanted] = [&*set, wanted].map(|set| set.split(';').next().unwrap());
        let both = stranger.with_header(&format!("Cookie: {session}; {wanted}"));
        let onwards = both.open("/").await;
        assert_eq!(
            onwards.header("location"),
            Some("/tools/rollcall/pivot/users/a%2Fb")
        );

        let compressing = otto.clone().with_header("Accept-Encoding: br");
        let page = compressing.open("/pivot/users").await;
        assert_eq!(page.header("content-encoding"), None);
        for part in [
            "<html data-base=\"/tools/rollcall\" lang=\"en\">",
            "href=\"/tools/rollcall/a.css\"",
            "import '/tools/rollcall/a.js'",
        ] {
            assert!(page.body.contains(part), "{}", page.body);
        }
        let policy = page.header("content-security-policy").unwrap();
        // printf "import '/tools/rollcall/a.js'" | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains("'sha256-7N3DXeyrK7P1HAF2CxYgHe/tit88fg5AO/91uTuuZKI='"),
            "{policy}"
        );
        assert_eq!(otto.read("/a.js").await.body, "script");
        let start = otto.list_connections().await;
        assert_eq!(start.status, 200, "{}", start.body);

        let user = "/via/pivot/api/v1/users/a%2Fb";
        let read = otto.read(user).await;
        assert_eq!(read.status, 200, "{}", read.body);
        let reached = noted.take();
        assert!(reached[0].contains("/api/v1/users/a%2Fb"), "{reached:?}");

        let refused = otto.open("/via/pivot/none").await;
        assert!(
            refused.body.contains("href=\"/tools/rollcall/\""),
            "{}",
            refused.body
        );
        let signed_in = otto.open("/sign-in").await;
        assert!(
            signed_in
                .body
                .contains("action=\"/tools/rollcall/sign-out\""),
            "{}",
            signed_in.body
        );
        let left = otto.sign_out().await;
        assert_eq!(left.header("location"), Some("/tools/rollcall/sign-in"));
        assert!(left.header("set-cookie").unwrap().ends_with("; Max-Age=0"));
        assert_eq!(otto.read(user).await.status, 401);
        let probe = app.browser().below(path).with_header("Host: 10.0.0.7");
        assert_eq!(probe.read("/healthz").await.status, 200);
        let ready = app.browser().below(path).read("/readyz").await;
        assert_eq!(ready.status, 200);
    }
    let bare = app.browser().open("/tools/rollcall?a=b").await;
    assert_eq!(
        (bare.status, bare.header("location")),
        (308, Some("/tools/rollcall/?a=b"))
    );
    assert_eq!(bare.header("x-content-type-options"), Some("nosniff"));
    let whole = "GET http://localhost/tools/rollcall/sign-in";
    assert_eq!(send(app.address, whole, &[], "").await.status, 421);
}

#[tokio::test]
async fn a_request_whose_address_a_proxy_rewrote_is_refused() {
    let noted = Noted::new().await;
    let mut config = config(&noted, "https://a.example/tools/rollcall/");
    config.sign_in = None;
    let app = TestApp::start(config).await;
    let get = async |path: &str, sent: &str| -> Answer {
        let header = format!("x-rollcall-target: {sent}");
        app.browser().with_header(&header).read(path).await
    };
    let sent = "/via/pivot/api/v1/users/x%2F..%2Fbob";
    for arrived in [
        "/via/pivot/api/v1/users/bob",
        "/via/pivot/api/v1/users/x/../bob",
    ] {
        let answer = get(arrived, sent).await;
        assert_eq!(answer.status, 400, "{}", answer.body);
        assert!(
            answer.body.contains("proxy_pass without a path"),
            "{}",
            answer.body
        );
    }
    assert_eq!(noted.take(), Vec::<String>::new());
    let user = "/via/pivot/api/v1/users/a%2Fb";
    for arrived in [user.to_owned(), format!("/tools/rollcall{user}")] {
        assert_eq!(get(&arrived, user).await.status, 200, "{arrived}");
    }
    assert_eq!(noted.take().len(), 2);
}

#[tokio::test]
async fn consoles_on_one_host_do_not_share_a_session() {
    let noted = Noted::new().await;
    let app = console(&noted).await;
    let mut otto = app.browser();
    let set = sign_in(&mut otto).await;
    let (_, token) = set.split(';').next().unwrap().split_once('=').unwrap();
    for name in [
        "__Host-rollcall",
        "__Secure-rollcall.tools",
        "__Secure-rollcall.other",
    ] {
        let forged = app
            .browser()
            .with_header(&format!("Cookie: {name}={token}"));
        let answer = forged.list_connections().await;
        assert_eq!(answer.status, 401, "{name}");
    }
    assert_eq!(otto.list_connections().await.status, 200);
}

#[tokio::test]
async fn a_path_that_the_console_has_itself_cannot_be_told_from_it_and_is_refused() {
    let noted = Noted::new().await;
    for path in [
        "pivot",
        "pivot/x",
        "via",
        "api",
        "activity",
        "sign-in/x",
        "healthz",
    ] {
        let url = format!("https://a.example/{path}/");
        let error = gateway::router(config(&noted, &url))
            .unwrap_err()
            .to_string();
        assert!(error.contains("public_url"), "{error}");
    }
}

#[tokio::test]
async fn without_the_setting_a_page_below_a_path_says_what_to_set() {
    let noted = Noted::new().await;
    let config = config(&noted, "https://a.example");
    let app = TestApp::start(config).await;
    let page = app.browser().open("/tools/rollcall/").await;
    assert_eq!(page.status, 404, "{}", page.head);
    assert!(page.body.contains("/tools/rollcall/"), "{}", page.body);
    assert!(page.body.contains("public_url"), "{}", page.body);
}
