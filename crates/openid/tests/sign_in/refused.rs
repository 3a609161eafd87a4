//! Everything that must let nobody in by way of an identity provider.

use super::provider::{CLIENT, FakeProvider, Signing};
use super::{Begun, begin, begin_at, console, described, finish, is_not_let_in};
use openid::Provider;
use serde_json::Value;
use test_support::Authority;

/// What becomes of the claims before they are signed.
type Change = fn(&mut Value);

#[tokio::test]
async fn an_answer_to_nothing_that_this_browser_asked_lets_nobody_in() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    let (one, other) = (begin(at, &provider).await, begin(at, &provider).await);
    let (_, state) = one.back.rsplit_once("state=").unwrap();
    let without = |what: &str| one.back.replace(what, "");
    for (cookie, back) in [
        (&other.cookie, one.back.clone()),
        (&"X: 1".to_owned(), one.back.clone()),
        (
            &"Cookie: __Host-rollcall-openid=".to_owned(),
            one.back.clone(),
        ),
        (
            &"Cookie: __Host-rollcall-openid=..".to_owned(),
            without(state),
        ),
        (
            &"Cookie: __Host-rollcall-openid=a.b".to_owned(),
            one.back.replace(state, "a"),
        ),
        (
            &"Cookie: __Host-rollcall-openid=a.b.c.d".to_owned(),
            one.back.replace(state, "a"),
        ),
        (&one.cookie, one.back.replace(state, "forged")),
        (&one.cookie, without(state)),
        (&one.cookie, format!("{}x", one.back)),
        (&one.cookie, "/sign-in/openid/return".to_owned()),
    ] {
        let begun = Begun {
            cookie: cookie.clone(),
            back,
        };
        let answer = finish(at, &begun).await;
        is_not_let_in(&answer, 400);
        assert!(
            answer.body.contains("not begun in this browser"),
            "{}",
            begun.back
        );
    }
    // One person's cookie with another person's code: the provider has the verifier's hash.
    let (_, theirs) = other.back.split_once("code=").unwrap();
    let (code, _) = theirs.split_once('&').unwrap();
    let stolen = Begun {
        cookie: one.cookie.clone(),
        back: format!("/sign-in/openid/return?code={code}&state={state}"),
    };
    is_not_let_in(&finish(at, &stolen).await, 502);
    // And one that the provider ended.
    let refused = Begun {
        cookie: one.cookie.clone(),
        back: format!("/sign-in/openid/return?error=access_denied&state={state}"),
    };
    is_not_let_in(&finish(at, &refused).await, 403);
}

#[tokio::test]
async fn a_token_that_does_not_hold_lets_nobody_in() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    let claims: [(&str, Change); 8] = [
        ("another nonce", |claims| claims["nonce"] = "forged".into()),
        ("no nonce", |claims| claims["nonce"] = Value::Null),
        ("another audience", |claims| claims["aud"] = "other".into()),
        ("one more audience", |claims| {
            claims["aud"] = serde_json::json!([CLIENT, "other"]);
        }),
        ("another issuer", |claims| {
            claims["iss"] = "https://other.example".into();
        }),
        ("expired", |claims| {
            claims["exp"] = (claims["iat"].as_u64().unwrap() - 1).into();
        }),
        ("no end", |claims| claims["exp"] = Value::Null),
        ("no subject", |claims| claims["sub"] = Value::Null),
    ];
    for (what, change) in claims {
        provider.behave(|behaviour| behaviour.claims = change);
        let begun = begin(at, &provider).await;
        println!("{what}");
        is_not_let_in(&finish(at, &begun).await, 502);
    }
    provider.behave(|behaviour| behaviour.claims = |_| ());
    for signing in [
        Signing::OtherKey,
        Signing::UnknownKey,
        Signing::Not,
        Signing::Shared,
        Signing::Before,
    ] {
        provider.behave(|behaviour| behaviour.signing = signing);
        let begun = begin(at, &provider).await;
        println!("{signing:?}");
        is_not_let_in(&finish(at, &begun).await, 502);
    }
    provider.behave(|behaviour| behaviour.signing = Signing::Good);
    let begun = begin(at, &provider).await;
    assert_eq!(finish(at, &begun).await.status, 200);
}

