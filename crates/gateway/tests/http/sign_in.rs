//! Who can sign in, with which name and role, and for how long.

use gateway::Config;
use std::time::Duration;
use test_support::{Noted, OPERATOR, SAME, TestApp, VERA, VIEWER, here, send, upstream};
use wire::Platform;

/// What deactivates a user, for requests that the console does not send.
const DEACTIVATE: &str = "DELETE /via/metabase/api/user/7";

/// A gateway on which people sign in, and are out after doing nothing for so long.
pub(crate) async fn app(noted: &Noted, idle: Duration) -> TestApp {
    let platform = upstream(Platform::Metabase, format!("http://{}", noted.platform));
    let mut config = Config::new(vec![platform], "-".into());
    config.sign_in = Some(here(idle));
    TestApp::start(config).await
}

/// Signs the operator in; answers the header with the session's cookie and another.
async fn session_of_operator(app: &TestApp) -> String {
    let answer = app.browser().sign_in(OPERATOR.0, OPERATOR.1).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(answer.header("location"), Some("/"));
    let cookie = answer.header("set-cookie").unwrap();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Strict");
    assert!(pair.starts_with("__Host-rollcall="));
    format!("Cookie: other=1; {pair}")
}

#[tokio::test]
async fn who_is_not_signed_in_gets_the_form_and_nothing_else() {
    let noted = Noted::new().await;
    let app = app(&noted, Duration::from_secs(60)).await;
    let forged = "Cookie: __Host-rollcall=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for cookie in ["X: 1", "Cookie: __Host-rollcall=", forged] {
        let browser = app.browser().with_header(cookie);
        for answer in [
            browser.view_user(7).await,
            browser.deactivate_user(7).await,
            browser.list_connections().await,
            browser.read("/app.js").await,
            browser.read("/").await,
        ] {
            assert_eq!(answer.status, 401, "{cookie}: {answer:?}");
            assert!(answer.is_gateways_own());
        }
        let page = browser.open("/pivot/users").await;
        assert_eq!(
            (page.status, page.header("location")),
            (303, Some("/sign-in"))
        );
    }
    assert_eq!(noted.take(), Vec::<String>::new());
    let form = app.browser().open("/sign-in").await;
    assert!(form.body.contains("type=\"password\""), "{}", form.body);
    let policy = form.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self'") && !policy.contains("script-src"));
    assert_eq!(form.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_form_that_cannot_be_read_is_answered_with_the_page_and_why() {
    let noted = Noted::new().await;
    let browser = app(&noted, Duration::from_secs(60)).await.browser();
    let not_read = "Your name and password did not arrive. Try again.";
    for (form, status, words) in [
        (
            format!("name={}", "a".repeat(4096)),
            413,
            "That is too long.",
        ),
        ("name=vera&name=otto&password=x".to_owned(), 400, not_read),
    ] {
        let answer = browser.submit_sign_in(&form).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains(words), "{}", answer.body);
        assert!(answer.body.contains("type=\"password\""), "{}", answer.body);
    }
    for form in ["", "name=vera", "password=x&other=1", "name"] {
        let answer = browser.submit_sign_in(form).await;
        assert_eq!(answer.status, 401, "{form}: {}", answer.body);
    }
}

#[tokio::test]
async fn who_signs_in_sees_the_page_they_wanted() {
    let noted = Noted::new().await;
    let app = app(&noted, Duration::from_secs(60)).await;
    let session = session_of_operator(&app).await;
    let wanted = "/pivot/users?q=a%20b&sort=-name";
    let sent = app.browser().open(wanted).await;
    assert_eq!(sent.header("location"), Some("/sign-in"));
    let kept = sent.cookie("__Host-rollcall-wanted").unwrap();
    let both = app.browser().with_header(&format!("{session}; {kept}"));
    let first = both.open("/").await;
    assert_eq!(
        (first.status, first.header("location")),
        (303, Some(wanted))
    );
    let gone = first.cookie("__Host-rollcall-wanted").unwrap();
    assert!(gone.ends_with('='), "{gone}");
    // Elsewhere, and for who is not signed in, it leads nowhere.
    assert_eq!(both.open("/other").await.header("location"), None);
    let stranger = app.browser().with_header(&format!("Cookie: {kept}"));
    let page = stranger.open("/").await;
    assert_eq!(page.header("location"), Some("/sign-in"));

    for (path, forged) in [
        ("//evil.example/x", "%2F%2Fevil.example"),
        ("/\\evil.example", "%2F%5Cevil.example"),
        ("/", "https%3A%2F%2Fevil.example"),
    ] {
        let sent = app.browser().open(path).await;
        assert_eq!(sent.cookie("__Host-rollcall-wanted"), None, "{path}");
        let both = format!("{session}; __Host-rollcall-wanted={forged}");
        let first = app.browser().with_header(&both).open("/").await;
        assert_eq!(first.header("location"), None, "{forged}");
    }
}

