//! What has changed since a review began.

use super::*;
use crate::accounts::{Accounts, Gap};
use crate::people::{Assignment, LibraryRules, UnknownKind};
use crate::{CallError, TransportError};
use wire::Platform;
use wire::console::reviews::RoleThen;

fn before() -> World {
    World::new(vec![
        pivot_with("ana", "ana@x.example", &["analyst", "viewer"], None),
        of_actian("ana@x.example", "user"),
        user(1, "ana@x.example", |_| {}),
    ])
}

/// What is different about the only account of `connection` once `record` is in its place.
fn changes(connection: usize, record: Option<Record>) -> Vec<ItemChange> {
    let (world, mut now) = (before(), before());
    let id = PLATFORMS[connection].id();
    let mut scope = scope(&[id]);
    scope.disabled = true;
    let item = &items(&world, &scope)[0];
    let key = item.account.key.clone();
    now.0[connection].update(vec![(key, record)]);
    match compare_with_now(&now.people(), &now.lists(), item) {
        ItemNow::Known(changes) => changes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_that_is_as_it_was_has_no_changes() {
    for (connection, record) in [
        pivot_with("ana", "ana@x.example", &["viewer", "analyst"], None),
        of_actian("ana@x.example", "user"),
        user(1, "ana@x.example", |_| {}),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(changes(connection, Some(record)), []);
    }
}

#[test]
fn each_change_of_an_account_is_told() {
    let since = Some("2026-01-14T00:00:00Z");
    let role = |id: &str| RoleThen {
        id: id.to_owned(),
        title: id.to_owned(),
    };
    let table = [
        (0, None, vec![ItemChange::Gone]),
        (
            0,
            Some(pivot_with(
                "ana",
                "ana@x.example",
                &["analyst", "viewer"],
                since,
            )),
            vec![ItemChange::Disabled],
        ),
        (
            0,
            Some(pivot_with(
                "ana",
                "ana@x.example",
                &["super-admin", "viewer"],
                None,
            )),
            vec![
                ItemChange::BecameAdmin,
                ItemChange::Roles {
                    added: vec![role("super-admin")],
                    removed: vec![role("analyst")],
                },
            ],
        ),
        (
            2,
            Some(user(1, "ana@x.example", |user| {
                user.is_active = None;
                user.last_login = since.map(Into::into);
            })),
            vec![
                ItemChange::StateUnknown,
                ItemChange::SignedIn("2026-01-14T00:00:00Z".to_owned()),
            ],
        ),
        (
            2,
            Some(user(1, "bo@x.example", |_| {})),
            vec![ItemChange::OtherPerson("bo@x.example".to_owned())],
        ),
    ];
    for (connection, record, expected) in table {
        assert_eq!(changes(connection, record), expected);
    }
}

#[test]
fn rights_and_access_that_were_given_back_are_told() {
    let disabled = Some("2026-01-14T00:00:00Z");
    let admin = pivot_with("ana", "ana@x.example", &["super-admin"], disabled);
    let mut scope = scope(&["pivot"]);
    scope.disabled = true;
    let item = &items(&World::new(vec![admin]), &scope)[0];
    let now = before();
    let ItemNow::Known(changes) = compare_with_now(&now.people(), &now.lists(), item) else {
        panic!("it is known")
    };
    assert_eq!(
        changes[..2],
        [ItemChange::Enabled, ItemChange::NoLongerAdmin]
    );
}

#[test]
fn an_account_that_was_linked_to_another_person_is_told() {
    let world = before();
    let item = &items(&world, &scope(&["metabase"]))[0];
    let mut people = world.people();
    let cy = Assignment::With(person_key("cy@x.example"));
    people.assign(&account("metabase", "1"), Some(cy), &world.lists());
    people.step(&world.lists(), usize::MAX);
    let expected = vec![ItemChange::OtherPerson("cy@x.example".to_owned())];
    assert_eq!(
        compare_with_now(&people, &world.lists(), item),
        ItemNow::Known(expected)
    );
}

#[test]
fn what_is_not_known_is_never_called_gone() {
    let world = before();
    let item = &items(&world, &scope(&["metabase"]))[0];

    let mut people = world.people();
    let problem = CallError::Transport(TransportError::Network("down".to_owned()));
    let words = problem.to_string();
    people.failed(2, problem);
    let failed = UnknownKind::Failed(words);
    let now = compare_with_now(&people, &world.lists(), item);
    assert_eq!(now, ItemNow::Unknown(failed));

    people.cleared(2);
    let now = compare_with_now(&people, &[None, None, None], item);
    assert_eq!(now, ItemNow::Unknown(UnknownKind::NotLoaded));

    let mut accounts = Accounts::none(Platform::Metabase);
    accounts.gaps = vec![Gap::TenantsRefused(String::new())];
    let mut people = People::new(connections(), &LibraryRules);
    people.loaded(2, &accounts);
    let lists = [None, None, Some(&accounts)];
    people.step(&lists, usize::MAX);
    let now = compare_with_now(&people, &lists, item);
    assert_eq!(now, ItemNow::Unknown(UnknownKind::Incomplete));
    // What such a list has is known all the same.
    let mut accounts = world.0[2].clone();
    accounts.gaps = vec![Gap::TenantsRefused(String::new())];
    people.loaded(2, &accounts);
    let lists = [None, None, Some(&accounts)];
    people.step(&lists, usize::MAX);
    let now = compare_with_now(&people, &lists, item);
    assert_eq!(now, ItemNow::Known(Vec::new()));

    let mut item = item.clone();
    item.account.connection = "gone".to_owned();
    let now = compare_with_now(&people, &lists, &item);
    assert_eq!(now, ItemNow::NoConnection);
}
