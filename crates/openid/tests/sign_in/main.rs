//! Signing in at an identity provider.

#![allow(clippy::unwrap_used, reason = "tests")]

mod claims;
mod keys;
mod provider;
mod refused;
mod words;

use gateway::{Config, InMemory, Role, Secret, SignIn, SigningKey};
use openid::{AccessPolicy, OpenId, Provider};
use provider::{ACCESS_TOKEN, CLIENT, CLIENT_SECRET, FakeProvider};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use test_support::{
    Answer, Browser, MemoryAuditLog, Noted, OPERATOR, ReversedPasswords, TestApp, send, upstream,
};
use wire::Platform;
use wire::console::TrailEvent;

fn described(issuer: String) -> OpenId {
    OpenId {
        label: "<Okta>".into(),
        issuer,
        client_id: CLIENT.into(),
        client_secret: Secret::new(CLIENT_SECRET.into()),
        ca: None,
        scopes: vec!["email".into()],
        trusted_audiences: Vec::new(),
        console_url: "https://rollcall.example/".into(),
        access: AccessPolicy {
            name_claim: "email".into(),
            people: Vec::new(),
            domains: vec!["company.example".into()],
            role_claim: Some("groups".into()),
            viewers: vec!["staff".into()],
            operators: vec!["admins".into()],
            default_role: None,
        },
    }
}

/// The settings of a console where people sign in, until a provider is added.
fn configured() -> Config {
    let mut config = Config::new(Vec::new(), "-".into());
    config.sign_in = Some(SignIn {
        people: HashMap::new(),
        passwords: Arc::new(ReversedPasswords),
        provider: None,
        idle: Duration::from_secs(60),
        longest: Duration::from_secs(60),
    });
    config
}

/// A console before `provider`, and whatever else `change` wants of it.
async fn console(
    provider: &FakeProvider,
    change: impl FnOnce(&mut Config, &mut OpenId),
) -> TestApp {
    let (mut config, mut openid) = (configured(), described(provider.issuer()));
    change(&mut config, &mut openid);
    let provider = Provider::new(openid).unwrap();
    config.sign_in.as_mut().unwrap().provider = Some(Arc::new(provider));
    TestApp::start(config).await
}

/// Adds a platform whose changes are recorded in `kept`.
fn record_changes(config: &mut Config, noted: &Noted, kept: &Arc<MemoryAuditLog>) {
    let base = format!("http://{}", noted.platform);
    config.connections.push(upstream(Platform::Metabase, base));
    config.audit_log = Some(kept.clone());
}

/// The header with the cookie `name` that `answer` sets, as the browser sends it back.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    Some(format!("Cookie: {}", answer.cookie(name)?))
}

/// What an attempt to sign in began with.
struct Begun {
    cookie: String,
    /// Where the provider leads back to, as the browser asks for it.
    back: String,
}

/// Goes to the provider and comes back from there, but does not come in yet.
async fn begin(at: TestApp, provider: &FakeProvider) -> Begun {
    let issuer = provider.issuer();
    let to = issuer.strip_prefix("http://").unwrap().parse().unwrap();
    begin_at(at, provider, to).await
}

/// The same where the provider is reached at `to`.
async fn begin_at(at: TestApp, provider: &FakeProvider, to: SocketAddr) -> Begun {
    let answer = at.browser().open("/sign-in/openid").await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let url = answer.header("location").unwrap();
    let path = url.strip_prefix(&provider.issuer()).unwrap();
    let approved = send(to, &format!("GET {path}"), &[], "").await;
    let back = approved.header("location").unwrap();
    let back = back.strip_prefix("https://rollcall.example").unwrap();
    Begun {
        cookie: cookie(&answer, "__Host-rollcall-openid").unwrap(),
        back: back.to_owned(),
    }
}

async fn finish(at: TestApp, begun: &Begun) -> Answer {
    // As browsers send it: from another site's page, without any body.
    at.browser()
        .with_header("Sec-Fetch-Site: cross-site")
        .with_header(&begun.cookie)
        .open(&begun.back)
        .await
}

fn is_not_let_in(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(cookie(answer, "__Host-rollcall"), None, "{}", answer.head);
    assert!(
        answer.body.contains("Sign in with &lt;Okta&gt;"),
        "{}",
        answer.body
    );
    for secret in [CLIENT_SECRET, ACCESS_TOKEN] {
        assert!(!answer.body.contains(secret) && !answer.head.contains(secret));
    }
}