#[tokio::test]
async fn another_sites_link_is_followed_once_more_before_anybody_has_to_sign_in() {
    let noted = Noted::new().await;
    let app = app(&noted, Duration::from_secs(60)).await;
    let browser = app.browser().with_header("Sec-Fetch-Site: cross-site");
    let first = browser.open("/pivot/users").await;
    assert_eq!(first.status, 200);
    let again = "<meta http-equiv=\"refresh\" content=\"0\">";
    assert!(first.body.contains(again), "{}", first.body);
    let once = first.cookie("__Host-rollcall-again").unwrap();
    // However the browser says that it comes then, it is not sent round for ever.
    let sent_round = browser.clone().with_header(&format!("Cookie: {once}"));
    let second = sent_round.open("/pivot/users").await;
    assert_eq!(second.header("location"), Some("/sign-in"));
    // Nothing but a page is.
    let api = browser.list_connections().await;
    assert_eq!(api.status, 401);
}

#[tokio::test]
async fn a_viewer_looks_and_an_operator_changes() {
    let noted = Noted::new().await;
    let app = app(&noted, Duration::from_secs(60)).await;
    let (vera, otto) = (app.signed_in(VIEWER).await, app.signed_in(OPERATOR).await);
    for (browser, session, status) in [
        (
            &vera,
            r#","name":"<vera>","role":"viewer","via":"local","sign_out":true}"#,
            403,
        ),
        (
            &otto,
            r#","name":"otto+ü","role":"operator","via":"local","sign_out":true}"#,
            200,
        ),
    ] {
        let viewed = browser.view_user(7).await;
        assert_eq!(viewed.status, 200, "{}", viewed.body);
        assert_eq!(noted.take().len(), 1);
        let deactivated = browser.deactivate_user(7).await;
        assert_eq!(deactivated.status, status, "{}", deactivated.body);
        assert_eq!(noted.take().len(), usize::from(status == 200));
        let start = browser.list_connections().await.body;
        assert!(start.ends_with(&format!("{session}}}")), "{start}");
    }
    // The cookie alone is not enough, as a browser adds it by itself.
    let cookie = session_of_operator(&app).await;
    let forged = send(app.address, DEACTIVATE, &[&cookie, SAME], "").await;
    assert_eq!(forged.status, 403);
    assert_eq!(noted.take(), Vec::<String>::new());
    let page = vera.open("/sign-in").await.body;
    assert!(page.contains("signed in as &lt;vera&gt;."), "{page}");
}

#[tokio::test]
async fn only_the_right_password_from_our_own_form_lets_in() {
    let noted = Noted::new().await;
    let app = app(&noted, Duration::from_secs(60)).await;
    let large = format!("name=a&password={}", "x".repeat(5_000));
    for (form, status) in [
        ("name=%3Cvera%3E&password=wrong", 401),
        ("name=%3Cvera%3E", 401),
        ("name=nobody&password=ydobon", 401),
        ("", 401),
        (large.as_str(), 413),
    ] {
        let answer = app.browser().submit_sign_in(form).await;
        assert_eq!(answer.status, status, "{form}");
        assert_eq!(answer.header("set-cookie"), None);
    }
    for headers in [
        &[][..],
        &["Sec-Fetch-Site: cross-site"],
        &["Origin: http://evil.example"],
    ] {
        let answer = send(app.address, "POST /sign-in", headers, VERA).await;
        assert_eq!(answer.status, 403);
    }
}

#[tokio::test]
async fn guessing_has_to_wait_and_the_right_password_with_it() {
    let noted = Noted::new().await;
    let app = app(&noted, Duration::from_secs(60)).await;
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(app.browser().sign_in(VIEWER.0, "wrong").await.status);
    }
    assert!(statuses.contains(&429), "{statuses:?}");
    // Others are not held up by it.
    app.signed_in(OPERATOR).await;
}

#[tokio::test]
async fn a_session_ends_with_signing_out_and_with_doing_nothing() {
    let noted = Noted::new().await;
    let long = app(&noted, Duration::from_secs(60)).await;
    let cookie = session_of_operator(&long).await;
    let forged = send(long.address, "POST /sign-out", &[&cookie], "").await;
    assert_eq!(forged.status, 403, "another site cannot sign a person out");
    let otto = long.signed_in(OPERATOR).await;
    let signed_out = otto.sign_out().await;
    assert_eq!(signed_out.status, 303);
    let cookie = signed_out.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-rollcall=; ") && cookie.ends_with("; Max-Age=0"));
    assert_eq!(otto.view_user(7).await.status, 401);

    let otto = app(&noted, Duration::ZERO).await.signed_in(OPERATOR).await;
    assert_eq!(otto.view_user(7).await.status, 401);
}
