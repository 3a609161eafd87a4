//! The keys of a provider: which count, and when they are read again.

use super::provider::{FakeProvider, Signing, UserInfo};
use super::{begin, console, finish, is_not_let_in};
use serde_json::{Value, json};
use std::time::Duration;
use test_support::TestApp;

async fn status(at: TestApp, provider: &FakeProvider) -> u16 {
    let begun = begin(at, provider).await;
    let answer = finish(at, &begun).await;
    if answer.status != 200 {
        is_not_let_in(&answer, 502);
        let why = "the provider's ID token is invalid: ";
        assert!(answer.body.contains(why), "{}", answer.body);
    }
    answer.status
}

async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

#[tokio::test]
async fn a_key_that_the_provider_changed_is_read_at_once_but_not_all_the_time() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    assert_eq!(status(at, &provider).await, 200);
    provider.behave(|behaviour| behaviour.key_id = "two");
    assert_eq!(status(at, &provider).await, 200);
    assert_eq!(provider.keys_read(), 2);
    // Bad tokens do not become a burden to it.
    provider.behave(|behaviour| behaviour.key_id = "three");
    for _ in 0..5 {
        assert_eq!(status(at, &provider).await, 502);
    }
    assert_eq!(provider.keys_read(), 2);
    pass(61).await;
    assert_eq!(status(at, &provider).await, 200);
    assert_eq!(provider.keys_read(), 3);
}

#[tokio::test]
async fn a_key_that_changed_under_the_same_id_is_read_again() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    assert_eq!(status(at, &provider).await, 200);
    provider.behave(|behaviour| behaviour.signing = Signing::NewKey);
    assert_eq!(status(at, &provider).await, 200);
    // A forged signature stays one, whatever is read.
    provider.behave(|behaviour| behaviour.signing = Signing::UnknownKey);
    pass(61).await;
    let before = provider.keys_read();
    for _ in 0..5 {
        assert_eq!(status(at, &provider).await, 502);
    }
    assert_eq!(provider.keys_read(), before + 1);
}

#[tokio::test]
async fn keys_that_cannot_be_read_again_stay_as_they_are() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    assert_eq!(status(at, &provider).await, 200);
    provider.behave(|behaviour| {
        behaviour.signing = Signing::UnknownKey;
        behaviour.metadata = |metadata| metadata["jwks_uri"] = 7.into();
    });
    let begun = begin(at, &provider).await;
    is_not_let_in(&finish(at, &begun).await, 502);
    provider.behave(|behaviour| behaviour.signing = Signing::Good);
    assert_eq!(status(at, &provider).await, 200);
}

#[tokio::test]
async fn ed25519_is_known_by_both_its_names() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    for name in ["EdDSA", "Ed25519"] {
        provider.behave(|behaviour| behaviour.signing = Signing::Ed25519(name));
        assert_eq!(status(at, &provider).await, 200, "{name}");
    }
    for name in ["ES256", "Ed448", "EDDSA"] {
        provider.behave(|behaviour| behaviour.signing = Signing::Ed25519(name));
        assert_eq!(status(at, &provider).await, 502, "{name}");
    }
}

#[tokio::test]
async fn keys_that_are_of_no_use_do_not_spoil_the_others() {
    let provider = FakeProvider::start().await;
    provider.behave(|behaviour| {
        behaviour.keys = |set| {
            let keys = set["keys"].as_array_mut().unwrap();
            let mut for_encryption = keys[0].clone();
            for_encryption["use"] = "enc".into();
            keys[0].as_object_mut().unwrap().remove("kid");
            let odd = json!([
                for_encryption,
                null,
                "key",
                { "kty": "EC", "crv": "P-999", "x": 1 },
                { "kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA" },
                { "kty": "oct", "k": "AAAA" },
            ]);
            keys.splice(0..0, odd.as_array().unwrap().clone());
        };
    });
    let at = console(&provider, |_, _| ()).await;
    assert_eq!(status(at, &provider).await, 200);
}

#[tokio::test]
async fn a_key_that_changed_for_user_info_alone_is_read_again() {
    let provider = FakeProvider::start().await;
    provider.behave(|behaviour| {
        behaviour.signing = Signing::Ed25519("EdDSA");
        behaviour.claims = |claims| claims["groups"] = Value::Null;
        let claims = json!({ "sub": "4711", "groups": "staff" });
        behaviour.user_info = Some(UserInfo::Signed(claims));
    });
    let at = console(&provider, |_, _| ()).await;
    assert_eq!(status(at, &provider).await, 200);
    provider.behave(|behaviour| behaviour.key_id = "two");
    assert_eq!(status(at, &provider).await, 200);
    assert_eq!(provider.keys_read(), 2);
}
