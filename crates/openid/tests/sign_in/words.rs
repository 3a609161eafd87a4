//! What a provider says when it refuses, and whether it is the one that was asked.

use super::provider::{CLIENT_SECRET, FakeProvider, UserInfo};
use super::{Begun, begin, console, finish, is_not_let_in};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// What becomes of the token response.
type Change = fn(&mut Value);

/// The provider's answer to `begun`, with something else than a code.
fn instead_of_the_code(begun: &Begun, answer: &str) -> Begun {
    let (_, state) = begun.back.rsplit_once("state=").unwrap();
    Begun {
        cookie: begun.cookie.clone(),
        back: format!("/sign-in/openid/return?{answer}&state={state}"),
    }
}

#[tokio::test]
async fn what_the_provider_refused_with_is_quoted_with_what_to_do() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    let long = format!("error=server_error&error_description={}", "x".repeat(5000));
    let many = format!("“server_error”: “{}…”.", "x".repeat(200));
    for (answer, status, words) in [
        (
            "error=access_denied&error_description=Your+account+is+locked.",
            403,
            "“access_denied”: “Your account is locked.”. Sign in again, or ask",
        ),
        (
            "error=login_required",
            403,
            "“login_required”. Sign in again.",
        ),
        (
            "error=temporarily_unavailable",
            502,
            "Try again in a moment.",
        ),
        (
            "error=invalid_scope&error_uri=https%3A%2F%2Flogin.example%2Fscopes",
            502,
            "“invalid_scope” (see “https://login.example/scopes”). Show this to the administrator",
        ),
        (
            "error=a%00%0D%0Ab%1B%5B31m%E2%80%AE&error_description=%3Cscript%3E",
            502,
            "“ab[31m”: “&lt;script&gt;”",
        ),
        (&long, 502, &many),
        ("error=&code=", 502, "neither a code nor an error"),
        ("x=y", 502, "neither a code nor an error"),
    ] {
        let begun = begin(at, &provider).await;
        let answer = finish(at, &instead_of_the_code(&begun, answer)).await;
        is_not_let_in(&answer, status);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        assert!(answer.body.contains("&lt;Okta&gt;"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_token_response_that_is_of_no_use_is_named() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    let cases: [(Change, &str); 6] = [
        (
            |tokens| {
                *tokens = serde_json::json!({
                    "error": "invalid_client", "error_description": ["bad", "secret"],
                });
            },
            "it answered “invalid_client”: “[&quot;bad&quot;,&quot;secret&quot;]”",
        ),
        (
            |tokens| *tokens = Value::Null,
            "the provider's token response is invalid: HTTP status 200, “application/json”, 4 \
             bytes; expected status 200 and a JSON object",
        ),
        (
            |tokens| tokens["id_token"] = Value::Null,
            "the provider's token response is invalid: “id_token” is null; expected text",
        ),
        (
            |tokens| tokens["id_token"] = "x.y".into(),
            "the provider's ID token is invalid: it is not a signed token: expected three parts",
        ),
        (
            |tokens| tokens["id_token"] = "a.b.c.d.e".into(),
            "it is encrypted",
        ),
        (
            |tokens| tokens["id_token"] = "!.y.z".into(),
            "its header is not a JSON object in base64url",
        ),
    ];
    for (change, words) in cases {
        provider.behave(|behaviour| behaviour.tokens = change);
        let begun = begin(at, &provider).await;
        let answer = finish(at, &begun).await;
        is_not_let_in(&answer, 502);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        assert!(!answer.body.contains(CLIENT_SECRET));
    }
}

#[tokio::test]
async fn an_answer_by_another_provider_does_not_count() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    let own = provider.issuer();
    for (issuer, status) in [
        (own.as_str(), 200),
        ("", 200),
        ("https://other.example", 502),
        (&format!("{own}/"), 502),
    ] {
        let mut begun = begin(at, &provider).await;
        begun.back = format!("{}&iss={issuer}", begun.back);
        let answer = finish(at, &begun).await;
        assert_eq!(answer.status, status, "{issuer}: {}", answer.body);
        if status == 502 {
            is_not_let_in(&answer, 502);
            assert!(
                answer
                    .body
                    .contains("the provider's answer names the issuer “")
            );
        }
    }
    // Where the provider always says that it is it, it has to.
    provider.behave(|behaviour| {
        behaviour.metadata =
            |metadata| metadata["authorization_response_iss_parameter_supported"] = true.into();
    });
    let at = console(&provider, |_, _| ()).await;
    let mut begun = begin(at, &provider).await;
    is_not_let_in(&finish(at, &begun).await, 502);
    begun = begin(at, &provider).await;
    begun.back = format!("{}&iss={own}", begun.back);
    assert_eq!(finish(at, &begun).await.status, 200);
}

#[tokio::test]
async fn a_secret_that_the_provider_repeats_is_masked() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    provider.behave(|behaviour| {
        behaviour.tokens = |tokens| {
            let basic = STANDARD.encode(format!("rollcall:{CLIENT_SECRET}"));
            *tokens = serde_json::json!({
                "error": "invalid_client",
                "error_description": format!("not {CLIENT_SECRET} by {basic}"),
            });
        };
    });
    let begun = begin(at, &provider).await;
    let answer = finish(at, &begun).await;
    is_not_let_in(&answer, 502);
    assert!(
        answer.body.contains("“invalid_client”: “not "),
        "{}",
        answer.body
    );
    assert!(!answer.body.contains("cm9sbGNhbGw6"), "{}", answer.body);
    provider.behave(|behaviour| {
        behaviour.tokens = |_| ();
        behaviour.claims = |claims| claims["groups"] = Value::Null;
        let repeated =
            "{\"error\":\"invalid_token\",\"error_description\":\"planted-access-token?\"}";
        behaviour.user_info = Some(UserInfo::Other(401, "application/json", repeated));
    });
    let at = console(&provider, |_, _| ()).await;
    let begun = begin(at, &provider).await;
    let answer = finish(at, &begun).await;
    is_not_let_in(&answer, 502);
    assert!(
        answer.body.contains("“invalid_token”: “"),
        "{}",
        answer.body
    );
}
