//! How many passwords may be tried, by whom and from where.

use futures::future::join_all;
use gateway::Config;
use std::net::SocketAddr;
use std::time::Duration;
use test_support::{Answer, Noted, OTTO, SAME, VERA, here, send, upstream};
use tokio::net::TcpListener;
use wire::Platform;

const WRONG: &str = "name=%3Cvera%3E&password=wrong";

/// A gateway that these tests reach through a proxy which it trusts, or not.
async fn gateway(noted: &Noted, trusts_proxy: bool) -> SocketAddr {
    let platform = upstream(Platform::Metabase, format!("http://{}", noted.platform));
    let mut config = Config::new(vec![platform], "-".into());
    config.sign_in = Some(here(Duration::from_secs(60)));
    if trusts_proxy {
        config.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
    }
    let service = gateway::router(config)
        .unwrap()
        .into_make_service_with_connect_info::<SocketAddr>();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    address
}

async fn attempt(to: SocketAddr, from: &str, form: &str) -> Answer {
    let from = format!("X-Forwarded-For: {from}");
    send(to, "POST /sign-in", &[SAME, &from], form).await
}

/// How many of these attempts were checked.
async fn checked(to: SocketAddr, attempts: impl Iterator<Item = (String, String)>) -> usize {
    let mut checked = 0;
    for (from, form) in attempts {
        let answer = attempt(to, &from, &form).await;
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
    let at = gateway(&noted, true).await;
    let stranger = (0..50).map(|_| ("198.51.100.1".to_owned(), WRONG.to_owned()));
    assert_eq!(checked(at, stranger).await, 5);
    assert_eq!(attempt(at, "198.51.100.1", VERA).await.status, 429);
    assert_eq!(attempt(at, "198.51.100.1", OTTO).await.status, 303);
    assert_eq!(attempt(at, "203.0.113.9", VERA).await.status, 303);
}

#[tokio::test]
async fn a_browser_that_was_used_before_is_not_kept_out_even_at_the_strangers_address() {
    let noted = Noted::new().await;
    let at = gateway(&noted, false).await;
    let entered = send(at, "POST /sign-in", &[SAME], VERA).await;
    let device = entered
        .head
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: __Host-rollcall-device="))
        .and_then(|rest| rest.split(';').next())
        .unwrap();
    let device = format!("Cookie: __Host-rollcall-device={device}");
    // Whatever they say of their address, who is not behind a proxy.
    let stranger = (0..20).map(|number| (format!("203.0.113.{number}"), WRONG.to_owned()));
    assert_eq!(checked(at, stranger).await, 5);
    assert_eq!(send(at, "POST /sign-in", &[SAME], VERA).await.status, 429);
    let again = send(at, "POST /sign-in", &[SAME, &device], VERA).await;
    assert_eq!(again.status, 303, "{}", again.body);
    // The cookie alone lets nobody in, and is for one name.
    let page = send(at, "GET /api/connections", &[&device], "").await;
    assert_eq!(page.status, 401);
    for _ in 0..5 {
        let wrong = send(at, "POST /sign-in", &[SAME, &device], WRONG).await;
        assert_eq!(wrong.status, 401);
    }
    let wrong = send(at, "POST /sign-in", &[SAME, &device], WRONG).await;
    assert_eq!(wrong.status, 429);
}

#[tokio::test]
async fn many_names_from_one_address_are_throttled() {
    let noted = Noted::new().await;
    let at = gateway(&noted, true).await;
    for network in ["198.51.100.1", "2001:db8::"] {
        let names = (0..60).map(|number| {
            let from = match network {
                "2001:db8::" => format!("{network}{number:x}"),
                _ => network.to_owned(),
            };
            (from, format!("name=user{number}&password=wrong"))
        });
        assert_eq!(checked(at, names).await, 30, "{network}");
    }
    assert_eq!(attempt(at, "2001:db8::ffff", VERA).await.status, 429);
    assert_eq!(attempt(at, "2001:db8:0:1::1", VERA).await.status, 303);
}

#[tokio::test]
async fn attempts_at_once_with_the_right_password_all_come_in_and_wrong_ones_do_not_multiply() {
    let noted = Noted::new().await;
    let at = gateway(&noted, true).await;
    let right = join_all((0..12).map(|_| attempt(at, "203.0.113.9", VERA))).await;
    assert!(right.iter().all(|answer| answer.status == 303), "{right:?}");
    let wrong = join_all((0..40).map(|_| attempt(at, "198.51.100.1", WRONG))).await;
    let checked = wrong.iter().filter(|answer| answer.status == 401).count();
    assert_eq!(checked, 5);
}
