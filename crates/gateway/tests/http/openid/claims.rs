//! Claims as providers really send them, in other forms than the standard's.

use super::provider::IdentityProvider;
use super::{begin, console, finish, is_not_let_in};
use crate::support::Answer;
use gateway::{Config, OpenId, Role};
use serde_json::{Value, json};

/// What becomes of the claims before they are signed.
type Change = fn(&mut Value);

async fn sign_in(provider: &IdentityProvider, change: impl FnOnce(&mut OpenId)) -> Answer {
    let at = console(provider, |config: &mut Config| {
        change(config.sign_in.as_mut().unwrap().openid.as_mut().unwrap());
    })
    .await;
    let begun = begin(at, provider).await;
    finish(at, &begun).await
}

fn says(answer: &Answer, words: &str) {
    assert!(answer.body.contains(words), "{words}: {}", answer.body);
}

#[tokio::test]
async fn claims_in_forms_of_their_own_end_no_sign_in() {
    let provider = IdentityProvider::start().await;
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
    let provider = IdentityProvider::start().await;
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
async fn a_claim_that_is_only_a_reference_is_named_as_one() {
    let provider = IdentityProvider::start().await;
    provider.behave(|behaviour| {
        behaviour.claims = |claims| {
            claims.as_object_mut().unwrap().remove("groups");
            claims["_claim_names"] = json!({ "groups": "src1" });
        };
    });
    for default_role in [None, Some(Role::Operator)] {
        let answer = sign_in(&provider, |openid| {
            openid.admission.default_role = default_role;
        })
        .await;
        is_not_let_in(&answer, 403);
        says(&answer, "the claim “groups” is at another server only");
    }
}
