use super::*;
use crate::record::PivotRecord;
use proptest::prelude::*;
use wire::pivot::{Status, User};

fn user(name: &str, first: &str, disabled: Option<&str>) -> Record {
    Record::Pivot(PivotRecord {
        user: Some(User {
            name: name.into(),
            first_name: Some(first.into()),
            roles: [first.into()].into(),
            ..User::default()
        }),
        status: disabled.map(|since| Status {
            name: name.into(),
            disabled: Some(since.into()),
            ..Status::default()
        }),
    })
}

fn orphan(name: &str) -> Record {
    Record::Pivot(PivotRecord {
        user: None,
        status: Some(Status {
            name: name.into(),
            ..Status::default()
        }),
    })
}

fn keys(accounts: &Accounts) -> Vec<&str> {
    accounts.list.iter().map(|one| &*one.key).collect()
}

#[test]
fn people_stand_in_the_order_of_their_keys_in_any_case() {
    let records = ["zoe", "Bo", "ada", "Ünal", "bo"].map(|name| user(name, "x", None));
    let accounts = Accounts::new(Platform::Pivot, records.into(), Vec::new());
    assert_eq!(keys(&accounts), ["ada", "Bo", "bo", "zoe", "Ünal"]);
    for key in ["ada", "Bo", "bo", "zoe", "Ünal"] {
        assert_eq!(&*accounts.find(key).unwrap().key, key);
    }
    assert!(accounts.find("BO").is_none() && accounts.find("").is_none());
}

#[test]
fn roles_that_nobody_listed_are_known_because_somebody_has_them() {
    let listed = Role {
        id: "analyst".into(),
        title: "Analyst".into(),
        listed: true,
    };
    let records = vec![user("a", "analyst", None), user("b", "other", None)];
    let accounts = Accounts::new(Platform::Pivot, records, vec![listed]);
    assert_eq!(accounts.title_of("analyst"), "Analyst");
    assert_eq!(accounts.title_of("other"), "other");
    let known: Vec<bool> = accounts.roles.iter().map(|role| role.listed).collect();
    assert_eq!(known, [true, false]);
}

#[test]
fn a_status_whose_user_is_gone_belongs_to_nobody_until_it_is_gone_too() {
    let records = vec![user("a", "x", None)];
    let mut accounts = Accounts::new(Platform::Pivot, records, Vec::new());
    accounts.update(vec![("a".into(), Some(orphan("a")))]);
    assert_eq!((keys(&accounts).len(), accounts.orphans.len()), (0, 1));
    accounts.update(vec![("a".into(), None)]);
    assert_eq!(accounts.orphans.len(), 0);
}

/// What may happen to an account.
#[derive(Debug, Clone)]
enum Event {
    Seen(u8, u8),
    Gone(u8),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        3 => (0..30_u8, any::<u8>()).prop_map(|(key, first)| Event::Seen(key, first)),
        1 => (0..30_u8).prop_map(Event::Gone),
    ];
    prop::collection::vec(event, 0..60)
}

proptest! {
    #[test]
    fn what_is_put_in_is_as_if_everybody_were_read_again(all in events(), at_once in 1..8_usize) {
        let mut accounts = Accounts::none(Platform::Pivot);
        let mut model = std::collections::BTreeMap::new();
        let name = |key: u8| format!("user{key}");
        for events in all.chunks(at_once) {
            // One change to one account at a time, as in a run.
            let mut news = std::collections::BTreeMap::new();
            for event in events {
                match event {
                    Event::Seen(key, first) => news.insert(name(*key), Some(user(&name(*key), &first.to_string(), None))),
                    Event::Gone(key) => news.insert(name(*key), None),
                };
            }
            for (key, record) in &news {
                match record {
                    Some(record) => model.insert(key.clone(), record.clone()),
                    None => model.remove(key),
                };
            }
            accounts.update(news.into_iter().collect());
        }
        let read = Accounts::new(Platform::Pivot, model.into_values().collect(), Vec::new());
        prop_assert_eq!(keys(&accounts), keys(&read));
        for (one, other) in accounts.list.iter().zip(&read.list) {
            prop_assert_eq!(&one.record, &other.record);
            let titles = |accounts: &Accounts, one: &Account| -> Vec<String> {
                one.roles.iter().map(|role| accounts.role_title(*role).to_owned()).collect()
            };
            prop_assert_eq!(titles(&accounts, one), titles(&read, other));
        }
    }
}
