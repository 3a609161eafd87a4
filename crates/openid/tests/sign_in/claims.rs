//! Claims as providers really send them: in other forms than the standard's, and
//! from the `UserInfo` endpoint instead of the ID token.

use super::provider::{FakeProvider, UserInfo};
use super::{begin, console, described, finish, is_not_let_in};
use gateway::Role;
use openid::{OpenId, Provider};
use serde_json::{Value, json};
use test_support::Answer;

/// What becomes of the claims before they are signed.
type Change = fn(&mut Value);

async fn sign_in(provider: &FakeProvider, change: impl FnOnce(&mut OpenId)) -> Answer {
    let at = console(provider, |_, openid| change(openid)).await;
    let begun = begin(at, provider).await;
    finish(at, &begun).await
}

fn says(answer: &Answer, words: &str) {
    assert!(answer.body.contains(words), "{words}: {}", answer.body);
}

/// Everything that decides comes by `UserInfo` only.
fn only_who(claims: &mut Value) {
    let claims = claims.as_object_mut().unwrap();
    for claim in ["email", "email_verified", "groups"] {
        claims.remove(claim);
    }
}

fn ada() -> Value {
    json!({
        "sub": "4711",
        "email": "ada@company.example",
        "email_verified": true,
        "groups": ["admins"],
    })
}

#[tokio::test]
async fn claims_in_forms_of_their_own_end_no_sign_in() {
    let provider = FakeProvider::start().await;
    let forms: [Change; 9] = [
        |claims| claims["email_verified"] = "true".into(),
        |claims| claims["email_verified"] = 1.into(),
        |claims| claims["exp"] = claims["exp"].to_string().into(),
        |claims| claims["exp"] = (claims["exp"].as_f64().unwrap() + 0.5).into(),
        |claims| claims["iat"] = "yesterday".into(),
        |claims| claims["updated_at"] = "2026-11-28T20:00:00.000Z".into(),
        |claims| {
            for claim in ["locale", "birthdate", "name", "picture", "zoneinfo", "azp"] {
                claims[claim] = Value::Null;
            }
        },
        |claims| {
            claims["address"] = "1 Main Street".into();
            claims["phone_number_verified"] = "false".into();
            claims["auth_time"] = "1764360000".into();
            claims["gender"] = 7.into();
        },
        |claims| claims["sub"] = 4711.into(),
    ];
    for (number, change) in forms.into_iter().enumerate() {
        provider.behave(|behaviour| behaviour.claims = change);
        let answer = sign_in(&provider, |_| ()).await;
        assert_eq!(answer.status, 200, "{number}: {}", answer.body);
    }
    let answers: [Change; 3] = [
        |tokens| tokens["expires_in"] = "300".into(),
        |tokens| tokens["scope"] = json!(["openid", "email"]),
        |tokens| {
            *tokens = json!({ "id_token": tokens["id_token"], "not_before": null });
        },
    ];
    for change in answers {
        provider.behave(|behaviour| behaviour.tokens = change);
        assert_eq!(sign_in(&provider, |_| ()).await.status, 200);
    }
    provider.behave(|behaviour| {
        behaviour.metadata = |metadata| {
            metadata["claims_supported"] = "email".into();
            metadata["scopes_supported"] = json!([null, "email"]);
            metadata["service_documentation"] = Value::Null;
            metadata["subject_types_supported"] = 7.into();
            metadata["response_modes_supported"] = json!(["x", {}]);
        };
    });
    assert_eq!(sign_in(&provider, |_| ()).await.status, 200);
}

#[tokio::test]
async fn an_address_that_is_not_verified_in_words_is_not_verified() {
    let provider = FakeProvider::start().await;
    for change in [
        (|claims| claims["email_verified"] = "false".into()) as Change,
        |claims| claims["email_verified"] = 0.into(),
        |claims| claims["email_verified"] = "".into(),
    ] {
        provider.behave(|behaviour| behaviour.claims = change);
        let answer = sign_in(&provider, |_| ()).await;
        is_not_let_in(&answer, 403);
        says(&answer, "“email_verified” is");
    }
}