#[tokio::test]
async fn whom_the_provider_knows_and_this_console_does_not_stays_outside() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    let claims: [Change; 5] = [
        |claims| claims["email"] = "eve@elsewhere.example".into(),
        |claims| claims["email_verified"] = false.into(),
        |claims| claims["email_verified"] = Value::Null,
        |claims| claims["groups"] = "others".into(),
        |claims| claims["email"] = Value::Null,
    ];
    for change in claims {
        provider.behave(|behaviour| behaviour.claims = change);
        let begun = begin(at, &provider).await;
        let answer = finish(at, &begun).await;
        is_not_let_in(&answer, 403);
        assert!(
            answer.body.contains("you may not use this console"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn what_others_could_read_along_is_no_address() {
    for (issuer, console_url) in [
        ("http://login.example", "https://rollcall.example"),
        ("https://login.example", "http://rollcall.example"),
        ("login.example", "https://rollcall.example"),
        ("https://login.example", "rollcall.example"),
    ] {
        let mut openid = described(issuer.into());
        openid.console_url = console_url.into();
        let error = Provider::new(openid).unwrap_err().to_string();
        assert!(error.starts_with("the identity provider: "), "{error}");
    }
}

#[tokio::test]
async fn a_provider_behind_tls_is_asked_only_where_its_certificate_holds() {
    let provider = FakeProvider::start().await;
    let inside = provider
        .issuer()
        .strip_prefix("http://")
        .unwrap()
        .parse()
        .unwrap();
    let (authority, other) = (Authority::new("one"), Authority::new("other"));
    let outside = authority.before(inside).await;
    provider.call(format!("https://{outside}"));
    let trusting = async |authority: &Authority| {
        console(&provider, |_, openid| {
            openid.ca = Some(authority.pem.clone().into_bytes());
        })
        .await
    };
    let at = trusting(&authority).await;
    let begun = begin_at(at, &provider, inside).await;
    assert_eq!(finish(at, &begun).await.status, 200);
    let at = trusting(&other).await;
    is_not_let_in(&at.browser().open("/sign-in/openid").await, 502);

    let mut settings = described(provider.issuer());
    settings.ca = Some(authority.pem.clone().into_bytes());
    assert_eq!(
        Provider::new(settings.clone())
            .unwrap()
            .probe()
            .await
            .trouble,
        None
    );
    settings.ca = Some(other.pem.clone().into_bytes());
    let why = Provider::new(settings.clone())
        .unwrap()
        .probe()
        .await
        .trouble
        .unwrap();
    assert!(
        why.contains("from an issuer that this server does not trust"),
        "{why}"
    );
}

#[tokio::test]
async fn nothing_that_an_https_provider_publishes_is_asked_without_tls() {
    let provider = FakeProvider::start().await;
    let plain = provider.issuer();
    let inside = plain.strip_prefix("http://").unwrap().parse().unwrap();
    let authority = Authority::new("one");
    let outside = authority.before(inside).await;
    provider.call(format!("https://{outside}"));
    provider.behave(|behaviour| behaviour.keys_at = Some(format!("{plain}/keys")));
    let mut settings = described(provider.issuer());
    settings.ca = Some(authority.pem.into_bytes());
    assert!(
        Provider::new(settings.clone())
            .unwrap()
            .probe()
            .await
            .trouble
            .is_some()
    );
}

#[tokio::test]
async fn nobody_is_sent_to_sign_in_where_others_can_read_along() {
    let provider = FakeProvider::start().await;
    for (page, safe) in [
        ("http://login.example/authorize", false),
        ("ftp://login.example/authorize", false),
        ("https://login.example/authorize", true),
    ] {
        provider.behave(|behaviour| behaviour.authorize_at = Some(page.to_owned()));
        let at = console(&provider, |_, _| ()).await;
        let answer = at.browser().open("/sign-in/openid").await;
        assert_eq!(answer.status, if safe { 303 } else { 502 }, "{page}");
        assert_eq!(answer.header("location").is_some(), safe);
    }
}
