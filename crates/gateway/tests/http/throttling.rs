//! How many passwords may be tried for a name and from an address.

use futures::future::join_all;
use gateway::Config;
use std::time::Duration;
use test_support::{Answer, Noted, OPERATOR, TestApp, VIEWER, here, upstream};
use wire::Platform;

/// The viewer's name with another password.
const WRONG: (&str, &str) = (VIEWER.0, "wrong");

/// A gateway that these tests reach through a proxy which it trusts, or not.
async fn app(noted: &Noted, trusts_proxy: bool) -> TestApp {
    let platform = upstream(Platform::Metabase, format!("http://{}", noted.platform));
    let mut config = Config::new(vec![platform], "-".into());
    config.sign_in = Some(here(Duration::from_secs(60)));
    if trusts_proxy {
        config.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
    }
    TestApp::start(config).await
}

/// A client at the address `from` tries this name and password.
async fn attempt(app: &TestApp, from: &str, (name, password): (&str, &str)) -> Answer {
    let from = format!("X-Forwarded-For: {from}");
    let mut browser = app.browser().with_header(&from);
    browser.sign_in(name, password).await
}

/// How many of these attempts, each from an address with a name and a wrong
/// password, were checked.
async fn checked(app: &TestApp, attempts: impl Iterator<Item = (String, String)>) -> usize {
    let mut checked = 0;
    for (from, name) in attempts {
        let answer = attempt(app, &from, (&name, WRONG.1)).await;
        if answer.status == 401 {
            checked += 1;
            continue;
        }
        assert_eq!(answer.status, 429, "{}", answer.body);
        let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
    }
    checked
}

#[tokio::test]
async fn a_stranger_who_guesses_keeps_out_nobody_at_another_address() {
    let noted = Noted::new().await;
    let app = app(&noted, true).await;
    let stranger = (0..50).map(|_| ("198.51.100.1".to_owned(), WRONG.0.to_owned()));
    assert_eq!(checked(&app, stranger).await, 5);
    assert_eq!(attempt(&app, "198.51.100.1", VIEWER).await.status, 429);
    assert_eq!(attempt(&app, "198.51.100.1", OPERATOR).await.status, 303);
    assert_eq!(attempt(&app, "203.0.113.9", VIEWER).await.status, 303);
}

#[tokio::test]
async fn a_browser_that_was_used_before_is_not_kept_out_even_at_the_strangers_address() {
    let noted = Noted::new().await;
    let app = app(&noted, false).await;
    let entered = app.browser().sign_in(VIEWER.0, VIEWER.1).await;
    let device = entered.cookie("__Host-rollcall-device").unwrap();
    let used = app.browser().with_header(&format!("Cookie: {device}"));
    // Whatever they say of their address, who is not behind a proxy.
    let stranger = (0..20).map(|number| (format!("203.0.113.{number}"), WRONG.0.to_owned()));
    assert_eq!(checked(&app, stranger).await, 5);
    let refused = app.browser().sign_in(VIEWER.0, VIEWER.1).await;
    assert_eq!(refused.status, 429);
    let again = used.clone().sign_in(VIEWER.0, VIEWER.1).await;
    assert_eq!(again.status, 303, "{}", again.body);
    // The cookie alone signs no one in, and is for one name.
    assert_eq!(used.list_connections().await.status, 401);
    for _ in 0..5 {
        let wrong = used.clone().sign_in(WRONG.0, WRONG.1).await;
        assert_eq!(wrong.status, 401);
    }
    let wrong = used.clone().sign_in(WRONG.0, WRONG.1).await;
    assert_eq!(wrong.status, 429);
}

#[tokio::test]
async fn many_names_from_one_address_are_throttled() {
    let noted = Noted::new().await;
    let app = app(&noted, true).await;
    for network in ["198.51.100.1", "2001:db8::"] {
        let names = (0..60).map(|number| {
            let from = match network {
                "2001:db8::" => format!("{network}{number:x}"),
                _ => network.to_owned(),
            };
            (from, format!("user{number}"))
        });
        assert_eq!(checked(&app, names).await, 30, "{network}");
    }
    assert_eq!(attempt(&app, "2001:db8::ffff", VIEWER).await.status, 429);
    assert_eq!(attempt(&app, "2001:db8:0:1::1", VIEWER).await.status, 303);
}

#[tokio::test]
async fn attempts_at_once_with_the_right_password_all_come_in_and_wrong_ones_do_not_multiply() {
    let noted = Noted::new().await;
    let app = app(&noted, true).await;
    let right = join_all((0..12).map(|_| attempt(&app, "203.0.113.9", VIEWER))).await;
    assert!(right.iter().all(|answer| answer.status == 303), "{right:?}");
    let wrong = join_all((0..40).map(|_| attempt(&app, "198.51.100.1", WRONG))).await;
    let checked = wrong.iter().filter(|answer| answer.status == 401).count();
    assert_eq!(checked, 5);
}
