//! Platforms that do whatever they like to who signs in.

use super::fake::{PASSWORD, by_password};
use crate::hostile::{Hostile, Then, soon};
use test_support::{Browser, Noted, TestApp, upstream};
use wire::Platform;

/// A browser with a console that signs in to it.
async fn browser(hostile: &Hostile) -> Browser {
    let upstream = by_password(Platform::Metabase, hostile.address);
    TestApp::with_connections(vec![upstream]).await.browser()
}

#[tokio::test]
async fn what_is_no_session_is_told_in_words_and_not_asked_for_at_once_again() {
    let page = "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n<title>Sign in</title>   ";
    for (answer, then, words) in [
        ("", Then::Close, "cannot be reached"),
        ("\0\0\0\0", Then::Close, "cannot be reached"),
        ("HTTP/9.9 what\r\n\r\n", Then::Close, "cannot be reached"),
        (
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            Then::Close,
            "answered with a redirect to another address of its own: is base_url right",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"id\":",
            Then::Close,
            "broke off",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n",
            Then::Repeat(b"{\"id\":\"planted\"}"),
            "too large",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            Then::Repeat(b"8\r\n12345678\r\n"),
            "too large",
        ),
        (page, Then::Close, "something else than a session"),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"id\":5}",
            Then::Close,
            "something else than a session",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{\"id\":\"planted\\r\\nx: y\"}  ",
            Then::Close,
            "cannot be sent back",
        ),
    ] {
        let hostile = Hostile::new(answer, then).await;
        let browser = browser(&hostile).await;
        for _ in 0..2 {
            let got = browser.view_user(7).await;
            assert_eq!(got.status, 502, "{answer}: {}", got.body);
            assert!(got.is_gateways_own(), "{answer}");
            assert!(got.body.contains(words), "{answer}: {}", got.body);
            assert!(!got.body.contains("planted") && !got.body.contains(PASSWORD));
        }
        assert_eq!(hostile.requests(), 1, "{answer}");
    }
}

#[tokio::test]
async fn a_sign_in_that_hangs_is_given_up_and_harms_no_other() {
    for answer in [
        "",
        // One that drips.
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{",
    ] {
        let hostile = Hostile::new(answer, Then::Hold).await;
        let good = Noted::new().await;
        let mut hangs = by_password(Platform::Metabase, hostile.address);
        hangs.limits = soon();
        let answers = upstream(Platform::Pivot, format!("http://{}", good.platform));
        let app = TestApp::with_connections(vec![hangs, answers]).await;
        let first = tokio::spawn(async move { app.browser().view_user(7).await });
        while hostile.requests() == 0 {
            tokio::task::yield_now().await;
        }
        let other = app.browser().list_users().await;
        assert_eq!(other.status, 200, "{}", other.body);
        let late = first.await.unwrap();
        assert_eq!(late.status, 502, "{}", late.body);
        assert!(late.body.contains("did not answer within"), "{}", late.body);
    }
}

#[tokio::test]
async fn no_header_of_a_refused_sign_in_comes_back() {
    let answer = "HTTP/1.1 401 Unauthorized\r\nSet-Cookie: a=planted\r\n\
                  WWW-Authenticate: Basic\r\nLocation: http://evil.example/\r\n\
                  Content-Length: 2\r\n\r\nno";
    let hostile = Hostile::new(answer, Then::Close).await;
    let got = browser(&hostile).await.view_user(7).await;
    assert_eq!(got.status, 502, "{}", got.body);
    for header in ["set-cookie", "www-authenticate", "location"] {
        assert_eq!(got.header(header), None);
    }
}
