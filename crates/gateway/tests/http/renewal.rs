//! Connections that sign in with a name and a password: how often they sign in,
//! and which secrets never leave the gateway.

mod fake;
mod hostile;

use fake::{KEY, PASSWORD, Renewing, USER};
use gateway::Outcome;
use std::sync::Arc;
use test_support::{Answer, MemoryAuditLog};
use wire::Platform;

/// How the fake answers who is let in.
fn is_let_in(answer: &Answer) -> bool {
    answer.status == 200 && !answer.is_gateways_own()
}

#[tokio::test]
async fn the_first_request_signs_in_and_the_others_go_on_with_that() {
    for (platform, asked) in [
        (
            Platform::Metabase,
            format!(
                "POST /api/session {{\"username\":\"{USER}\",\
                 \"password\":\"planted \\\"p&ssword\\\" ü\"}}"
            ),
        ),
        (
            Platform::Actian,
            "POST /api/auth/auth/token grantType=password&username=rollcall%40example.com\
             &password=planted%20%22p%26ssword%22%20%C3%BC"
                .to_owned(),
        ),
    ] {
        let it = Renewing::new(platform).await;
        assert_eq!(
            it.fake.sign_ins(),
            Vec::<String>::new(),
            "before the first request"
        );
        for _ in 0..3 {
            let answer = it.read().await;
            assert!(is_let_in(&answer), "{answer:?}");
        }
        assert_eq!(it.fake.sign_ins(), [asked]);
    }
}

#[tokio::test]
async fn requests_that_are_refused_together_cause_one_sign_in() {
    for platform in [Platform::Metabase, Platform::Actian] {
        let it = Arc::new(Renewing::new(platform).await);
        it.read().await;
        it.fake.sign_ins();
        it.fake.revoke();
        it.fake.gather(20);
        let all: Vec<_> = (0..20)
            .map(|_| {
                let it = it.clone();
                tokio::spawn(async move { it.read().await })
            })
            .collect();
        for one in all {
            let answer = one.await.unwrap();
            assert!(is_let_in(&answer), "{answer:?}");
        }
        assert_eq!(it.fake.sign_ins().len(), 1, "{platform:?}");
    }
}

