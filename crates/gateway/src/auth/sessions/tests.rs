use super::*;
use crate::auth::store::InMemory;
use crate::person::{Role, Via};

fn ada() -> Person {
    named("ada", Via::Local)
}

fn named(name: &str, via: Via) -> Person {
    Person {
        name: name.to_owned(),
        role: Role::Viewer,
        via,
    }
}

fn minutes(number: u64) -> Duration {
    Duration::from_secs(60 * number)
}

fn sessions(store: Arc<dyn SessionStore>, idle: Duration, longest: Duration) -> Sessions {
    let sessions = Sessions::new(store, SigningKey::public(), idle, longest);
    sessions.total.store(0, Ordering::Relaxed);
    sessions
}

const CREDENTIAL: [u8; 1] = [1];

/// All people are viewers with the same credential.
fn current_rights() -> CurrentRights {
    CurrentRights {
        role: Role::Viewer,
        credential: CREDENTIAL.to_vec(),
    }
}

async fn begin(sessions: &Sessions, person: Person, at: i64) -> String {
    let begun = sessions.begin_at(person, CREDENTIAL.to_vec(), at);
    begun.await.unwrap().token
}

async fn find(sessions: &Sessions, token: &str, at: i64) -> Lookup {
    let found = sessions
        .find_at(token, |_| Some(current_rights()), at)
        .await;
    found.unwrap()
}

#[tokio::test]
async fn a_session_ends_when_nothing_is_done_when_it_is_old_and_when_it_is_ended() {
    let store = Arc::new(InMemory::default());
    let sessions = sessions(store, minutes(30), minutes(100));
    let find = async |token: &str, after: i64| find(&sessions, token, 60 * after).await;
    let ended = |why| Lookup::Ended(Ended { person: ada(), why });
    let idle = begin(&sessions, ada(), 0).await;
    let busy = begin(&sessions, ada(), 0).await;
    let left = begin(&sessions, ada(), 0).await;
    assert_eq!(busy.len(), LENGTH);
    assert_ne!(idle, busy);
    for after in [10, 29, 58, 80] {
        assert_eq!(find(&busy, after).await, Lookup::Found(ada()), "{after}");
    }
    assert_eq!(find(&busy, 100).await, ended(End::Longest));
    assert_eq!(
        find(&busy, 81).await,
        Lookup::Unknown,
        "it does not come back"
    );
    assert_eq!(find(&idle, 30).await, ended(End::Idle));
    assert_eq!(find(&left, 1).await, Lookup::Found(ada()));
    assert_eq!(sessions.end(&left).await, Ok(Some(ada())));
    assert_eq!(sessions.end(&left).await, Ok(None));
    assert_eq!(find(&left, 1).await, Lookup::Unknown);
    for token in ["", "A", &"A".repeat(LENGTH), &"A".repeat(5_000)] {
        assert_eq!(find(token, 1).await, Lookup::Unknown);
    }
}

#[tokio::test]
async fn activity_is_stored_once_a_minute() {
    let store = Arc::new(InMemory::default());
    let sessions = sessions(store.clone(), minutes(60), minutes(60));
    let token = begin(&sessions, ada(), 0).await;
    for (at, noted) in [(59, 0), (60, 60), (61, 60), (119, 60), (120, 120)] {
        assert_eq!(find(&sessions, &token, at).await, Lookup::Found(ada()));
        let session = store.get(hash(&token)).await.unwrap().unwrap();
        assert_eq!(session.seen, noted, "{at}");
        assert!(sessions.key.verifies(&hash(&token), &session));
    }
}

#[tokio::test]
async fn one_more_session_of_a_person_ends_their_own_oldest() {
    let store = Arc::new(InMemory::default());
    let sessions = sessions(store.clone(), minutes(60), minutes(60));
    let others = [
        begin(&sessions, named("bob", Via::Local), 0).await,
        begin(&sessions, named("ada", Via::issuer("https://x")), 0).await,
    ];
    let mut tokens = Vec::new();
    for at in 1..=PER_PERSON {
        tokens.push(begin(&sessions, ada(), i64::try_from(at).unwrap()).await);
    }
    // Not the one that was used least, and not one that is begun in the same second.
    let begun = sessions.begin_at(ada(), CREDENTIAL.to_vec(), 21).await;
    let begun = begun.unwrap();
    let replaced = Ended {
        person: ada(),
        why: End::Replaced,
    };
    assert_eq!(begun.ended, [replaced]);
    assert_eq!(find(&sessions, &tokens[0], 22).await, Lookup::Unknown);
    for token in tokens[1..].iter().chain([&begun.token]).chain(&others) {
        assert!(matches!(find(&sessions, token, 22).await, Lookup::Found(_)));
    }
    assert_eq!(store.count().await, Ok(PER_PERSON as u64 + 2));
}

#[tokio::test]
async fn the_limit_of_all_sessions_does_not_count_ended_ones() {
    let store = Arc::new(InMemory::default());
    let sessions = sessions(store, minutes(1), minutes(1));
    for number in 0..MOST {
        begin(&sessions, named(&number.to_string(), Via::Local), 0).await;
    }
    assert!(sessions.is_full());
    assert_eq!(sessions.sweep_at(59).await, Ok(vec![]));
    assert!(sessions.is_full());
    let refused = sessions.begin_at(ada(), CREDENTIAL.to_vec(), 59).await;
    assert!(refused.unwrap_err().0.contains("too many"));
    assert_eq!(sessions.sweep_at(60).await.unwrap().len(), TOGETHER);
    begin(&sessions, ada(), 60).await;
}

#[tokio::test]
async fn a_session_ends_when_the_credential_changes_or_the_person_is_removed() {
    let sessions = sessions(Arc::new(InMemory::default()), minutes(60), minutes(60));
    let changed = |_: &Person| {
        Some(CurrentRights {
            role: Role::Viewer,
            credential: vec![2],
        })
    };
    let token = begin(&sessions, ada(), 0).await;
    let found = sessions.find_at(&token, changed, 1).await.unwrap();
    let why = End::Credential;
    assert_eq!(found, Lookup::Ended(Ended { person: ada(), why }));
    assert_eq!(find(&sessions, &token, 1).await, Lookup::Unknown);

    let token = begin(&sessions, ada(), 0).await;
    let found = sessions.find_at(&token, |_| None, 1).await.unwrap();
    assert_eq!(found, Lookup::Ended(Ended { person: ada(), why }));
}

#[tokio::test]
async fn a_session_that_the_server_did_not_sign_is_ended() {
    let store = Arc::new(InMemory::default());
    let sessions = sessions(store.clone(), minutes(60), minutes(60));
    let token = begin(&sessions, ada(), 0).await;
    let mut session = store.get(hash(&token)).await.unwrap().unwrap();
    session.person.name = "root".to_owned();
    store.put(hash(&token), session, 0).await.unwrap();
    let Lookup::Ended(ended) = find(&sessions, &token, 1).await else {
        panic!("it was found")
    };
    assert_eq!(ended.why, End::Signature);
    assert_eq!(find(&sessions, &token, 1).await, Lookup::Unknown);
}