#[tokio::test]
async fn what_the_id_token_lacks_is_asked_of_user_info() {
    let provider = FakeProvider::start().await;
    for user_info in [UserInfo::Claims(ada()), UserInfo::Signed(ada())] {
        provider.behave(|behaviour| {
            behaviour.claims = only_who;
            behaviour.user_info = Some(user_info);
        });
        let answer = sign_in(&provider, |_| ()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    // One claim alone, and a role within an object.
    provider.behave(|behaviour| {
        behaviour.claims = |claims| claims["groups"] = Value::Null;
        let roles = json!({ "sub": "4711", "realm_access": { "roles": ["staff"] } });
        behaviour.user_info = Some(UserInfo::Claims(roles));
    });
    let nested = |openid: &mut OpenId| {
        openid.access.role_claim = Some("realm_access.roles".into());
    };
    assert_eq!(sign_in(&provider, nested).await.status, 200);
}

#[tokio::test]
async fn user_info_is_not_asked_for_what_the_id_token_has() {
    let provider = FakeProvider::start().await;
    provider.behave(|behaviour| {
        behaviour.user_info = Some(UserInfo::Other(500, "text/plain", "no"));
    });
    assert_eq!(sign_in(&provider, |_| ()).await.status, 200);
    // And changes nothing of it.
    provider.behave(|behaviour| {
        behaviour.claims = |claims| {
            claims.as_object_mut().unwrap().remove("email_verified");
            claims["groups"] = "others".into();
        };
        behaviour.user_info = Some(UserInfo::Claims(ada()));
    });
    let answer = sign_in(&provider, |_| ()).await;
    is_not_let_in(&answer, 403);
    says(&answer, "the claim “groups” is the text “others”");
}

#[tokio::test]
async fn user_info_counts_only_for_the_same_person_and_with_that_address() {
    let provider = FakeProvider::start().await;
    let with = |claim: &str, value: Value| {
        let mut claims = ada();
        claims[claim] = value;
        claims
    };
    let eve = json!({ "sub": "4711", "email": "eve@company.example", "email_verified": true });
    for (claims, user_info, status, words) in [
        (
            only_who as Change,
            with("sub", json!("4712")),
            502,
            "that of another person",
        ),
        (only_who, with("sub", Value::Null), 502, "“sub” is null"),
        (
            only_who,
            with("email_verified", json!(false)),
            403,
            "“email_verified” is false",
        ),
        (
            only_who,
            with("email", Value::Null),
            403,
            "“email” is missing from the ID token and",
        ),
        (
            |claims| claims["email_verified"] = Value::Null,
            eve,
            403,
            "“email_verified” is missing",
        ),
    ] {
        for answer in [
            UserInfo::Claims(user_info.clone()),
            UserInfo::Signed(user_info),
        ] {
            provider.behave(|behaviour| {
                behaviour.claims = claims;
                behaviour.user_info = Some(answer);
            });
            let answer = sign_in(&provider, |_| ()).await;
            is_not_let_in(&answer, status);
            says(&answer, words);
        }
    }
}

#[tokio::test]
async fn a_signed_answer_of_user_info_has_to_be_signed_for_this_client() {
    let provider = FakeProvider::start().await;
    let with = |claim: &str, value: Value| {
        let mut claims = ada();
        claims[claim] = value;
        claims
    };
    for (claims, words) in [
        (with("aud", json!("other")), "“aud” is the text “other”"),
        (with("iss", json!("https://other.example")), "“iss” is"),
        (with("exp", json!(1)), "“exp” is the number 1"),
    ] {
        provider.behave(|behaviour| {
            behaviour.claims = only_who;
            behaviour.user_info = Some(UserInfo::Signed(claims));
        });
        let answer = sign_in(&provider, |_| ()).await;
        is_not_let_in(&answer, 502);
        says(&answer, words);
    }
    // Not signed at all: header and signature of nobody.
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0NzExIn0.";
    provider.behave(|behaviour| {
        behaviour.user_info = Some(UserInfo::Other(200, "application/jwt", unsigned));
    });
    let answer = sign_in(&provider, |_| ()).await;
    is_not_let_in(&answer, 502);
    says(&answer, "“alg” in its header is the text “none”");
}

#[tokio::test]
async fn user_info_that_fails_is_said_in_its_own_words() {
    let provider = FakeProvider::start().await;
    let refused = "{\"error\":\"insufficient_scope\",\"error_description\":\"no groups\"}";
    for (status, kind, body, words) in [
        (
            403,
            "application/json",
            refused,
            "403, “insufficient_scope”: “no groups”",
        ),
        (
            500,
            "text/html",
            "<h1>planted</h1>",
            "HTTP status 500, “text/html”, 16 bytes",
        ),
        (
            200,
            "text/html",
            "<h1>planted.</h1>",
            "HTTP status 200, “text/html”, 17 bytes",
        ),
        (
            200,
            "application/json",
            "[]",
            "expected status 200 and a JSON object",
        ),
        (204, "", "", "204"),
    ] {
        provider.behave(|behaviour| {
            behaviour.claims = only_who;
            behaviour.user_info = Some(UserInfo::Other(status, kind, body));
        });
        let answer = sign_in(&provider, |_| ()).await;
        is_not_let_in(&answer, 502);
        says(&answer, words);
        assert!(!answer.body.contains("planted"), "{}", answer.body);
    }
    provider.behave(|behaviour| {
        behaviour.tokens = |tokens| tokens["token_type"] = "DPoP".into();
    });
    let answer = sign_in(&provider, |_| ()).await;
    says(&answer, "“token_type” the text “DPoP”");
    provider.behave(|behaviour| {
        behaviour.tokens = |tokens| tokens["access_token"] = Value::Null;
    });
    says(&sign_in(&provider, |_| ()).await, "no access token");
}

#[tokio::test]
async fn a_claim_that_nobody_gives_is_named_with_where_it_was_looked_for() {
    let provider = FakeProvider::start().await;
    provider.behave(|behaviour| behaviour.claims = only_who);
    let answer = sign_in(&provider, |_| ()).await;
    is_not_let_in(&answer, 403);
    says(
        &answer,
        "the claim “email” is missing from the ID token, and the provider has no UserInfo endpoint",
    );
    provider.behave(|behaviour| {
        behaviour.claims = |claims| {
            claims.as_object_mut().unwrap().remove("groups");
            claims["_claim_names"] = json!({ "groups": "src1" });
        };
    });
    for default_role in [None, Some(Role::Operator)] {
        let answer = sign_in(&provider, |openid| {
            openid.access.default_role = default_role;
        })
        .await;
        is_not_let_in(&answer, 403);
        says(&answer, "the claim “groups” is at another server only");
    }
}

#[tokio::test]
async fn another_audience_is_taken_only_where_it_is_trusted() {
    let provider = FakeProvider::start().await;
    provider.behave(|behaviour| {
        behaviour.claims = |claims| {
            claims["aud"] = json!(["rollcall", "9876"]);
            claims["azp"] = "rollcall".into();
        };
    });
    let answer = sign_in(&provider, |_| ()).await;
    is_not_let_in(&answer, 502);
    says(
        &answer,
        "“9876” besides this client; if that is right, list it in trusted_audiences",
    );
    let trusting = |openid: &mut OpenId| openid.trusted_audiences = vec!["9876".into()];
    assert_eq!(sign_in(&provider, trusting).await.status, 200);
    provider.behave(|behaviour| behaviour.claims = |claims| claims["azp"] = "9876".into());
    let answer = sign_in(&provider, trusting).await;
    is_not_let_in(&answer, 502);
    says(&answer, "“azp” is the text “9876”; expected “rollcall”");
}

#[tokio::test]
async fn a_check_says_what_the_provider_does_not_list() {
    let provider = FakeProvider::start().await;
    let warnings = async || {
        let report = Provider::new(described(provider.issuer()))
            .unwrap()
            .probe()
            .await;
        assert_eq!(report.trouble, None);
        report.warnings.join("\n")
    };
    let text = warnings().await;
    let claims = "“email”, “email_verified”, “groups”";
    assert!(
        text.contains(claims) && text.contains("no UserInfo"),
        "{text}"
    );
    provider.behave(|behaviour| {
        behaviour.user_info = Some(UserInfo::Claims(ada()));
        behaviour.metadata = |metadata| {
            metadata["claims_supported"] = json!(["email", "email_verified"]);
            metadata["scopes_supported"] = json!(["openid", "profile"]);
        };
    });
    let text = warnings().await;
    assert!(
        text.contains("the scope “email” (scopes_supported)"),
        "{text}"
    );
    assert!(
        text.contains("the claim “groups” (claims_supported)"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 2, "{text}");
    provider.behave(|behaviour| {
        behaviour.metadata = |metadata| {
            metadata["claims_supported"] = json!(["email", "email_verified", "groups"]);
            metadata["scopes_supported"] = json!(["openid", "email"]);
        };
    });
    assert_eq!(warnings().await, "");
}
