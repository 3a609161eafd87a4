use super::*;
use futures::future::join_all;
use tokio::time::{advance, timeout};

fn address(text: &str) -> Place {
    Place::of(Some(ClientAddress(text.parse().unwrap())))
}

/// An address of its own for each number.
fn numbered(number: usize) -> Place {
    let [.., a, b, c] = number.to_be_bytes();
    Place::Network(Some([10, a, b, c].into()))
}

/// Fails to sign in; or how long it has to wait.
async fn fail(throttle: &Throttle, name: &str, place: Place) -> Result<(), Duration> {
    throttle.begin(name, name == "ada", place).await.map(drop)
}

async fn sign_in(throttle: &Throttle, name: &str, place: Place) -> Result<(), Duration> {
    let attempt = throttle.begin(name, name == "ada", place).await?;
    attempt.succeeded();
    Ok(())
}

/// How many of so many attempts were not told to wait.
async fn let_through(
    throttle: &Throttle,
    attempts: impl Iterator<Item = (String, Place)>,
) -> usize {
    let mut count = 0;
    for (name, place) in attempts {
        count += usize::from(fail(throttle, &name, place).await.is_ok());
    }
    count
}

#[tokio::test(start_paused = true)]
async fn each_attempt_after_the_fifth_waits_longer() {
    let throttle = Throttle::default();
    let here = address("203.0.113.9");
    for name in ["ada", "nobody"] {
        for _ in 0..5 {
            assert_eq!(fail(&throttle, name, here).await, Ok(()));
        }
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60, 60, 60] {
            let wait = Duration::from_secs(seconds);
            assert_eq!(fail(&throttle, name, here).await, Err(wait), "{name}");
            advance(wait).await;
            assert_eq!(fail(&throttle, name, here).await, Ok(()), "{name}");
        }
        advance(FORGET).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_right_password_makes_all_attempts_free_again() {
    let throttle = Throttle::default();
    let here = address("203.0.113.9");
    for _ in 0..4 {
        for _ in 0..4 {
            assert_eq!(fail(&throttle, "ada", here).await, Ok(()));
        }
        assert_eq!(sign_in(&throttle, "ada", here).await, Ok(()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_stranger_elsewhere_does_not_keep_a_person_out() {
    let throttle = Throttle::default();
    // Once a second for a day, as soon as may be.
    for _ in 0..86_400 {
        let _ = fail(&throttle, "ada", address("198.51.100.1")).await;
        advance(Duration::from_secs(1)).await;
    }
    let here = address("203.0.113.9");
    assert_eq!(sign_in(&throttle, "ada", here).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn many_strangers_do_not_keep_a_person_out_where_they_signed_in_before() {
    let throttle = Throttle::default();
    let (here, device) = (address("203.0.113.9"), Place::Device([7; 16]));
    assert_eq!(sign_in(&throttle, "ada", here).await, Ok(()));
    let strangers = (0..1_000).map(|number| ("ada".to_owned(), numbered(number)));
    assert_eq!(let_through(&throttle, strangers).await, 50);
    // A new address has to wait, for half a minute at most as long as it lasts.
    let elsewhere = address("203.0.113.10");
    let wait = sign_in(&throttle, "ada", elsewhere).await.unwrap_err();
    assert!(wait <= Duration::from_secs(30), "{wait:?}");
    assert_eq!(sign_in(&throttle, "ada", here).await, Ok(()));
    assert_eq!(sign_in(&throttle, "ada", device).await, Ok(()));
    advance(TRUST).await;
    let strangers = (0..1_000).map(|number| ("ada".to_owned(), numbered(number)));
    let_through(&throttle, strangers).await;
    assert!(sign_in(&throttle, "ada", here).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_browser_that_was_signed_in_with_is_throttled_by_itself() {
    let throttle = Throttle::default();
    let device = Place::Device([7; 16]);
    let attempts = (0..100).map(|_| ("ada".to_owned(), device));
    assert_eq!(let_through(&throttle, attempts).await, 5);
    let here = address("203.0.113.9");
    assert_eq!(sign_in(&throttle, "ada", here).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn many_names_from_one_address_are_throttled() {
    for network in ["203.0.113.9", "2001:db8::"] {
        let throttle = Throttle::default();
        let place = |number: usize| match network {
            "2001:db8::" => address(&format!("2001:db8::{number:x}")),
            _ => address(network),
        };
        let names = (0..1_500).map(|number| (format!("user{number}"), place(number)));
        assert_eq!(let_through(&throttle, names).await, 30, "{network}");
        let wait = sign_in(&throttle, "ada", place(1)).await.unwrap_err();
        assert!(wait <= Duration::from_secs(20), "{wait:?}");
        for elsewhere in ["203.0.113.10", "2001:db8:0:1::1"] {
            assert_eq!(sign_in(&throttle, "ada", address(elsewhere)).await, Ok(()));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_at_once_fail_only_when_they_are_checked_and_have_no_more_guesses() {
    let here = address("203.0.113.9");
    for is_right in [true, false] {
        let throttle = Throttle::default();
        let attempts = join_all((0..40).map(|_| async {
            let attempt = throttle.begin("ada", true, here).await?;
            // The others begin meanwhile.
            tokio::time::sleep(Duration::from_millis(1)).await;
            if is_right {
                attempt.succeeded();
            }
            Ok::<_, Duration>(())
        }));
        let outcomes = timeout(Duration::from_secs(1), attempts).await.unwrap();
        let checked = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(checked, if is_right { 40 } else { 5 });
    }
}

#[tokio::test(start_paused = true)]
async fn however_many_names_and_addresses_there_are_so_many_are_kept() {
    let throttle = Throttle::default();
    let here = address("203.0.113.9");
    assert_eq!(sign_in(&throttle, "ada", here).await, Ok(()));
    let strangers = (0..MOST + 100).map(|number| (format!("user{number}"), numbered(number)));
    let_through(&throttle, strangers).await;
    let counts = throttle.counts();
    assert!(counts.places.len() <= MOST && counts.networks.len() <= MOST);
    assert!(counts.names.len() <= usize::try_from(UNKNOWN_NAMES).unwrap() + 1);
    // A person who signed in is forgotten last.
    assert!(
        counts
            .places
            .values()
            .any(|failures| failures.succeeded.is_some())
    );
}