#[tokio::test]
async fn a_change_that_was_not_let_in_is_sent_once_more_and_recorded_once() {
    let kept = Arc::new(MemoryAuditLog::default());
    let it = Renewing::with(Platform::Metabase, |config| {
        config.audit_log = Some(kept.clone());
    })
    .await;
    it.read_settings().await;
    it.fake.revoke();
    it.fake.done();
    let answer = it.rename_user().await;
    assert!(is_let_in(&answer), "{answer:?}");
    assert_eq!(it.fake.done(), [r#"PUT /api/user/7 {"first_name":"Ada"}"#]);
    assert_eq!(kept.asked.lock().unwrap().len(), 1);
    let ended = kept.ended.lock().unwrap();
    assert!(
        matches!(ended[..], [(_, Outcome::Status(200))]),
        "{ended:?}"
    );
}

#[tokio::test]
async fn actian_gives_the_next_token_for_the_last_and_the_password_is_the_way_out() {
    let it = Renewing::new(Platform::Actian).await;
    it.read().await;
    it.fake.sign_ins();
    it.fake.revoke();
    assert!(is_let_in(&it.read().await));
    let refreshed =
        "POST /api/auth/auth/token grantType=refresh_token&refreshToken=planted-refresh-";
    assert_eq!(it.fake.sign_ins(), [format!("{refreshed}1")]);

    it.fake.revoke();
    it.fake.refuse(401, r#"{"description":"Unauthorized"}"#);
    assert_eq!(it.read().await.status, 502);
    let asked = it.fake.sign_ins();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert_eq!(asked[0], format!("{refreshed}2"));
    assert!(asked[1].contains("grantType=password"), "{asked:?}");
}

#[tokio::test]
async fn a_wrong_password_is_sent_once_and_the_platforms_words_are_told() {
    for (platform, body, words) in [
        (
            Platform::Metabase,
            r#"{"errors":{"password":"did not match stored password"}}"#,
            "(“password: did not match stored password”)",
        ),
        (
            Platform::Actian,
            r#"{"description":"Unauthorized"}"#,
            "(“Unauthorized”)",
        ),
        // One that repeats what it refuses.
        (
            Platform::Metabase,
            r#"{"errors":{"password":"“planted \"p&ssword\" ü” of rollcall@example.com"}}"#,
            "(“password: “•••” of •••”)",
        ),
    ] {
        let kept = Arc::new(MemoryAuditLog::default());
        let it = Renewing::with(platform, |config| config.audit_log = Some(kept.clone())).await;
        it.fake.refuse(401, body);
        for _ in 0..5 {
            let answer = it.read().await;
            assert_eq!(answer.status, 502, "{answer:?}");
            assert!(answer.is_gateways_own());
            assert!(answer.body.contains(words), "{}", answer.body);
            assert!(
                answer.body.contains("It tries again in "),
                "{}",
                answer.body
            );
        }
        if platform == Platform::Metabase {
            assert_eq!(it.rename_user().await.status, 502);
        }
        assert_eq!(it.fake.sign_ins().len(), 1);
        // What was not forwarded is not recorded either.
        assert!(kept.asked.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn requests_that_wait_for_a_refused_sign_in_do_not_each_try_again() {
    let it = Arc::new(Renewing::new(Platform::Metabase).await);
    it.read().await;
    it.fake.sign_ins();
    it.fake.revoke();
    it.fake.refuse(401, "no");
    it.fake.gather(20);
    let all: Vec<_> = (0..20)
        .map(|_| {
            let it = it.clone();
            tokio::spawn(async move { it.read().await.status })
        })
        .collect();
    for one in all {
        assert_eq!(one.await.unwrap(), 502);
    }
    assert_eq!(it.fake.sign_ins().len(), 1);
}

#[tokio::test]
async fn what_lets_nothing_in_is_not_asked_for_again_and_again() {
    let it = Renewing::new(Platform::Metabase).await;
    it.fake.never_let_in();
    for _ in 0..5 {
        let answer = it.read().await;
        assert_eq!(answer.status, 502, "{answer:?}");
        assert!(
            answer.body.contains("then lets nothing in"),
            "{}",
            answer.body
        );
    }
    assert_eq!(it.fake.sign_ins().len(), 1);
}

#[tokio::test]
async fn what_is_refused_twice_is_answered_in_the_platforms_words() {
    let it = Renewing::new(Platform::Metabase).await;
    it.read_settings().await;
    it.fake.revoke();
    it.fake.never_let_in();
    let answer = it.read().await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (401, "Unauthenticated")
    );
    assert!(!answer.is_gateways_own());
    assert_eq!(it.fake.sign_ins().len(), 2);
}

#[tokio::test]
async fn the_session_of_a_changed_password_reaches_no_browser() {
    let it = Renewing::new(Platform::Metabase).await;
    let answer = it.set_password().await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(it.fake.done().len(), 1);
}

#[tokio::test]
async fn what_was_signed_in_is_signed_out_in_the_end() {
    let it = Renewing::new(Platform::Metabase).await;
    it.signed_in.end().await;
    assert_eq!(
        it.fake.sign_ins(),
        Vec::<String>::new(),
        "nobody had signed in"
    );
    it.read().await;
    it.fake.sign_ins();
    it.signed_in.end().await;
    it.signed_in.end().await;
    assert_eq!(it.fake.sign_ins(), [format!("DELETE /api/session {KEY}1")]);

    let it = Renewing::new(Platform::Actian).await;
    it.read().await;
    it.fake.sign_ins();
    it.signed_in.end().await;
    assert_eq!(
        it.fake.sign_ins(),
        Vec::<String>::new(),
        "Actian knows no such thing"
    );
}

#[tokio::test]
async fn connections_say_that_they_sign_in_with_a_password_and_not_with_which() {
    let it = Renewing::new(Platform::Metabase).await;
    let answer = it.list_connections().await;
    assert!(
        answer.body.contains(r#""sign_in":"password""#),
        "{}",
        answer.body
    );
    assert!(!answer.body.contains(USER) && !answer.body.contains("token_tail"));
}

#[test]
fn nothing_prints_a_password() {
    let upstream = fake::by_password(Platform::Metabase, ([127, 0, 0, 1], 1).into());
    assert!(!format!("{upstream:?}").contains(PASSWORD));
    assert!(!format!("{upstream:?}").contains("planted"));
}