#[tokio::test]
async fn whom_the_provider_vouches_for_comes_in_and_is_known_by_name() {
    let (provider, noted) = (FakeProvider::start().await, Noted::new().await);
    let kept = Arc::new(MemoryAuditLog::default());
    let at = console(&provider, |config, _| record_changes(config, &noted, &kept)).await;
    let form = at.browser().open("/sign-in").await;
    assert!(
        form.body.contains("href=\"/sign-in/openid\""),
        "{}",
        form.body
    );
    assert!(
        !form.body.contains("password"),
        "nobody has one: {}",
        form.body
    );

    let begun = begin(at, &provider).await;
    let answer = finish(at, &begun).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    // The browser goes on by itself, from this page and not from the provider's.
    let refresh = "<meta http-equiv=\"refresh\" content=\"0; url=/\">";
    assert!(answer.body.contains(refresh), "{}", answer.body);
    let strict = "; Path=/; Secure; HttpOnly; SameSite=Strict\n";
    assert!(answer.head.contains(strict), "{}", answer.head);
    let over = "set-cookie: __Host-rollcall-openid=; Path=/; Secure; HttpOnly; SameSite=Lax; \
                Max-Age=0";
    assert!(answer.head.contains(over), "{}", answer.head);

    let session = cookie(&answer, "__Host-rollcall").unwrap();
    let changed = at.browser().with_header(&session).deactivate_user(7).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let asked = &kept.asked()[0];
    assert_eq!(asked.who.as_deref(), Some("ada@company.example"));
    let via = format!("openid:{}", provider.issuer());
    assert_eq!(asked.via.as_deref(), Some(&*via));
    let signed_in = &kept.events()[0];
    assert_eq!(signed_in.event, TrailEvent::SignedIn);
    assert_eq!(signed_in.actor.via.as_deref(), Some(&*via));
    // A code is good once.
    is_not_let_in(&finish(at, &begun).await, 502);
}

#[tokio::test]
async fn two_people_of_one_name_are_told_apart() {
    let (provider, noted) = (FakeProvider::start().await, Noted::new().await);
    let kept = Arc::new(MemoryAuditLog::default());
    let at = console(&provider, |config, _| {
        record_changes(config, &noted, &kept);
        let people = &mut config.sign_in.as_mut().unwrap().people;
        people.insert("ada@company.example".to_owned(), Role::Viewer);
    })
    .await;
    let begun = begin(at, &provider).await;
    let vouched = cookie(&finish(at, &begun).await, "__Host-rollcall").unwrap();
    let vouched = at.browser().with_header(&vouched);
    let ada = ("ada@company.example", "elpmaxe.ynapmoc@ada");
    let local = at.signed_in(ada).await;
    let status = async |browser: &Browser| browser.deactivate_user(7).await.status;
    assert_eq!(status(&local).await, 403, "a viewer here");
    assert_eq!(status(&vouched).await, 200, "an operator there");
    // Nor do their sessions end each other's.
    for _ in 0..20 {
        at.signed_in(ada).await;
    }
    assert_eq!(status(&vouched).await, 200);
    let events = kept.events();
    let vias: Vec<_> = events[..2]
        .iter()
        .map(|event| event.actor.via.clone().unwrap())
        .collect();
    assert_eq!(
        vias,
        [format!("openid:{}", provider.issuer()), "local".to_owned()]
    );
}

#[tokio::test]
async fn who_the_provider_knows_and_is_not_let_in_is_recorded_by_name() {
    let provider = FakeProvider::start().await;
    let kept = Arc::new(MemoryAuditLog::default());
    let at = console(&provider, |config, openid| {
        config.audit_log = Some(kept.clone());
        openid.access.domains = vec!["other.example".to_owned()];
    })
    .await;
    let begun = begin(at, &provider).await;
    assert_eq!(finish(at, &begun).await.status, 403);
    // Coming back a second time, and out of nowhere.
    let answer = at
        .browser()
        .open("/sign-in/openid/return?state=x&code=y")
        .await;
    assert_eq!(answer.status, 400);
    let events = kept.events();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].event, TrailEvent::SignInFailed);
    assert_eq!(events[0].actor.who.as_deref(), Some("ada@company.example"));
    let why = events[0].failure.as_deref().unwrap();
    assert!(
        why.starts_with("not allowed to use this console: "),
        "{why}"
    );
    assert_eq!(events[1].actor.who, None);
    let via = events[1].actor.via.as_deref().unwrap();
    assert!(via.starts_with("openid:"), "{via}");
}

#[tokio::test]
async fn the_cookie_of_an_attempt_is_for_coming_back_only() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    let answer = at.browser().open("/sign-in/openid").await;
    let set = answer.header("set-cookie").unwrap();
    assert!(
        set.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"),
        "{set}"
    );
    let cookie = cookie(&answer, "__Host-rollcall-openid").unwrap();
    let page = at.browser().with_header(&cookie).open("/").await;
    assert_eq!(page.header("location"), Some("/sign-in"));
}

/// A change of the configuration, and the answer to a person with a session then.
type Change = (u16, fn(&mut OpenId));

#[tokio::test]
async fn who_is_not_listed_any_more_is_signed_out() {
    let provider = FakeProvider::start().await;
    let sessions = Arc::new(InMemory::default());
    let restarted = async |change: fn(&mut OpenId)| {
        console(&provider, |config, openid| {
            config.sessions = sessions.clone();
            config.session_key = Some(SigningKey::public());
            change(openid);
        })
        .await
    };
    let changes: [Change; 5] = [
        (200, |_| ()),
        (200, |openid| {
            openid.access.people.push("eve".to_owned());
        }),
        (401, |openid| {
            openid.access.domains = vec!["x".to_owned()];
        }),
        (401, |openid| openid.client_id = "another".to_owned()),
        (401, |openid| {
            openid.access.operators = vec!["x".to_owned()];
        }),
    ];
    for (at, (expected, change)) in changes.into_iter().enumerate() {
        let console = restarted(|_| ()).await;
        let begun = begin(console, &provider).await;
        let session = cookie(&finish(console, &begun).await, "__Host-rollcall").unwrap();
        let console = restarted(change).await;
        let answer = console
            .browser()
            .with_header(&session)
            .list_connections()
            .await;
        assert_eq!(answer.status, expected, "change {at}");
        // Back as it was: what ended does not come back.
        let console = restarted(|_| ()).await;
        let answer = console
            .browser()
            .with_header(&session)
            .list_connections()
            .await;
        assert_eq!(answer.status, expected, "change {at}");
    }
    let console = restarted(|_| ()).await;
    let begun = begin(console, &provider).await;
    let session = cookie(&finish(console, &begun).await, "__Host-rollcall").unwrap();
    let at = console_without(sessions.clone()).await;
    let answer = at.browser().with_header(&session).list_connections().await;
    assert_eq!(answer.status, 401, "nobody vouches for them");
    let answer = at.browser().open("/sign-in/openid").await;
    assert_eq!(answer.header("location"), Some("/sign-in"));
}

/// The same without a provider.
async fn console_without(sessions: Arc<InMemory>) -> TestApp {
    let mut config = configured();
    config.sessions = sessions;
    config.session_key = Some(SigningKey::public());
    TestApp::start(config).await
}

#[tokio::test]
async fn nobody_is_led_anywhere_but_to_the_provider_and_back_to_the_console() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |_, _| ()).await;
    let more = "next=https://evil.example&redirect_uri=https://evil.example&url=//evil.example";
    let answer = at.browser().open(&format!("/sign-in/openid?{more}")).await;
    let to = answer.header("location").unwrap();
    assert!(
        to.starts_with(&provider.issuer()) && !to.contains("evil"),
        "{to}"
    );
    let back = "redirect_uri=https%3A%2F%2Frollcall.example%2Fsign-in%2Fopenid%2Freturn";
    assert!(to.contains(back), "{to}");
    let mut begun = begin(at, &provider).await;
    begun.back = format!("{}&{more}", begun.back);
    let answer = finish(at, &begun).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.body.contains("evil"), "{}", answer.body);
}

#[tokio::test]
async fn a_provider_that_is_away_keeps_nobody_with_a_password_out() {
    let provider = FakeProvider::start().await;
    let at = console(&provider, |config, openid| {
        *openid = described("http://127.0.0.1:1".into());
        config.sign_in.as_mut().unwrap().people = test_support::people();
    })
    .await;
    let answer = at.browser().open("/sign-in/openid").await;
    is_not_let_in(&answer, 502);
    assert!(
        answer.body.contains("cannot be reached now"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("type=\"password\""), "{}", answer.body);
    at.signed_in(OPERATOR).await;
}
